#pragma once

#include <chrono>
#include <cstdint>

namespace tradelab {

// Holds work that goes in pieces to a share of one core: how long to rest between two of them.
//
// What was used and rested since the piece before is settled at once.  Time in which the work was
// kept waiting by others earns it nothing, so it never makes up for it with a burst.
class CpuShare {
public:
    // From 1 to 100.
    explicit CpuShare(std::int64_t percent);

    struct Used {
        std::chrono::nanoseconds cpu;   // by the work, since it began
        std::chrono::nanoseconds wall;  // of the monotonic clock, since any moment
    };
    // Told after each piece; the first one begins the account.
    [[nodiscard]] std::chrono::nanoseconds rest(const Used& now);

private:
    std::int64_t percent_;
    bool has_begun_ = false;
    Used settled_{};
    std::chrono::nanoseconds debt_{0};  // wall time still to be rested
};

}  // namespace tradelab

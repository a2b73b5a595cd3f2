#pragma once

#include "core/time.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace tradelab {

// How far a replayed feed has come: so many of its seconds pass in each second of the monotonic
// clock, from where it stood when the pace was set.  A date that jumps moves nothing.
class Pace {
public:
    struct Start {
        UnixNanos feed;
        std::chrono::nanoseconds monotonic;
    };

    // Feed seconds per second; nothing: as fast as it goes.
    Pace(Start start, std::optional<std::int64_t> speed) : start_(start), speed_(speed) {}

    // Everything up to here is due.
    [[nodiscard]] UnixNanos due(std::chrono::nanoseconds monotonic) const;
    // How long until this instant of the feed is due; nothing left: zero.
    [[nodiscard]] std::chrono::nanoseconds until(UnixNanos instant,
                                                 std::chrono::nanoseconds monotonic) const;

private:
    Start start_;
    std::optional<std::int64_t> speed_;
};

// How much of the feed one step takes.  A command waits for the step that runs, so a step is made
// longer while it is short of its time, and shorter when it is over it.  Where steps end changes no
// decision.
class StepLength {
public:
    [[nodiscard]] Duration feed() const { return feed_; }
    void took(std::chrono::nanoseconds wall);

private:
    Duration feed_ = std::chrono::hours(1);
};

}  // namespace tradelab

#pragma once

#include "core/check.hpp"
#include "core/philox.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace tradelab {

// Where a stream of random numbers begins: streams of other purposes or places share none.
struct DrawPlace {
    std::uint64_t seed = 0;
    std::uint32_t purpose = 0;  // what the numbers are for, each user's own enumeration
    std::uint64_t place = 0;    // an hour, a minute, a resample: numbered from 0
};

// The random numbers of one place, in their order.  They hang on the place alone, so whoever needs
// place 7 need not draw what lies before it.
class CounterDraws {
public:
    explicit constexpr CounterDraws(const DrawPlace& at)
        : key_{static_cast<std::uint32_t>(at.seed), static_cast<std::uint32_t>(at.seed >> 32U)},
          counter_{0,
                   at.purpose,
                   static_cast<std::uint32_t>(at.place),
                   static_cast<std::uint32_t>(at.place >> 32U)} {}

    [[nodiscard]] constexpr std::uint64_t bits() {
        if (left_ == 0) {
            const auto mixed = Philox::mix(counter_, key_);
            pair_[1] = (std::uint64_t{mixed[0]} << 32U) | mixed[1];
            pair_[0] = (std::uint64_t{mixed[2]} << 32U) | mixed[3];
            counter_[0] += 1;
            left_ = 2;
        }
        return pair_[--left_];
    }

    // Strictly between 0 and 1: 2^52 equal steps, each at its middle.
    [[nodiscard]] constexpr double uniform() {
        return (static_cast<double>(bits() >> 12U) + 0.5) * 0x1p-52;
    }

    // One of 0 to count - 1, each equally likely: D. Lemire, "Fast Random Integer Generation in an
    // Interval", ACM Transactions on Modeling and Computer Simulation 29 (2019).
    [[nodiscard]] constexpr std::uint32_t below(std::uint32_t count) {
        TL_CHECK(count > 0);
        const std::uint32_t refused = (0U - count) % count;  // 2^32 mod count
        while (true) {
            const std::uint64_t product = (bits() >> 32U) * count;
            if (static_cast<std::uint32_t>(product) >= refused) {
                return static_cast<std::uint32_t>(product >> 32U);
            }
        }
    }

private:
    Philox::Key key_;
    Philox::Counter counter_;
    std::array<std::uint64_t, 2> pair_ = {};
    std::size_t left_ = 0;
};

}  // namespace tradelab

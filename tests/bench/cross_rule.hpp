#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

// The rule of the benchmark's strategy: two simple averages of 10 and 30 closes.  Sums of mantissas
// are integers, so a tie is a tie; it changes nothing.
namespace bench {

enum class Want : std::int8_t { nothing_new, long_position, flat };

class CrossRule {
    static constexpr std::size_t mask = 31;  // the ring holds 32 closes, 30 are looked back to
    std::array<std::int64_t, mask + 1> closes_{};
    std::int64_t lead_ = 0;  // 3 * (sum of 10) - (sum of 30): above zero, the fast average leads
    std::uint64_t bars_ = 0;
    bool is_long_ = false;

public:
    static constexpr std::uint32_t fast_bars = 10;
    static constexpr std::uint32_t slow_bars = 30;

    Want update(std::int64_t close) {
        const std::uint64_t at = bars_;
        const std::int64_t lead = lead_ + 2 * close - 3 * closes_[(at - fast_bars) & mask] +
                                  closes_[(at - slow_bars) & mask];
        closes_[at & mask] = close;
        lead_ = lead;
        bars_ = at + 1;
        if (at + 1 < slow_bars || lead == 0 || is_long_ == (lead > 0)) {
            return Want::nothing_new;
        }
        is_long_ = lead > 0;
        return is_long_ ? Want::long_position : Want::flat;
    }
};

}  // namespace bench

#pragma once

#include <tradelab/abi/base.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace funding_carry {

// What funding has paid over its last settlements, without a hole among them.  Sums of integers:
// what it says depends on those settlements alone, wherever the data began.
class SettledFunding {
public:
    // How many settlements the mean is taken over; at least 1.
    explicit SettledFunding(std::int64_t settlements);

    // One settlement: its boundary, the rate in 1e-12 of the notional (positive: longs pay shorts)
    // and the time it is for.  One told twice or late is left out.  A hole before it, an interval
    // outside of [1 min, 7 days] or a rate beyond 10 % makes everything before it count for
    // nothing: venues cap a rate far lower (Binance: 3 %).
    void settle(tl_time at, std::int64_t rate_e12, std::int64_t interval_ns);

    // What a short has earned, as a fraction of its notional a year.  Nothing before the window is
    // full, and nothing once the next settlement is overdue by a whole interval.
    [[nodiscard]] std::optional<double> yearly(tl_time now) const;

    template <class Archive>
    void state(Archive& archive) {
        archive(rates_, intervals_, filled_, next_, last_at_);
        recount();
    }

private:
    void forget();
    void recount();

    std::vector<std::int64_t> rates_;      // 1e-12, a ring
    std::vector<std::int64_t> intervals_;  // ns
    std::uint64_t filled_ = 0;
    std::uint64_t next_ = 0;
    tl_time last_at_ = TL_NONE;
    std::int64_t rate_sum_ = 0;  // at most 90 rates of 1e11
    std::int64_t time_sum_ = 0;  // at most 90 intervals of 7 days
};

}  // namespace funding_carry

#include "settled_funding.hpp"

#include <algorithm>
#include <numeric>

namespace funding_carry {
namespace {

constexpr std::int64_t minute_ns = 60'000'000'000;
constexpr std::int64_t interval_max = 7 * 24 * 60 * minute_ns;
constexpr std::int64_t rate_max = 100'000'000'000;  // 10 %
constexpr double year_ns = 365.0 * 24 * 3600 * 1e9;

bool is_plausible(std::int64_t rate_e12, std::int64_t interval_ns) {
    return interval_ns >= minute_ns && interval_ns <= interval_max && rate_e12 >= -rate_max &&
           rate_e12 <= rate_max;
}

}  // namespace

SettledFunding::SettledFunding(std::int64_t settlements)
    : rates_(static_cast<std::size_t>(settlements)),
      intervals_(static_cast<std::size_t>(settlements)) {}

void SettledFunding::settle(tl_time at, std::int64_t rate_e12, std::int64_t interval_ns) {
    if (at <= last_at_) {
        return;
    }
    const bool plausible = is_plausible(rate_e12, interval_ns);
    // Stamps are up to some ms late; half an interval is late enough to be the next one.
    const bool hole = last_at_ != TL_NONE && at - last_at_ > interval_ns + interval_ns / 2;
    if (!plausible || hole) {
        forget();
    }
    if (!plausible) {
        return;
    }
    last_at_ = at;
    const std::uint64_t place = next_;
    rate_sum_ += rate_e12 - rates_[place];
    time_sum_ += interval_ns - intervals_[place];
    rates_[place] = rate_e12;
    intervals_[place] = interval_ns;
    next_ = (next_ + 1) % rates_.size();
    filled_ = std::min<std::uint64_t>(filled_ + 1, rates_.size());
}

std::optional<double> SettledFunding::yearly(tl_time now) const {
    if (filled_ < rates_.size()) {
        return std::nullopt;
    }
    const std::size_t newest = (next_ + rates_.size() - 1) % rates_.size();
    if (now - last_at_ > 2 * intervals_[newest]) {
        return std::nullopt;
    }
    return static_cast<double>(rate_sum_) / 1e12 * (year_ns / static_cast<double>(time_sum_));
}

void SettledFunding::forget() {
    std::ranges::fill(rates_, 0);
    std::ranges::fill(intervals_, 0);
    filled_ = next_ = 0;
    last_at_ = TL_NONE;
    recount();
}

// After a load the ring is whatever was in the blob: what cannot be is as if it had never been.
void SettledFunding::recount() {
    bool sound = next_ < rates_.size() && filled_ <= rates_.size();
    for (std::size_t at = 0; at < rates_.size(); ++at) {
        const bool empty = rates_[at] == 0 && intervals_[at] == 0;
        sound = sound && (empty || is_plausible(rates_[at], intervals_[at]));
        sound = sound && !(empty && filled_ == rates_.size());
    }
    if (!sound) {
        std::ranges::fill(rates_, 0);
        std::ranges::fill(intervals_, 0);
        filled_ = next_ = 0;
        last_at_ = TL_NONE;
    }
    rate_sum_ = std::accumulate(rates_.begin(), rates_.end(), std::int64_t{0});
    time_sum_ = std::accumulate(intervals_.begin(), intervals_.end(), std::int64_t{0});
}

}  // namespace funding_carry

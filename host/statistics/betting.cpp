#include "statistics/betting.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <cmath>

namespace tradelab {

namespace {

// How much is bet on "lower than the hypothesis" (negative: on "higher"), from past values alone.
double stake(const BettingProcess& process, double claim) {
    // One imagined value with a variance of a quarter, the widest there is, keeps first bets small.
    const double count = static_cast<double>(process.values) + 1;
    const double mean = (claim + process.sum) / count;
    const double spread = (0.25 + process.squares - 2 * mean * process.sum +
                           static_cast<double>(process.values) * mean * mean) /
                          count;
    const double gap = claim - mean;
    const double best = gap / (std::max(spread, 1e-9) + gap * gap);
    // At most half of what could ever be lost in one bet.
    constexpr double share = 0.5;
    return process.rules.against == BetAgainst::mean_at_least
               ? std::clamp(best, 0.0, share / (1 - claim))
               : std::clamp(best, -share / claim, 0.0);
}

}  // namespace

void BettingProcess::add(double value) {
    TL_CHECK(rules.low < rules.mean && rules.mean < rules.high);
    if (!std::isfinite(value)) {
        return;
    }
    const double width = rules.high - rules.low;
    const double claim = (rules.mean - rules.low) / width;
    const double unit = (std::clamp(value, rules.low, rules.high) - rules.low) / width;
    // A fortune beyond all doubt is not counted on, so that it stays a number.
    constexpr double wealth_max = 1e300;
    wealth = std::min(wealth * (1 + stake(*this, claim) * (claim - unit)), wealth_max);
    greatest = std::max(greatest, wealth);
    ++values;
    sum += unit;
    squares += unit * unit;
}

}  // namespace tradelab

#include "statistics/kelly.hpp"

#include "statistics/moments.hpp"
#include "statistics/ratios.hpp"
#include "statistics/series_set.hpp"

namespace tradelab {

std::optional<double> kelly_of_bet(const Bet& bet) {
    const double p = bet.win_probability;
    if (!(p >= 0 && p <= 1) || !(bet.payoff > 0)) {
        return std::nullopt;
    }
    return p - (1 - p) / bet.payoff;
}

std::optional<double> kelly_of_moments(double mean, double variance) {
    return variance > 0 ? quotient(mean, variance) : std::nullopt;
}

std::optional<double> kelly_of_returns(std::span<const double> returns) {
    const auto deviation = deviation_of(returns);
    if (!deviation || !is_finite(returns) || !is_spread(*deviation, returns)) {
        return std::nullopt;
    }
    return kelly_of_moments(*mean_of(returns), *deviation * *deviation);
}

}  // namespace tradelab

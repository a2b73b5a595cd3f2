#include "statistics/ratios.hpp"

#include "statistics/moments.hpp"
#include "statistics/sum.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace tradelab {

std::optional<double> sharpe(std::span<const double> returns) {
    const auto deviation = deviation_of(returns);
    if (!deviation || !is_spread(*deviation, returns)) {
        return std::nullopt;
    }
    return quotient(*mean_of(returns), *deviation);
}

namespace {

// min(value, 0) by its sign bit: whether a bar lost, no processor guesses.
double loss_in(double value) {
    const auto bits = std::bit_cast<std::int64_t>(value);
    return std::bit_cast<double>(bits & (bits >> 63U));
}

}  // namespace

std::optional<double> downside_deviation(std::span<const double> returns, double target) {
    if (returns.empty()) {
        return std::nullopt;
    }
    CompensatedSum squares;
    for (const double value : returns) {
        const double below = loss_in(value - target);
        squares.add(below * below);
    }
    return std::sqrt(squares.value() / static_cast<double>(returns.size()));
}

std::optional<double> sortino(std::span<const double> returns, double target) {
    const auto downside = downside_deviation(returns, target);
    if (!downside) {
        return std::nullopt;
    }
    CompensatedSum above;
    for (const double value : returns) {
        above.add(value - target);
    }
    return quotient(above.value() / static_cast<double>(returns.size()), *downside);
}

std::optional<double> omega(std::span<const double> returns, double target) {
    CompensatedSum gains;
    CompensatedSum losses;
    for (const double value : returns) {
        gains.add(std::max(value - target, 0.0));
        losses.add(std::max(target - value, 0.0));
    }
    return quotient(gains.value(), losses.value());
}

std::optional<double> calmar(std::optional<double> annual_growth, double max_drawdown) {
    if (!annual_growth) {
        return std::nullopt;
    }
    return quotient(*annual_growth, max_drawdown);
}

std::optional<double> annualised(std::optional<double> per_bar, double bars_per_year) {
    if (!per_bar || !(bars_per_year > 0)) {
        return std::nullopt;
    }
    return *per_bar * std::sqrt(bars_per_year);
}

std::optional<double> quotient(double numerator, double denominator) {
    const double value = denominator == 0 ? 0 : numerator / denominator;
    const bool is_known = denominator != 0 && std::isfinite(value);
    return is_known ? std::optional(value) : std::nullopt;
}

}  // namespace tradelab

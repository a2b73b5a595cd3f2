#pragma once

#include <optional>
#include <span>

// Ratios of a series of returns, per bar.  To show them for a year, multiply by the square root of
// the bars in it (annualised()); no decision uses the annual form.
namespace tradelab {

// mean / deviation, the risk-free rate taken as 0: Sharpe, "The Sharpe Ratio", Journal of Portfolio
// Management (1994).  Undefined below two returns and where they are all equal.
[[nodiscard]] std::optional<double> sharpe(std::span<const double> returns);

// sqrt(mean(min(r - target, 0)^2)) over all returns, not only the losing ones: Sortino and Price,
// "Performance Measurement in a Downside Risk Framework", Journal of Investing (1994).  Undefined
// without returns.
[[nodiscard]] std::optional<double> downside_deviation(std::span<const double> returns,
                                                       double target);

// mean(r - target) / downside deviation.  Undefined where nothing lies below the target.
[[nodiscard]] std::optional<double> sortino(std::span<const double> returns, double target);

// sum of max(r - target, 0) / sum of max(target - r, 0): Keating and Shadwick, "A Universal
// Performance Measure" (2002).  Undefined where nothing lies below the target.
[[nodiscard]] std::optional<double> omega(std::span<const double> returns, double target);

// annual growth / maximum drawdown, the drawdown as a positive share: Young, "Calmar Ratio: A
// Smoother Tool", Futures (1991).  Undefined without a drawdown.
[[nodiscard]] std::optional<double> calmar(std::optional<double> annual_growth,
                                           double max_drawdown);

// A per-bar ratio or deviation times sqrt(bars per year).
[[nodiscard]] std::optional<double> annualised(std::optional<double> per_bar, double bars_per_year);

// Undefined where the quotient has no double; the figures of a report are divided here.
[[nodiscard]] std::optional<double> quotient(double numerator, double denominator);

}  // namespace tradelab

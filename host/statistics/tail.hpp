#pragma once

#include <optional>
#include <span>

namespace tradelab {

// The quantile at a probability from 0 to 1, linear between the order statistics: definition 7 of
// Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American Statistician (1996).
// Undefined without values.
[[nodiscard]] std::optional<double> quantile(std::span<const double> values, double probability);

// Historical value at risk: the quantile of the returns at 1 - confidence.  A return, so a loss is
// negative.  Undefined without returns.
[[nodiscard]] std::optional<double> value_at_risk(std::span<const double> returns,
                                                  double confidence);

// Historical expected shortfall: the mean of the returns at or below the value at risk (Acerbi and
// Tasche, "On the Coherence of Expected Shortfall", 2002).  A return.  Undefined without returns.
[[nodiscard]] std::optional<double> expected_shortfall(std::span<const double> returns,
                                                       double confidence);

// The same for a value at risk that is known already: the mean of the returns at or below it.
[[nodiscard]] double mean_at_or_below(std::span<const double> returns, double limit);

}  // namespace tradelab

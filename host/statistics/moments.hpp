#pragma once

#include <optional>
#include <span>

namespace tradelab {

// Undefined without values.
[[nodiscard]] std::optional<double> mean_of(std::span<const double> values);

// Sample standard deviation: sqrt(sum (x - mean)^2 / (n - 1)).  Undefined below two values.
[[nodiscard]] std::optional<double> deviation_of(std::span<const double> values);

// Population skewness m3 / m2^1.5.  Undefined below three values and where all are equal.
[[nodiscard]] std::optional<double> skewness_of(std::span<const double> values);

// Population kurtosis m4 / m2^2, raw: a normal distribution has 3.  This is the g4 of Bailey and
// Lopez de Prado, "The Sharpe Ratio Efficient Frontier" (2012); the excess form would be wrong
// there.  Undefined below four values and where all are equal.
[[nodiscard]] std::optional<double> raw_kurtosis_of(std::span<const double> values);

// All four at once, in two passes instead of fourteen: for long series.  The same bits.
struct Moments {
    std::optional<double> mean = {};
    std::optional<double> deviation = {};
    std::optional<double> skewness = {};
    std::optional<double> raw_kurtosis = {};
    bool is_spread = false;  // see below
};
[[nodiscard]] Moments moments_of(std::span<const double> values);

// The same for whoever went through the values already: `mean` is mean_of(values), `largest` their
// largest magnitude.
[[nodiscard]] Moments moments_about(std::span<const double> values, double mean, double largest);

// Whether values differ by more than the rounding of their own mean: below it a deviation is dust,
// and a ratio to it would be a made-up number.
[[nodiscard]] bool is_spread(double deviation, std::span<const double> values);

}  // namespace tradelab

#pragma once

#include <optional>
#include <span>

namespace tradelab {

// The variance of sqrt(n) x mean that the stationary bootstrap has, without drawing: the sum of the
// autocovariances under the kernel (1 - i/n)(1 - p)^i + (i/n)(1 - p)^(n - i), p = 1 / mean_block
// (P. R. Hansen, "A Test for Superior Predictive Ability", Journal of Business & Economic
// Statistics 23 (2005), after Politis and Romano (1994)).  With blocks of 1 it is the population
// variance.  mean_block is at least 1.  Undefined below two values, where they are not finite or
// all equal.
[[nodiscard]] std::optional<double> long_run_variance(std::span<const double> values,
                                                      double mean_block);

// sqrt(n) x mean / sqrt(long-run variance): near a standard normal where the true mean is zero,
// also when neighbouring values hang together.  Undefined with the variance.
[[nodiscard]] std::optional<double> studentised_mean(std::span<const double> values,
                                                     double mean_block);

}  // namespace tradelab

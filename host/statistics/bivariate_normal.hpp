#pragma once

#include <optional>

namespace tradelab {

// The probability that two standard normals with correlation `rho` are at most `h` and at most `k`:
// absolute error below 1e-14 (measured against brute force).  Undefined where an argument is NaN or
// |rho| is above 1; h and k may be infinite.
//
// R. L. Plackett, "A Reduction Formula for Normal Multivariate Integrals", Biometrika 41 (1954),
// integrated by Gauss-Legendre as Z. Drezner and G. O. Wesolowsky, "On the Computation of the
// Bivariate Normal Integral", Journal of Statistical Computation and Simulation 35 (1990).
[[nodiscard]] std::optional<double> bivariate_normal_cdf(double h, double k, double rho);

// The probability that both lie above: the joint level of a test in two stages that promotes where
// both statistics exceed their limits.  Exact in the tail, where 1 - ... would lose it.
[[nodiscard]] std::optional<double> bivariate_normal_upper(double h, double k, double rho);

}  // namespace tradelab

#pragma once

#include <optional>
#include <span>

namespace tradelab {

// The greatest distance between two distribution functions, and how likely one as great is where
// both samples come from one distribution.
struct KolmogorovSmirnov {
    double distance = 0;  // 0 to 1
    double p = 1;

    friend bool operator==(const KolmogorovSmirnov&, const KolmogorovSmirnov&) = default;
};

// Two samples against each other (Kolmogorov 1933, Smirnov 1939); p from the asymptotic
// distribution with the small-sample term of M. A. Stephens, "Use of the Kolmogorov-Smirnov,
// Cramer-Von Mises and Related Statistics Without Extensive Tables", Journal of the Royal
// Statistical Society B 32 (1970).  It takes the values for independent: for series that hang
// together p is too small.  Undefined without values in one of them, or where they are not finite.
[[nodiscard]] std::optional<KolmogorovSmirnov> kolmogorov_smirnov(std::span<const double> one,
                                                                  std::span<const double> other);

// The distance of a sample from the uniform distribution on 0 to 1.  Undefined as above.
[[nodiscard]] std::optional<double> uniform_distance(std::span<const double> values);

// P(sqrt(n) x distance > x) for large n: 2 sum (-1)^(k - 1) exp(-2 k^2 x^2).
[[nodiscard]] double kolmogorov_tail(double x);

}  // namespace tradelab

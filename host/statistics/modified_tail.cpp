#include "statistics/modified_tail.hpp"

#include "core/check.hpp"
#include "statistics/moments.hpp"
#include "statistics/series_set.hpp"

#include <tradelab/math.hpp>

#include <algorithm>
#include <cmath>

namespace tradelab {

std::optional<TailMoments> tail_moments(std::span<const double> returns) {
    if (!is_finite(returns)) {
        return std::nullopt;
    }
    const Moments moments = moments_of(returns);
    if (!moments.skewness || !moments.raw_kurtosis) {
        return std::nullopt;
    }
    const auto n = static_cast<double>(returns.size());
    return TailMoments{.mean = *moments.mean,
                       .deviation = *moments.deviation * std::sqrt((n - 1) / n),
                       .skewness = *moments.skewness,
                       .excess_kurtosis = *moments.raw_kurtosis - 3};
}

double cornish_fisher_quantile(double z, const TailMoments& moments) {
    const double s = moments.skewness;
    const double k = moments.excess_kurtosis;
    const double cube = z * z * z;
    return z + (z * z - 1) * s / 6 + (cube - 3 * z) * k / 24 - (2 * cube - 5 * z) * s * s / 36;
}

std::optional<double> cornish_fisher_value_at_risk(std::span<const double> returns,
                                                   double confidence) {
    TL_CHECK(confidence > 0.5 && confidence < 1);
    const auto moments = tail_moments(returns);
    if (!moments) {
        return std::nullopt;
    }
    const double z = math::normal_quantile(1 - confidence);
    return moments->mean + moments->deviation * cornish_fisher_quantile(z, *moments);
}

// The density is phi(z) (1 + S/6 He3 + K/24 He4 + S^2/72 He6) with the polynomials of Hermite.
// Since z He_n = He_(n+1) + n He_(n-1), and the integral of phi He_m up to g is -phi(g)
// He_(m-1)(g), each term's part of -z integrated up to g is phi(g) (He_n(g) + n He_(n-2)(g));
// sorted by powers:
std::optional<double> modified_expected_shortfall(std::span<const double> returns,
                                                  double confidence) {
    TL_CHECK(confidence > 0.5 && confidence < 1);
    const auto moments = tail_moments(returns);
    if (!moments) {
        return std::nullopt;
    }
    const double tail = 1 - confidence;
    const double g = cornish_fisher_quantile(math::normal_quantile(tail), *moments);
    const double square = g * g;
    const double of_skewness = square * g;
    const double of_kurtosis = (square - 2) * square - 1;
    const double of_square = ((square - 9) * square + 9) * square + 3;
    const double bent = 1 + moments->skewness / 6 * of_skewness +
                        moments->excess_kurtosis / 24 * of_kurtosis +
                        moments->skewness * moments->skewness / 72 * of_square;
    const double beyond = -math::normal_pdf(g) / tail * bent;
    return moments->mean + moments->deviation * std::min(beyond, g);
}

}  // namespace tradelab

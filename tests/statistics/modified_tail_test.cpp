#include "statistics/modified_tail.hpp"

#include "statistics/random_series.hpp"
#include "statistics/tail.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace tradelab {
namespace {

// -(1 / tail) x the integral of z times the Edgeworth density up to g, by Simpson's rule.
double shortfall_by_integration(const TailMoments& moments, double confidence) {
    constexpr int steps = 40'000;
    const double g = cornish_fisher_quantile(math::normal_quantile(1 - confidence), moments);
    const double begin = -30;
    const double width = (g - begin) / steps;
    double sum = 0;
    for (int i = 0; i <= steps; ++i) {
        const double z = begin + width * i;
        const double s = moments.skewness;
        const double cubic = std::pow(z, 3) - 3 * z;
        const double quartic = std::pow(z, 4) - 6 * z * z + 3;
        const double sextic = std::pow(z, 6) - 15 * std::pow(z, 4) + 45 * z * z - 15;
        const double density =
            math::normal_pdf(z) *
            (1 + s / 6 * cubic + moments.excess_kurtosis / 24 * quartic + s * s / 72 * sextic);
        const int weight = i == 0 || i == steps ? 1 : (i % 2 == 1 ? 4 : 2);
        sum += weight * z * density;
    }
    const double beyond = sum * width / 3 / (1 - confidence);
    return moments.mean + moments.deviation * std::min(beyond, g);
}

std::vector<double> skewed_series(std::size_t place) {
    auto values = normal_series(111, place, 400);
    for (double& value : values) {
        value = 0.004 + 0.02 * (value - 0.08 * value * value);
    }
    return values;
}

TEST(ModifiedExpectedShortfall, EqualsTheIntegralOfItsDensity) {
    for (std::size_t place = 0; place < 8; ++place) {
        const auto returns = skewed_series(place);
        for (const double confidence : {0.9, 0.95, 0.99}) {
            EXPECT_NEAR(*modified_expected_shortfall(returns, confidence),
                        shortfall_by_integration(*tail_moments(returns), confidence),
                        1e-9)
                << place << ' ' << confidence;
        }
    }
}

TEST(CornishFisher, OfANormalIsItsQuantile) {
    const TailMoments normal{.mean = 0, .deviation = 1};
    EXPECT_EQ(cornish_fisher_quantile(-1.5, normal), -1.5);
    // By hand at z = -2, S = -0.5, K = 1.2: -2 - 0.25 - 0.1 + 6 x 0.25 / 36.
    const TailMoments bent{.skewness = -0.5, .excess_kurtosis = 1.2};
    EXPECT_NEAR(cornish_fisher_quantile(-2, bent), -2 - 0.25 - 0.1 + 6 * 0.25 / 36, 1e-15);
}

TEST(CornishFisher, IsNearWhatALongHistoryHasSeen) {
    auto returns = normal_series(112, 0, 40'000);
    for (double& value : returns) {
        value = 0.02 * (value - 0.08 * value * value);
    }
    EXPECT_NEAR(
        *cornish_fisher_value_at_risk(returns, 0.95) / *value_at_risk(returns, 0.95), 1, 0.02);
    EXPECT_NEAR(
        *modified_expected_shortfall(returns, 0.95) / *expected_shortfall(returns, 0.95), 1, 0.03);
}

TEST(ModifiedExpectedShortfall, IsNeverMilderThanTheValueAtRisk) {
    for (std::size_t place = 0; place < 50; ++place) {
        const auto returns = fat_tailed_series(113, place, 60);
        EXPECT_LE(*modified_expected_shortfall(returns, 0.99),
                  *cornish_fisher_value_at_risk(returns, 0.99));
    }
}

TEST(ModifiedTail, OfNothingUsableIsUndefined) {
    const std::vector<double> flat(50, 0.01);
    const std::vector<double> broken = {1, 2, 3, 4, std::numeric_limits<double>::infinity()};
    EXPECT_FALSE(cornish_fisher_value_at_risk(flat, 0.95));
    EXPECT_FALSE(modified_expected_shortfall(flat, 0.95));
    EXPECT_FALSE(cornish_fisher_value_at_risk(broken, 0.95));
    EXPECT_FALSE(modified_expected_shortfall(std::vector<double>{1, 2, 3}, 0.95));
}

}  // namespace
}  // namespace tradelab

#include "statistics/bivariate_normal.hpp"

#include <tradelab/math.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

namespace tradelab {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

// Brute force: P(X <= h, Y <= k) is the integral over x <= h of phi(x) Phi((k - rho x) / sqrt(1 -
// rho^2)), by Simpson's rule from -12, in steps that are small beside sqrt(1 - rho^2).
double by_integration(double h, double k, double rho) {
    constexpr long double begin = -12;
    const long double side = std::sqrt((1 - rho) * (1 + rho));
    const int steps = 2 * static_cast<int>((h - begin) / side * 400);
    const long double width = (h - begin) / steps;
    long double sum = 0;
    for (int i = 0; i <= steps; ++i) {
        const auto x = static_cast<double>(begin + width * i);
        const auto inner = static_cast<double>((k - rho * x) / side);
        const int weight = i == 0 || i == steps ? 1 : (i % 2 == 1 ? 4 : 2);
        sum += static_cast<long double>(math::normal_pdf(x) * math::normal_cdf(inner)) * weight;
    }
    return static_cast<double>(sum * width / 3);
}

TEST(BivariateNormal, AgreesWithBruteForce) {
    constexpr std::array limits = {-4.0, -2.6, -0.3, 0.0, 0.7, 1.96};
    constexpr std::array correlations = {
        -0.99, -0.8, -0.3, -0.01, 0.0, 0.25, 0.447, 0.9, 0.93, 0.99, 0.999};
    for (const double rho : correlations) {
        for (const double h : limits) {
            for (const double k : limits) {
                EXPECT_NEAR(*bivariate_normal_cdf(h, k, rho), by_integration(h, k, rho), 1e-14)
                    << h << ' ' << k << ' ' << rho;
            }
        }
    }
}

// P(X <= 0, Y <= 0) = 1/4 + asin(rho) / (2 pi), to the very end of rho.
TEST(BivariateNormal, AtZeroIsTheArcSine) {
    for (const double gap : {1.0, 0.5, 0.1, 1e-3, 1e-6, 1e-9, 1e-12, 1e-15}) {
        const double rho = 1 - gap;
        const double quarter = std::asin(rho) / (2 * std::acos(-1.0));
        EXPECT_NEAR(*bivariate_normal_cdf(0, 0, rho), 0.25 + quarter, 2e-15) << gap;
        EXPECT_NEAR(*bivariate_normal_cdf(0, 0, -rho), 0.25 - quarter, 2e-15) << gap;
    }
}

TEST(BivariateNormal, EndsAreThoseOfOneVariable) {
    EXPECT_EQ(bivariate_normal_cdf(0.3, 1.2, 1), math::normal_cdf(0.3));
    EXPECT_NEAR(
        *bivariate_normal_cdf(0.3, 1.2, -1), math::normal_cdf(1.2) - math::normal_cdf(-0.3), 1e-15);
    EXPECT_EQ(bivariate_normal_cdf(-0.3, 0.2, -1), 0);
    EXPECT_EQ(bivariate_normal_cdf(infinite, 0.4, 0.5), math::normal_cdf(0.4));
    EXPECT_EQ(bivariate_normal_cdf(0.4, infinite, -0.5), math::normal_cdf(0.4));
    EXPECT_EQ(bivariate_normal_cdf(infinite, infinite, 0.5), 1);
    EXPECT_EQ(bivariate_normal_cdf(-infinite, infinite, 0.5), 0);
    EXPECT_NEAR(*bivariate_normal_cdf(0.3, 1.2, 1 - 1e-16), math::normal_cdf(0.3), 2e-15);
    EXPECT_NEAR(*bivariate_normal_cdf(1e-9, 0, 1 - 1e-15), 0.5, 1e-8);
}

TEST(BivariateNormal, GrowsWithCorrelationAndIsSymmetric) {
    double before = 0;
    for (double rho = -1; rho <= 1; rho += 1.0 / 64) {
        const double found = *bivariate_normal_cdf(-1.1, 0.4, rho);
        EXPECT_GE(found, before - 1e-15) << rho;
        EXPECT_NEAR(found, *bivariate_normal_cdf(0.4, -1.1, rho), 1e-16) << rho;
        before = found;
    }
}

TEST(BivariateNormal, UpperTailKeepsItsDigits) {
    // Two stages of 5 sigma without correlation: the product of the two tails.
    const double tail = math::normal_cdf(-5);
    EXPECT_NEAR(*bivariate_normal_upper(5, 5, 0) / (tail * tail), 1, 1e-13);
    EXPECT_NEAR(
        *bivariate_normal_upper(1.2, 2, 0.6),
        1 - math::normal_cdf(1.2) - math::normal_cdf(2) + *bivariate_normal_cdf(1.2, 2, 0.6),
        2e-15);
}

TEST(BivariateNormal, OfNonsenseIsUndefined) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_FALSE(bivariate_normal_cdf(nan, 0, 0));
    EXPECT_FALSE(bivariate_normal_cdf(0, nan, 0));
    EXPECT_FALSE(bivariate_normal_cdf(0, 0, nan));
    EXPECT_FALSE(bivariate_normal_cdf(0, 0, 1.0000001));
}

}  // namespace
}  // namespace tradelab

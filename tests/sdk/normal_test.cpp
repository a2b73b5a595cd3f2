#include "sdk/ulp.hpp"

#include <tradelab/math.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace tradelab {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr int arguments = 300'000;
constexpr long double root_half = 0.707106781186547524400844362104849039L;
constexpr long double peak = 0.398942280401432677939946059934381868L;  // 1 / sqrt(2 pi)

long double exact_pdf(long double x) {
    return std::exp(-x * x / 2) * peak;
}

// The probability below x; for x > 0 above it, which keeps its precision there.
long double exact_tail(long double x) {
    return std::erfc(std::fabs(x) * root_half) / 2;
}

TEST(NormalPdf, StaysWithinItsBound) {
    if (!long_double_is_wider) {
        GTEST_SKIP() << "long double is no wider than double here";
    }
    ArgumentDraws draws;

    const double centre =
        worst_ulps(math::normal_pdf, exact_pdf, [&] { return draws.between(-8, 8); }, arguments);
    const double tails =
        worst_ulps(math::normal_pdf, exact_pdf, [&] { return draws.between(-37, 37); }, arguments);

    std::printf("normal_pdf %.4f ulp, in the tails %.4f (seed %llu)\n",
                centre,
                tails,
                static_cast<unsigned long long>(math_seed));
    EXPECT_LE(centre, 1.0);
    EXPECT_LE(tails, 1.0);
}

TEST(NormalCdf, StaysWithinItsBoundInTheCentreAndInTheTails) {
    if (!long_double_is_wider) {
        GTEST_SKIP() << "long double is no wider than double here";
    }
    ArgumentDraws draws;
    double worst = 0;

    for (int i = 0; i < 2 * arguments; ++i) {
        const double x = i % 2 == 0 ? draws.between(-37.5, 9) : draws.between(-2, 2);
        const long double tail = exact_tail(static_cast<long double>(x));
        const long double exact = x < 0 ? tail : 1 - tail;
        const long double error = (static_cast<long double>(math::normal_cdf(x)) - exact) / exact;
        worst = std::max(worst, static_cast<double>(std::fabs(error)));
    }

    std::printf("normal_cdf relative error %.3g (seed %llu)\n",
                worst,
                static_cast<unsigned long long>(math_seed));
    EXPECT_LE(worst, 2e-15);
}

TEST(NormalCdf, KnowsItsSpecialValues) {
    EXPECT_EQ(math::normal_cdf(0.0), 0.5);
    EXPECT_EQ(math::normal_cdf(infinity), 1.0);
    EXPECT_EQ(math::normal_cdf(-infinity), 0.0);
    EXPECT_EQ(math::normal_cdf(1e300), 1.0);
    EXPECT_EQ(math::normal_cdf(-1e300), 0.0);
    EXPECT_GT(math::normal_cdf(-38.4), 0.0);
    EXPECT_TRUE(std::isnan(math::normal_cdf(nan)));
    EXPECT_TRUE(std::isnan(math::normal_pdf(nan)));
    EXPECT_EQ(math::normal_pdf(infinity), 0.0);
    EXPECT_EQ(math::normal_pdf(-1e300), 0.0);
}

TEST(NormalCdf, NeverFalls) {
    double before = 0;
    for (int i = -40'000; i <= 10'000; ++i) {
        const double now = math::normal_cdf(i * 0.001);
        ASSERT_GE(now, before) << i;
        before = now;
    }
}

// By how much `x` is off, relative to itself: the residual of the exact cdf over its slope.  Around
// one half the residual is taken from the centre, where p - 0.5 is exact.
double quantile_error(double x, double p) {
    const auto wide = static_cast<long double>(x);
    const auto probability = static_cast<long double>(p);
    const long double centre = probability - 0.5L;
    long double residual = 0;
    if (std::fabs(centre) < 0.4L) {
        residual = std::erf(wide * root_half) / 2 - centre;
    } else if (p < 0.5) {
        residual = exact_tail(wide) - probability;
    } else {
        residual = (1 - probability) - exact_tail(wide);
    }
    return static_cast<double>(std::fabs(residual / exact_pdf(wide) / wide));
}

TEST(NormalQuantile, StaysWithinItsBoundDownToTheSmallestProbability) {
    if (!long_double_is_wider) {
        GTEST_SKIP() << "long double is no wider than double here";
    }
    ArgumentDraws draws;
    double worst = 0;

    for (int i = 0; i < arguments; ++i) {
        for (const double p : {draws.between(0, 1),
                               draws.any_size(-1074, -2),
                               0.5 + draws.between(-1, 1) * draws.any_size(-40, -2),
                               1 - draws.any_size(-52, -2)}) {
            if (p != 0.5) {
                worst = std::max(worst, quantile_error(math::normal_quantile(p), p));
            }
        }
    }

    std::printf("normal_quantile relative error %.3g (seed %llu)\n",
                worst,
                static_cast<unsigned long long>(math_seed));
    EXPECT_LE(worst, 4e-15);
}

TEST(NormalQuantile, TakesTheCdfBack) {
    // Above zero the cdf is so near to one that its last bit is worth ever more of x.
    for (int i = -37'000; i <= 1'000; ++i) {
        const double x = i * 0.001;
        ASSERT_NEAR(
            math::normal_quantile(math::normal_cdf(x)), x, 1e-13 * std::max(1.0, std::fabs(x)));
    }
}

TEST(NormalQuantile, KnowsItsSpecialValues) {
    EXPECT_EQ(math::normal_quantile(0.5), 0.0);
    EXPECT_EQ(math::normal_quantile(0.0), -infinity);
    EXPECT_EQ(math::normal_quantile(1.0), infinity);
    EXPECT_NEAR(math::normal_quantile(0.975), 1.959963984540054, 1e-15);
    EXPECT_EQ(math::normal_quantile(0.25), -math::normal_quantile(0.75));
    for (const double p : {-1e-300, 1.0000000000000002, -infinity, infinity, nan}) {
        EXPECT_TRUE(std::isnan(math::normal_quantile(p))) << p;
    }
}

TEST(NormalQuantile, NeverFallsAcrossItsSeams) {
    for (const double seam : {0.075, 0.925, 1.3887943864964021e-11, 0.5}) {
        double p = seam;
        for (int i = 0; i < 300; ++i) {
            p = std::nextafter(p, 0.0);
        }
        for (int i = 0; i < 600; ++i) {
            const double next = std::nextafter(p, 1.0);
            // One unit of the last place of the result is allowed at a seam.
            ASSERT_LE(math::normal_quantile(p),
                      std::nextafter(math::normal_quantile(next), infinity))
                << p;
            p = next;
        }
    }
}

}  // namespace
}  // namespace tradelab

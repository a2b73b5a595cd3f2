#include "sdk/ulp.hpp"

#include <tradelab/math.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <limits>

namespace tradelab {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double smallest = std::numeric_limits<double>::denorm_min();
constexpr double largest = std::numeric_limits<double>::max();
constexpr int arguments = 300'000;

// Says the bound that math.hpp promises, and what was measured.
void expect_at_most(double measured, double promised, const char* what) {
    std::printf("%-28s %.4f ulp (promised %.2f, seed %llu)\n",
                what,
                measured,
                promised,
                static_cast<unsigned long long>(math_seed));
    EXPECT_LE(measured, promised) << what;
}

long double exact_log(long double x) {
    return std::log(x);
}
long double exact_exp(long double x) {
    return std::exp(x);
}
long double exact_sin(long double x) {
    return std::sin(x);
}
long double exact_cos(long double x) {
    return std::cos(x);
}

TEST(MathLog, StaysWithinItsBound) {
    if (!long_double_is_wider) {
        GTEST_SKIP() << "long double is no wider than double here";
    }
    ArgumentDraws draws;

    expect_at_most(
        worst_ulps(
            math::log, exact_log, [&] { return draws.any_size(-1074, 1023); }, arguments),
        0.53,
        "log, every size");
    expect_at_most(worst_ulps(
                       math::log, exact_log, [&] { return draws.between(0.5, 2); }, arguments),
                   0.53,
                   "log, around one");
    expect_at_most(worst_ulps(
                       math::log,
                       exact_log,
                       [&] { return 1 + draws.between(-1, 1) * draws.any_size(-50, -1); },
                       arguments),
                   0.53,
                   "log, next to one");
}

TEST(MathLog, KnowsItsSpecialValues) {
    EXPECT_EQ(math::log(1.0), 0.0);
    EXPECT_EQ(math::log(0.0), -infinity);
    EXPECT_EQ(math::log(-0.0), -infinity);
    EXPECT_EQ(math::log(infinity), infinity);
    EXPECT_TRUE(std::isnan(math::log(-1.0)));
    EXPECT_TRUE(std::isnan(math::log(-smallest)));
    EXPECT_TRUE(std::isnan(math::log(-infinity)));
    EXPECT_TRUE(std::isnan(math::log(nan)));
    EXPECT_NEAR(math::log(smallest), -744.4400719213812, 1e-12);
    EXPECT_NEAR(math::log(largest), 709.782712893384, 1e-12);
}

TEST(MathExp, StaysWithinItsBound) {
    if (!long_double_is_wider) {
        GTEST_SKIP() << "long double is no wider than double here";
    }
    ArgumentDraws draws;

    expect_at_most(worst_ulps(
                       math::exp, exact_exp, [&] { return draws.between(-708, 709.7); }, arguments),
                   0.53,
                   "exp, normal results");
    expect_at_most(worst_ulps(
                       math::exp, exact_exp, [&] { return draws.between(-1, 1); }, arguments),
                   0.53,
                   "exp, around zero");
    expect_at_most(
        worst_ulps(
            math::exp, exact_exp, [&] { return draws.between(-745, -708.4); }, arguments),
        1.0,
        "exp, subnormal results");
}

TEST(MathExp, KnowsItsSpecialValues) {
    EXPECT_EQ(math::exp(0.0), 1.0);
    EXPECT_EQ(math::exp(-0.0), 1.0);
    EXPECT_EQ(math::exp(smallest), 1.0);
    EXPECT_EQ(math::exp(infinity), infinity);
    EXPECT_EQ(math::exp(-infinity), 0.0);
    EXPECT_EQ(math::exp(largest), infinity);
    EXPECT_EQ(math::exp(-largest), 0.0);
    EXPECT_EQ(math::exp(709.79), infinity);
    EXPECT_LT(math::exp(709.78), infinity);
    EXPECT_EQ(math::exp(-745.14), 0.0);
    EXPECT_EQ(math::exp(-745.13), smallest);
    EXPECT_TRUE(std::isnan(math::exp(nan)));
}

TEST(MathPow, StaysWithinItsBound) {
    if (!long_double_is_wider) {
        GTEST_SKIP() << "long double is no wider than double here";
    }
    ArgumentDraws draws;
    double y = 0;
    const auto power = [&](double x) { return math::pow(x, y); };
    const auto exact = [&](long double x) { return std::pow(x, static_cast<long double>(y)); };

    // The exponent is drawn with the base: |y ln x| < 708 keeps the result a normal number.
    const auto draw_around_one = [&] {
        const double x = draws.between(0.1, 10);
        y = draws.between(-300, 300);
        return x;
    };
    const auto draw_any = [&] {
        const double x = draws.any_size(-1074, 1023);
        y = draws.between(-0.95, 0.95);
        return x;
    };
    const auto draw_next_to_one = [&] {
        const double x = 1 + draws.between(-1, 1) * draws.any_size(-50, -10);
        y = draws.between(-700, 700) / std::fabs(std::log(x));
        return x;
    };
    expect_at_most(worst_ulps(power, exact, draw_around_one, arguments), 0.55, "pow, around one");
    expect_at_most(worst_ulps(power, exact, draw_any, arguments), 0.55, "pow, every size");
    expect_at_most(worst_ulps(power, exact, draw_next_to_one, arguments), 0.55, "pow, next to one");
}

TEST(MathPow, AgreesWithIeeeOnEveryPairOfSpecialValues) {
    constexpr std::array values = {
        0.0,       -0.0,     1.0,       -1.0,    0.5,      -0.5,   2.0,
        -2.0,      3.0,      -3.0,      1e300,   -1e300,   nan,    infinity,
        -infinity, smallest, -smallest, largest, -largest, 0x1p53, 0x1.fffffffffffffp52,
        1.5,       -1.5};
    int checked = 0;

    for (const double x : values) {
        for (const double y : values) {
            const double expected = std::pow(x, y);
            const double got = math::pow(x, y);

            if (std::isnan(expected)) {
                EXPECT_TRUE(std::isnan(got)) << x << " ^ " << y;
            } else {
                EXPECT_DOUBLE_EQ(got, expected) << x << " ^ " << y;
                EXPECT_EQ(std::signbit(got), std::signbit(expected)) << x << " ^ " << y;
            }
            ++checked;
        }
    }

    EXPECT_EQ(checked, 23 * 23);
}

TEST(MathPow, IsExactForSmallWholePowers) {
    EXPECT_EQ(math::pow(3.0, 5.0), 243.0);
    EXPECT_EQ(math::pow(-3.0, 5.0), -243.0);
    EXPECT_EQ(math::pow(10.0, 22.0), 1e22);
    EXPECT_EQ(math::pow(2.0, -1074.0), smallest);
    EXPECT_EQ(math::pow(0.25, 0.5), 0.5);
}

TEST(MathSinCos, StayWithinTheirBounds) {
    if (!long_double_is_wider) {
        GTEST_SKIP() << "long double is no wider than double here";
    }
    ArgumentDraws draws;
    const auto around_zero = [&] { return draws.between(-10, 10); };
    const auto small = [&] { return draws.between(-0.8, 0.8); };
    const auto tiny = [&] { return draws.any_size(-60, -10); };
    // The x87 instruction set behind some C libraries' long double stops at 2^63.
    const auto large = [&] { return draws.any_size(3, 61); };

    expect_at_most(worst_ulps(math::sin, exact_sin, around_zero, arguments), 0.57, "sin to 10");
    expect_at_most(worst_ulps(math::cos, exact_cos, around_zero, arguments), 0.57, "cos to 10");
    expect_at_most(worst_ulps(math::sin, exact_sin, small, arguments), 0.57, "sin, small");
    expect_at_most(worst_ulps(math::cos, exact_cos, small, arguments), 0.57, "cos, small");
    expect_at_most(worst_ulps(math::sin, exact_sin, tiny, arguments), 0.57, "sin, tiny");
    expect_at_most(worst_ulps(math::sin, exact_sin, large, arguments), 0.57, "sin to 2^62");
    expect_at_most(worst_ulps(math::cos, exact_cos, large, arguments), 0.57, "cos to 2^62");
}

TEST(MathSinCos, KnowTheirSpecialValues) {
    EXPECT_EQ(math::sin(0.0), 0.0);
    EXPECT_TRUE(std::signbit(math::sin(-0.0)));
    EXPECT_EQ(math::sin(smallest), smallest);
    EXPECT_EQ(math::cos(0.0), 1.0);
    EXPECT_EQ(math::cos(smallest), 1.0);
    for (const double x : {infinity, -infinity, nan}) {
        EXPECT_TRUE(std::isnan(math::sin(x))) << x;
        EXPECT_TRUE(std::isnan(math::cos(x))) << x;
    }
}

TEST(MathSinCos, AreOddAndEven) {
    ArgumentDraws draws;
    for (int i = 0; i < 10'000; ++i) {
        const double x = draws.any_size(-30, 1023);

        ASSERT_EQ(math::sin(-x), -math::sin(x)) << x;
        ASSERT_EQ(math::cos(-x), math::cos(x)) << x;
        ASSERT_NEAR(math::sin(x) * math::sin(x) + math::cos(x) * math::cos(x), 1.0, 1e-15) << x;
    }
}

// Neighbouring arguments, where a seam between two ranges would show.
template <class Function>
void expect_rising(Function function, double from) {
    double x = from;
    for (int i = 0; i < 1000; ++i) {
        const double next = std::nextafter(x, infinity);
        ASSERT_LE(function(x), function(next)) << x;
        x = next;
    }
}

TEST(Math, RisesWhereItShouldAcrossItsOwnSeams) {
    expect_rising(math::log, 0x1.6a09e667f3bcdp+0 - 200 * 0x1p-52);  // sqrt(2)
    expect_rising(math::log, 1.0 - 300 * 0x1p-53);
    expect_rising(math::log, std::numeric_limits<double>::min() - 500 * smallest);
    expect_rising(math::exp, 0.34657359027997264 - 500 * 0x1p-54);  // ln(2) / 2
    expect_rising(math::exp, -smallest * 500);
    expect_rising(math::exp, -708.3964185322641 - 500 * 0x1p-43);
    expect_rising(math::sin, 0x1.921fb54442d18p-1 - 500 * 0x1p-53);  // pi / 4
    expect_rising([](double x) { return -math::cos(x); }, 0x1.921fb54442d18p-1 - 500 * 0x1p-53);
    expect_rising([](double x) { return math::pow(x, 0.7); }, 1.0 - 300 * 0x1p-53);
}

}  // namespace
}  // namespace tradelab

#include "synthetic/draws.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace tradelab {
namespace {

TEST(Draws, ArePlacedAndNotOrdered) {
    Draws first(7, Purpose::shock, 3);
    Draws again(7, Purpose::shock, 3);
    Draws other_place(7, Purpose::shock, 4);
    Draws other_purpose(7, Purpose::basis, 3);
    Draws other_seed(std::uint64_t{1} << 40U, Purpose::shock, 3);

    const std::uint64_t bits = first.bits();

    EXPECT_EQ(again.bits(), bits);
    EXPECT_NE(other_place.bits(), bits);
    EXPECT_NE(other_purpose.bits(), bits);
    EXPECT_NE(other_seed.bits(), bits);
    EXPECT_NE(first.bits(), bits);
}

struct Moments {
    double mean = 0;
    double variance = 0;
    double kurtosis = 0;
};

template <class Draw>
Moments moments_of(int count, Draw draw) {
    double sum = 0;
    double squares = 0;
    double fourths = 0;
    for (int i = 0; i < count; ++i) {
        const double x = draw();
        sum += x;
        squares += x * x;
        fourths += x * x * x * x;
    }
    const double n = count;
    const double variance = squares / n;
    return {sum / n, variance, fourths / n / (variance * variance)};
}

TEST(Draws, HaveTheMomentsOfTheirDistributions) {
    constexpr int count = 200'000;
    Draws draws(11, Purpose::shock, 0);

    const Moments uniform = moments_of(count, [&] { return draws.uniform() - 0.5; });
    const Moments normal = moments_of(count, [&] { return draws.normal(); });
    const Moments student = moments_of(count, [&] { return draws.student(10); });

    // Within four standard errors; a t with 10 degrees has kurtosis 3 + 6 / (10 - 4) = 4.
    EXPECT_NEAR(uniform.mean, 0, 0.003);
    EXPECT_NEAR(uniform.variance, 1.0 / 12, 0.001);
    EXPECT_NEAR(normal.mean, 0, 0.009);
    EXPECT_NEAR(normal.variance, 1, 0.013);
    EXPECT_NEAR(normal.kurtosis, 3, 0.05);
    EXPECT_NEAR(student.mean, 0, 0.009);
    EXPECT_NEAR(student.variance, 1, 0.02);
    EXPECT_NEAR(student.kurtosis, 4, 0.3);
}

}  // namespace
}  // namespace tradelab

#include "statistics/kolmogorov_smirnov.hpp"

#include "statistics/random_series.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <vector>

namespace tradelab {
namespace {

TEST(KolmogorovSmirnov, DistanceIsBetweenTheStaircases) {
    const std::vector<double> one = {1, 2, 3, 4};
    const std::vector<double> other = {3, 4, 5, 6};
    const std::vector<double> ties = {1, 1, 1, 2};

    EXPECT_EQ(kolmogorov_smirnov(one, other)->distance, 0.5);
    EXPECT_EQ(kolmogorov_smirnov(other, one)->distance, 0.5);
    EXPECT_EQ(kolmogorov_smirnov(one, one)->distance, 0);
    EXPECT_EQ(kolmogorov_smirnov(one, one)->p, 1);
    EXPECT_EQ(kolmogorov_smirnov(one, ties)->distance, 0.5);
}

// The critical values of the tables: 10, 5 and 1 %.
TEST(KolmogorovSmirnov, TailIsThatOfTheTables) {
    EXPECT_NEAR(kolmogorov_tail(1.22385), 0.10, 1e-5);
    EXPECT_NEAR(kolmogorov_tail(1.35810), 0.05, 1e-5);
    EXPECT_NEAR(kolmogorov_tail(1.62762), 0.01, 1e-5);
    EXPECT_EQ(kolmogorov_tail(0), 1);
    EXPECT_NEAR(kolmogorov_tail(0.05), 1, 1e-12);
}

TEST(KolmogorovSmirnov, PValuesOfOneDistributionAreUniformAndOfTwoAreSmall) {
    std::vector<double> same;
    for (std::size_t set = 0; set < 1000; ++set) {
        const auto one = normal_series(81, 2 * set, 150);
        const auto other = normal_series(81, 2 * set + 1, 200);
        same.push_back(kolmogorov_smirnov(one, other)->p);
    }
    auto moved = normal_series(82, 0, 300);
    std::ranges::for_each(moved, [](double& value) { value += 0.5; });

    // 0.0515 is passed once in a hundred cases; 0.02 is for the steps of a discrete distance.
    EXPECT_LT(*uniform_distance(same), 0.0515 + 0.02) << "seed 81";
    EXPECT_LT(kolmogorov_smirnov(moved, normal_series(82, 1, 300))->p, 1e-4);
}

TEST(KolmogorovSmirnov, OfNothingUsableIsUndefined) {
    const std::vector<double> some = {1, 2};
    const std::vector<double> nan = {1, std::numeric_limits<double>::quiet_NaN()};
    EXPECT_FALSE(kolmogorov_smirnov({}, some));
    EXPECT_FALSE(kolmogorov_smirnov(some, {}));
    EXPECT_FALSE(kolmogorov_smirnov(some, nan));
    EXPECT_FALSE(uniform_distance({}));
    EXPECT_FALSE(uniform_distance(nan));
}

}  // namespace
}  // namespace tradelab

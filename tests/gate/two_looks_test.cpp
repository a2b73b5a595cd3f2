#include "gate/two_looks.hpp"

#include <tradelab/math.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace tradelab {
namespace {

constexpr TwoLooks::Levels levels{.first = 0.05, .joint = 0.003};
constexpr TwoLooks::Days days{.walk_forward = 640, .vault = 456};

TwoLooks test_of(TwoLooks::Levels of = levels, TwoLooks::Days over = days) {
    return TwoLooks::make(of, over).value();
}

// A sum over a fine grid of both looks: slow, and shares nothing with the code under test.
double by_brute_force(const TwoLooks& test, const TwoLooks::Drift& drift, double z_max) {
    constexpr double step = 0.01;
    double sum = 0;
    for (double z1 = test.critical1 + step / 2; z1 < drift.walk_forward + 9; z1 += step) {
        for (double z2 = drift.vault - 9; z2 < drift.vault + 9; z2 += step) {
            const double z = test.weight1 * z1 + test.weight2 * z2;
            if (z >= test.critical && z <= z_max) {
                sum += math::normal_pdf(z1 - drift.walk_forward) *
                       math::normal_pdf(z2 - drift.vault) * step * step;
            }
        }
    }
    return sum;
}

TEST(TwoLooks, SpendExactlyTheJointLevelUnderNoEdge) {
    for (const double joint : {0.0001, 0.003, 0.01, 0.04}) {
        const auto test = test_of({.first = 0.05, .joint = joint});
        EXPECT_NEAR(test.promotion_probability({}), joint, 1e-9);
    }
}

TEST(TwoLooks, AgreeWithASumOverAllOutcomes) {
    const auto test = test_of();

    EXPECT_NEAR(by_brute_force(test, {}, 99), 0.003, 2e-5);
    const TwoLooks::Drift drift{.walk_forward = 2.6, .vault = 2.2};
    EXPECT_NEAR(test.promotion_probability(drift), by_brute_force(test, drift, 99), 5e-4);
}

TEST(TwoLooks, WeightsAreTheRootsOfTheShares) {
    const auto test = test_of();

    EXPECT_DOUBLE_EQ(test.weight1 * test.weight1 + test.weight2 * test.weight2, 1);
    EXPECT_DOUBLE_EQ(test.weight1 * test.weight1, 640.0 / 1096.0);
}

TEST(TwoLooks, AFirstLevelOfNearlyOneIsOneTestOfEverything) {
    const auto test = test_of({.first = 1 - 1e-12, .joint = 0.003});

    EXPECT_NEAR(test.critical, math::normal_quantile(0.997), 1e-8);
}

TEST(TwoLooks, VaultNeedsWhatWalkForwardLeftOver) {
    const auto test = test_of();

    const double needed = test.vault_needed(2.5);

    EXPECT_NEAR(test.weight1 * 2.5 + test.weight2 * needed, test.critical, 1e-12);
    EXPECT_LT(test.vault_needed(3.0), needed);
}

TEST(TwoLooks, PowerGrowsWithTheEdgeAndFallsWithTheDemand) {
    const auto mild = test_of();
    const auto strict = test_of({.first = 0.05, .joint = 0.0003});

    double before = 0;
    for (double edge = -2; edge < 6; edge += 0.5) {
        const TwoLooks::Drift drift{.walk_forward = edge * 0.76, .vault = edge * 0.65};
        const double power = mild.promotion_probability(drift);
        EXPECT_GT(power, before);
        EXPECT_GT(power, strict.promotion_probability(drift));
        before = power;
    }
}

TEST(TwoLooks, AnEdgeBeyondAllMeasureIsFoundForSure) {
    EXPECT_NEAR(test_of().promotion_probability({.walk_forward = 400, .vault = 300}), 1, 1e-12);
    EXPECT_NEAR(test_of().promotion_probability({.walk_forward = -400, .vault = 300}), 0, 1e-12);
}

TEST(TwoLooks, RefuseLevelsThatAreNone) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_FALSE(TwoLooks::make({.first = 0.05, .joint = 0.05}, days));
    EXPECT_FALSE(TwoLooks::make({.first = 0.05, .joint = 0}, days));
    EXPECT_FALSE(TwoLooks::make({.first = nan, .joint = 0.003}, days));
    EXPECT_FALSE(TwoLooks::make({.first = 0.05, .joint = nan}, days));
    EXPECT_FALSE(TwoLooks::make(levels, {.walk_forward = 640, .vault = 0}));
}

TEST(ConditionalDrift, IsTheOneUnderWhichHalfOfThePassedSeeLess) {
    const auto test = test_of();
    for (const double z : {test.critical + 0.1, test.critical + 0.5, test.critical + 2}) {
        const double d = conditional_drift(test, {.z = z, .quantile = 0.5}).value();
        const TwoLooks::Drift drift{.walk_forward = test.weight1 * d, .vault = test.weight2 * d};

        const double below = by_brute_force(test, drift, z);
        const double all = by_brute_force(test, drift, 99);

        EXPECT_NEAR(below / all, 0.5, 0.02) << "z " << z << ", drift " << d;
    }
}

TEST(ConditionalDrift, IsBelowWhatWasSeenAndNearItFarBeyondTheDemand) {
    const auto test = test_of();

    const double barely = conditional_drift(test, {.z = test.critical + 0.05}).value();
    const double clearly = conditional_drift(test, {.z = test.critical + 5}).value();

    EXPECT_LT(barely, test.critical - 1);
    EXPECT_LT(clearly, test.critical + 5);
    EXPECT_NEAR(clearly, test.critical + 5, 0.01);
}

TEST(ConditionalDrift, QuantilesAreOrdered) {
    const auto test = test_of();
    const double z = test.critical + 1;

    const double high = conditional_drift(test, {.z = z, .quantile = 0.05}).value();
    const double median = conditional_drift(test, {.z = z, .quantile = 0.5}).value();
    const double low = conditional_drift(test, {.z = z, .quantile = 0.95}).value();

    EXPECT_LT(low, median);
    EXPECT_LT(median, high);
}

TEST(ConditionalDrift, IsUndefinedForWhatDidNotPass) {
    const auto test = test_of();

    EXPECT_FALSE(conditional_drift(test, {.z = test.critical - 0.01}));
    EXPECT_FALSE(conditional_drift(test, {.z = std::numeric_limits<double>::quiet_NaN()}));
    EXPECT_FALSE(conditional_drift(test, {.z = std::numeric_limits<double>::infinity()}));
}

}  // namespace
}  // namespace tradelab

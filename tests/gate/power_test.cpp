#include "gate/power.hpp"

#include "gate/lifetime.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace tradelab {
namespace {

PowerQuestion question() {
    return {.joint_level = first_joint_level(), .first_level = GateRules{}.first_level()};
}

double power_with(PowerQuestion asked) {
    return power_of(asked).value().power;
}

TEST(Power, GrowsWithTheEdgeTheHistoryAndTheSymbolsAndFallsWithTheSearch) {
    const double usual = power_with(question());
    auto other = question();
    other.annual_sharpe = 2.5;
    EXPECT_GT(power_with(other), usual);
    other = question();
    other.years = 7;
    EXPECT_GT(power_with(other), usual);
    other = question();
    other.symbols = 5;
    EXPECT_GT(power_with(other), usual);
    other.symbol_correlation = 1;
    EXPECT_DOUBLE_EQ(power_with(other), usual);
    other = question();
    other.clusters = 10'000;
    EXPECT_LT(power_with(other), usual);
    other = question();
    other.joint_level = 0.0001;
    EXPECT_LT(power_with(other), usual);
}

TEST(Power, WithoutAnEdgeIsAtMostTheJointLevel) {
    auto none = question();
    none.annual_sharpe = 0;

    EXPECT_LE(power_of(none)->proven, none.joint_level);
}

TEST(Power, YearsAndSharpeAreTheInverseOfIt) {
    auto asked = question();
    asked.years = years_for(question(), 0.8).value();
    EXPECT_NEAR(power_with(asked), 0.8, 1e-3);

    asked = question();
    asked.annual_sharpe = sharpe_for(question(), 0.5).value();
    EXPECT_NEAR(power_with(asked), 0.5, 1e-3);
}

TEST(Power, WhatNoHistoryProvesHasNoAnswer) {
    auto none = question();
    none.annual_sharpe = -1;
    EXPECT_FALSE(years_for(none, 0.5));
}

TEST(Power, RefusesQuestionsThatAreNone) {
    auto bad = question();
    bad.annual_sharpe = std::numeric_limits<double>::quiet_NaN();
    EXPECT_FALSE(power_of(bad));
    bad = question();
    bad.years = 0;
    EXPECT_FALSE(power_of(bad));
    bad = question();
    bad.joint_level = 0.5;
    EXPECT_FALSE(power_of(bad));
    bad = question();
    bad.finalists = 0;
    EXPECT_FALSE(power_of(bad));
    bad = question();
    bad.symbol_correlation = 1.5;
    EXPECT_FALSE(power_of(bad));
}

}  // namespace
}  // namespace tradelab

#include "lab/regimes.hpp"

#include "lab/drawing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace tradelab {
namespace {

// Days that move by up to so much, around a drift.
std::vector<double> walk(
    unsigned seed, std::vector<double> closes, int days, double move, double drift = 0) {
    std::mt19937 draw(seed);
    for (int day = 0; day < days; ++day) {
        const double share = (static_cast<double>(draw() % 2001) - 1000) / 1000;
        closes.push_back(closes.back() * (1 + drift + move * share));
    }
    return closes;
}

TEST(Regimes, NothingIsSaidBeforeTwoMonthsHaveBeenSeen) {
    const auto regimes = regimes_of(walk(1, {100}, 100, 0.01));

    for (std::size_t day = 0; day < 2 * regime_window_days; ++day) {
        EXPECT_EQ(regimes[day], Regime::early) << day;
    }
    EXPECT_NE(regimes[2 * regime_window_days], Regime::early);
}

TEST(Regimes, ACrashAfterACalmRiseIsWildAndFalling) {
    const auto calm = walk(2, walk(3, {100}, 200, 0.02), 60, 0.004, 0.001);

    EXPECT_EQ(regimes_of(calm).back(), Regime::calm_rising);
    EXPECT_EQ(regimes_of(walk(4, calm, 30, 0.05, -0.02)).back(), Regime::wild_falling);
}

TEST(Regimes, EachHasANameAndTheyDiffer) {
    auto names = regime_names();
    EXPECT_EQ(names[static_cast<std::size_t>(Regime::usual_sideways)], "usual, sideways");
    EXPECT_EQ(names[static_cast<std::size_t>(Regime::wild_falling)], "wild, falling");
    EXPECT_EQ(names[static_cast<std::size_t>(Regime::early)], "too early to tell");
    std::ranges::sort(names);
    EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
}

TEST(Regimes, ADayWithoutACloseTellsNothingNew) {
    auto closes = walk(5, {100}, 200, 0.01);
    const auto whole = regimes_of(closes);
    closes.insert(closes.begin() + 100, 0);

    const auto with_gap = regimes_of(closes);

    EXPECT_EQ(with_gap[100], with_gap[99]);
    EXPECT_TRUE(std::equal(whole.begin() + 100, whole.end(), with_gap.begin() + 101));
}

TEST(Regimes, WhatFollowsChangesNothingBefore) {
    const unsigned seed = 77;
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto closes = walk(seed, {100}, 400, 0.02);

    const auto whole = regimes_of(closes);
    for (std::size_t cut = 1; cut < closes.size(); cut += 7) {
        const auto part = regimes_of(std::span(closes).first(cut));

        ASSERT_TRUE(std::equal(part.begin(), part.end(), whole.begin())) << cut;
    }
}

// A bar is of the regime that was known when its day began, whatever the bars before it that day.
TEST(Regimes, OfABacktestsBarsAreThoseOfTheDaysBefore) {
    constexpr std::int64_t hour = 3'600'000'000'000;
    const auto closes = walk(9, {100}, 120, 0.02);
    PriceColumns prices;
    EquityCurve curve;
    for (std::size_t day = 0; day < closes.size(); ++day) {
        for (std::int64_t at = 6; at <= 24; at += 6) {
            prices.ts.push_back((static_cast<std::int64_t>(day) * 24 + at) * hour);
            prices.close.push_back(at == 24 ? closes[day] : 1 + static_cast<double>(at));
            curve.ts.push_back(prices.ts.back());
        }
    }

    const auto labels = labels_of(curve, prices);

    const auto regimes = regimes_of(closes);
    ASSERT_EQ(labels.size(), curve.ts.size());
    for (std::size_t bar = 0; bar < labels.size(); ++bar) {
        const Regime known = bar < 4 ? Regime::early : regimes[bar / 4 - 1];
        ASSERT_EQ(labels[bar], static_cast<std::uint8_t>(known)) << bar;
    }
}

}  // namespace
}  // namespace tradelab

#include "lab/regimes.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace tradelab {
namespace {

TEST(Regimes, NothingIsSaidBeforeAWindowHasBeenSeen) {
    const std::vector<double> closes = {100, 101, 102, 103, 104};

    const auto regimes = regimes_of(closes, 3);

    EXPECT_EQ(regimes[2], Regime::early);
    EXPECT_NE(regimes[3], Regime::early);
}

// Ten small steps up, then large ones down: first calm and rising, at the end wild and falling.
TEST(Regimes, ACrashAfterACalmRiseIsWildAndFalling) {
    std::vector<double> closes = {100};
    for (int i = 0; i < 10; ++i) {
        closes.push_back(closes.back() + 1);
    }
    for (int i = 0; i < 4; ++i) {
        closes.push_back(closes.back() - 15);
    }

    const auto regimes = regimes_of(closes, 3);

    EXPECT_EQ(regimes[10], Regime::calm_rising);
    EXPECT_EQ(regimes[14], Regime::wild_falling);
}

TEST(Regimes, WhatFollowsChangesNothingBefore) {
    const unsigned seed = 77;
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 draw(seed);
    std::vector<double> closes = {100};
    for (int i = 0; i < 400; ++i) {
        closes.push_back(closes.back() * (0.98 + static_cast<double>(draw() % 41) / 1000));
    }

    const auto whole = regimes_of(closes, 24);
    for (std::size_t cut = 1; cut < closes.size(); cut += 7) {
        const auto part = regimes_of(std::span(closes).first(cut), 24);

        ASSERT_TRUE(std::equal(part.begin(), part.end(), whole.begin())) << cut;
    }
}

}  // namespace
}  // namespace tradelab

#include "campaign/known_states.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace tradelab {
namespace {

// So many days that move by up to so much.
struct Leg {
    int days;
    double move;
};

std::vector<Market::DayClose> closes_of(unsigned seed, const std::vector<Leg>& legs) {
    std::mt19937 draw(seed);
    std::vector<Market::DayClose> closes{{.day = 18'000, .close = 100}};
    for (const Leg& leg : legs) {
        for (int day = 0; day < leg.days; ++day) {
            const double share = (static_cast<double>(draw() % 2001) - 1000) / 1000;
            closes.push_back({.day = closes.back().day + 1,
                              .close = closes.back().close * (1 + leg.move * share)});
        }
    }
    return closes;
}

TEST(KnownStates, TheGateCountsByTheRegimesOfTheWatchAndTheDossier) {
    const auto closes = closes_of(3, {{.days = 200, .move = 0.01}, {.days = 100, .move = 0.05}});
    std::vector<double> prices;
    for (const Market::DayClose& one : closes) {
        prices.push_back(one.close);
    }
    const auto regimes = regimes_of(prices);

    const auto states = known_states(closes);

    std::vector<std::string> seen;
    for (std::size_t at = 1; at < closes.size(); ++at) {
        ASSERT_EQ(states.at(closes[at].day + 1).regime, regimes[at]) << at;
        seen.push_back(name_of(regimes[at]));
    }
    // "calm, falling" of a dossier is "grid.calm_falling" of the gate.
    for (std::size_t at = 0; at + 1 < regime_count; ++at) {
        std::string name = regime_names().at(at);
        name.replace(name.find(", "), 2, "_");
        EXPECT_EQ(name_of(static_cast<Regime>(at)), "grid." + name);
    }
    std::ranges::sort(seen);
    EXPECT_GT(std::distance(seen.begin(), std::ranges::unique(seen).begin()), 4)
        << "or nothing was compared";
}

TEST(MarketStretch, BeginsWhereTheMarketChanged) {
    for (const unsigned seed : {1U, 2U, 3U}) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto late =
            market_stretch_of(closes_of(seed, {{.days = 300, .move = 0.01}, {60, 0.08}}));
        const auto early =
            market_stretch_of(closes_of(seed, {{.days = 300, .move = 0.01}, {15, 0.08}}));
        const auto none = market_stretch_of(closes_of(seed, {{.days = 300, .move = 0.01}}));

        ASSERT_TRUE(late && early && none);
        EXPECT_NEAR(static_cast<double>(late->days), 60, 8);
        EXPECT_LT(late->is_recent, 0.1);
        EXPECT_NEAR(static_cast<double>(early->days), 15, 8);
        EXPECT_GT(early->is_recent, 0.9);
        EXPECT_GT(none->days, 250U);
        EXPECT_LT(none->is_recent, 0.1);
    }
}

TEST(MarketStretch, OfAMarketThatNeverMovedIsNotKnown) {
    EXPECT_FALSE(market_stretch_of({}));
    EXPECT_FALSE(market_stretch_of(closes_of(1, {{.days = 100, .move = 0}})));
}

}  // namespace
}  // namespace tradelab

#include "honesty/planted.hpp"

#include "statistics/moments.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace tradelab {
namespace {

// What the ideal rule earned a year, before costs, in its own deviations.
double earned(const Path& path) {
    std::vector<double> gains;
    for (std::size_t at = 0; at < path.close.size(); ++at) {
        gains.push_back(path.held[at] * (path.close[at] / path.open[at] - 1));
    }
    return *mean_of(gains) / *deviation_of(gains) * std::sqrt(noise_bars_per_year);
}

// A Sharpe ratio of 18 years has an error of 0.24; forty of them, 0.04.
TEST(PlantedEdge, TheIdealRuleEarnsWhatWasStated) {
    const NoiseBase base = made_up_base();
    for (const EdgeKind kind : {EdgeKind::momentum, EdgeKind::reversal}) {
        for (const double sharpe : {2.0, 3.0}) {
            double sum = 0;
            constexpr int markets = 40;
            for (std::uint64_t seed = 1; seed <= markets; ++seed) {
                sum += earned(
                    path_of({.edge = PlantedEdge{.rule = random_rule(kind, seed), .sharpe = sharpe},
                             .bars = 20'000,
                             .seed = seed},
                            base));
            }
            EXPECT_NEAR(sum / markets, sharpe, 0.15) << edge_kind_text(kind);
        }
    }
}

TEST(PlantedEdge, LookBacksDifferFromSeedToSeedAndStayInTheirBounds) {
    std::size_t least = 1000;
    std::size_t most = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const EdgeRule rule = random_rule(EdgeKind::momentum, seed);
        EXPECT_GE(rule.fast, 2U);
        EXPECT_LT(rule.fast, rule.slow);
        least = std::min(least, rule.slow);
        most = std::max(most, rule.slow);
    }
    EXPECT_LT(least, 20U);
    EXPECT_GT(most, 55U);
}

TEST(PlantedEdge, AMarketHoldsItsBarsInOrder) {
    const NoiseBase base = made_up_base();

    const auto market = market_of(path_of({.bars = 300, .seed = 9}, base));

    ASSERT_TRUE(market) << describe(market.error());
    EXPECT_EQ(market->plan().series.size(), 1U);
    EXPECT_EQ(market->plan().to - market->plan().from, std::chrono::hours(8) * 300);
    EXPECT_EQ(market->sha256().size(), 64U);
}

}  // namespace
}  // namespace tradelab

#include "engine/random_market.hpp"
#include "engine/world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

// What bars must do to limits, stops and targets, said again in the plainest way.
namespace tradelab::engine_test {
namespace {

constexpr tl_inst perp = 2;

struct Expected {
    std::int64_t bar = -1;  // that it filled in
    std::int64_t price = 0;
};

// A resting buy limit from bar 1 on, filled by a trade one tick below it.
Expected limit_oracle(const std::vector<tl_ev_bar>& bars, std::int64_t limit) {
    for (std::size_t n = 1; n < bars.size(); ++n) {
        if (n == 1 && bars[n].open <= limit) {
            return {1, bars[n].open};  // it crosses when it arrives
        }
        if (bars[n].low <= limit - 1) {
            return {static_cast<std::int64_t>(n), std::min(limit, bars[n].open)};
        }
    }
    return {};
}

// Bought at the open of bar 1; whichever of stop and target comes first, the stop before the
// target.
Expected guard_oracle(const std::vector<tl_ev_bar>& bars, std::int64_t stop, std::int64_t take) {
    for (std::size_t n = 1; n < bars.size(); ++n) {
        if (bars[n].low <= stop) {
            return {static_cast<std::int64_t>(n), std::min(stop, bars[n].open)};
        }
        if (bars[n].high >= take + 1) {
            return {static_cast<std::int64_t>(n), std::max(take, bars[n].open)};
        }
    }
    return {};
}

void compare(World& world, const Expected& wanted, std::size_t fill, std::uint64_t seed) {
    const auto outcome = world.run();
    ASSERT_TRUE(outcome.has_value()) << describe(outcome.error());
    if (wanted.bar < 0) {
        EXPECT_EQ(outcome->record.fills.size(), fill) << "seed " << seed;
        return;
    }
    ASSERT_EQ(outcome->record.fills.size(), fill + 1) << "seed " << seed;
    const FillRecord& is = outcome->record.fills[fill];
    EXPECT_EQ(is.price.mantissa(), wanted.price) << "seed " << seed;
    const std::int64_t from = close_at(wanted.bar - 1).ns();
    EXPECT_TRUE(is.at.ns() >= from && is.at.ns() < from + minute) << "seed " << seed;
}

TEST(Oracle, AgreesOnLimitOrders) {
    int filled = 0;  // and others not: a market in which nothing fills would prove nothing
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        Draws draws(seed);
        const auto bars = walk(btc_perp, seed, 120, false);
        const std::int64_t limit = bars[0].close - 300 + draws.below(350);
        World world;
        world.model.limit_rule = LimitRule::through;
        world.model.participation_cap = rate("1");
        Script script(at_bar(0, {order(perp, 1, 1, limit)}));
        world.play(script);
        world.bars(btc_perp, bars);

        const Expected wanted = limit_oracle(bars, limit);
        compare(world, wanted, 0, seed);
        filled += wanted.bar < 0 ? 0 : 1;
    }
    EXPECT_GT(filled, 0);
    EXPECT_LT(filled, 60);
}

TEST(Oracle, AgreesOnStopsAndTargets) {
    int stopped = 0;
    int taken = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        Draws draws(seed);
        const auto bars = walk(btc_perp, seed, 120, false);
        tl_intent asked = order(perp, 1, 1);
        asked.stop_price = bars[0].close - 1 - draws.below(400);
        asked.take_price = bars[0].close + 1 + draws.below(400);
        World world;
        world.model.limit_rule = LimitRule::through;
        Script script(at_bar(0, {asked}));
        world.play(script);
        world.bars(btc_perp, bars);

        const Expected wanted = guard_oracle(bars, asked.stop_price, asked.take_price);
        compare(world, wanted, 1, seed);
        stopped += wanted.bar >= 0 && wanted.price <= asked.stop_price ? 1 : 0;
        taken += wanted.bar >= 0 && wanted.price >= asked.take_price ? 1 : 0;
    }
    EXPECT_GT(stopped, 0);
    EXPECT_GT(taken, 0);
}

}  // namespace
}  // namespace tradelab::engine_test

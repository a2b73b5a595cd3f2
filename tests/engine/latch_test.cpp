#include "engine/commanded.hpp"
#include "engine/world.hpp"
#include "risk/bench.hpp"

#include <gtest/gtest.h>

// A flip is an exit and an entry: the latch, a panic and the limits let only the exit through.
namespace tradelab::engine_test {
namespace {

constexpr tl_inst perp = 2;

// Long from bar 1 on, the other way at the close of bar 4.
Script::Rule long_then_short() {
    return by_bar([](std::int64_t n) {
        return n == 0   ? Script::Intents{target(perp, 100'000'000)}
               : n == 4 ? Script::Intents{target(perp, -100'000'000)}
                        : Script::Intents();
    });
}

TEST(Latch, LetsOfAFlipOnlyTheExitThrough) {
    World world;
    Script script(long_then_short());
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, many(8)));
    world.drive = commanded_at(3, [](Kernel& kernel, UnixNanos at) {
        EXPECT_EQ(kernel.portfolio().quantity(btc_perp), desk::perp("50"));
        ASSERT_TRUE(kernel.stop(at).has_value());
    });

    const RunOutcome outcome = run(world);

    EXPECT_EQ(world.portfolio->quantity(btc_perp), Quantity());
    ASSERT_EQ(outcome.record.orders.size(), 3U);
    EXPECT_EQ(outcome.record.orders[1].state, OrderState::filled);
    ASSERT_TRUE(outcome.record.orders[2].refused_by_risk.has_value());
    EXPECT_EQ(outcome.record.orders[2].refused_by_risk->reason, RiskReason::stopped);
}

TEST(Latch, HoldsInTheInstantBeforeAPanicFills) {
    World world;
    Script script(long_then_short());
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, many(8)));
    // The flatten order waits for the open of bar 5; the strategy hears bar 4 before it.
    world.drive = commanded_at(3, [](Kernel& kernel, UnixNanos at) {
        const UnixNanos between = at + Duration(minute / 2);
        ASSERT_TRUE(kernel.stop(between).has_value());
        ASSERT_TRUE(kernel.flatten(desk::first, between).has_value());
    });

    run(world);

    EXPECT_EQ(world.portfolio->quantity(btc_perp), Quantity());
}

TEST(Latch, HoldsForAFlipAfterTheLossOfTheDay) {
    World world;
    world.limits = desk::wide();
    world.limits->daily_loss = Limit(usdt("100"));
    Script script(long_then_short());
    world.play(script);
    const Ohlc low{"95.00", "95.00", "95.00", "95.00"};  // 250 lost
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, low, low, low, low, low}));

    const RunOutcome outcome = run(world);

    EXPECT_EQ(world.portfolio->quantity(btc_perp), Quantity());
    ASSERT_EQ(outcome.record.orders.size(), 3U);
    ASSERT_TRUE(outcome.record.orders[2].refused_by_risk.has_value());
    EXPECT_EQ(outcome.record.orders[2].refused_by_risk->reason, RiskReason::daily_loss);
}

}  // namespace
}  // namespace tradelab::engine_test

#include "engine/commanded.hpp"
#include "engine/world.hpp"

#include <gtest/gtest.h>

// A plain order that closed what was held when it was let through opens the other side once a stop
// has closed the position before it.
namespace tradelab::engine_test {
namespace {

constexpr tl_inst perp = 2;

// Long 50 from bar 1 on with a stop at 90, and from bar 3 on an exit of it all at 110.
Script::Rule stopped_with_an_exit() {
    return by_bar([](std::int64_t n) {
        tl_intent entry = target(perp, 100'000'000);
        entry.stop_price = cents("90.00");
        return n == 0   ? Script::Intents{entry}
               : n == 2 ? Script::Intents{order(perp, -1, 50'000, cents("110.00"))}
                        : Script::Intents();
    });
}

// Through the stop in bar 5, and up to the exit in bar 7.
RunOutcome fall_and_rise(World& world) {
    const Ohlc fall{"100.00", "100.00", "85.00", "100.00"};
    const Ohlc rise{"100.00", "115.00", "100.00", "100.00"};
    Script script(stopped_with_an_exit());
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, flat, flat, flat, fall, flat, rise, flat}));
    RunOutcome outcome = run(world);
    EXPECT_EQ(outcome.record.orders.size(), 3U);
    EXPECT_EQ(outcome.record.orders[2].purpose, OrderPurpose::stop);
    return outcome;
}

TEST(RestingExit, IsCalledBackUnderTheLatchWhenNothingIsLeftToClose) {
    World world;
    world.drive = commanded_at(3, [](Kernel& kernel, UnixNanos at) {
        ASSERT_TRUE(kernel.stop(at).has_value());
        EXPECT_NE(kernel.record().orders[1].state, OrderState::cancelled);
    });

    const RunOutcome outcome = fall_and_rise(world);

    EXPECT_EQ(world.portfolio->quantity(btc_perp), Quantity());
    EXPECT_EQ(outcome.record.orders[1].state, OrderState::cancelled);
}

TEST(RestingExit, OfWhoeverIsHeldIsCalledBackWhenNothingIsLeftToClose) {
    World world;
    world.drive = commanded_at(3, [](Kernel& kernel, UnixNanos at) {
        ASSERT_TRUE(kernel.hold(desk::first, at).has_value());
        EXPECT_NE(kernel.record().orders[1].state, OrderState::cancelled);
    });

    const RunOutcome outcome = fall_and_rise(world);

    EXPECT_EQ(world.portfolio->quantity(btc_perp), Quantity());
    EXPECT_EQ(outcome.record.orders[1].state, OrderState::cancelled);
}

}  // namespace
}  // namespace tradelab::engine_test

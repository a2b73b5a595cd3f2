#include "engine/world.hpp"

#include <gtest/gtest.h>

// A stop goes with its position: with the fill that closes it, and not with the wish to.
namespace tradelab::engine_test {
namespace {

constexpr tl_inst perp = 2;

tl_intent stopped(std::int64_t target_e9, std::string_view stop) {
    tl_intent intent = target(perp, target_e9);
    intent.stop_price = stop.empty() ? TL_NONE : cents(stop);
    return intent;
}

// Long 50 with a stop at 90 from bar 1 on; another target at the close of bar 2.
Script::Rule long_then(tl_intent then) {
    return by_bar([then](std::int64_t n) {
        return n == 0   ? Script::Intents{stopped(100'000'000, "90.00")}
               : n == 2 ? Script::Intents{then}
                        : Script::Intents();
    });
}

TEST(Flip, LeavesTheOldPositionItsStopUntilItIsClosed) {
    for (const std::string_view of_the_new : {"", "110.00"}) {
        World world;
        world.latency_bars = 2;  // the flip fills at the open of bar 5
        Script script(long_then(stopped(-100'000'000, of_the_new)));
        world.play(script);
        const Ohlc fall{"100.00", "100.00", "85.00", "100.00"};
        world.bars(btc_perp, minutes(btc_perp, {flat, flat, flat, flat, fall, flat, flat, flat}));

        const RunOutcome outcome = run(world);

        // Bought at the open of bar 3, stopped in bar 4, short from bar 5 on.
        ASSERT_EQ(outcome.record.fills.size(), 3U) << of_the_new;
        EXPECT_EQ(outcome.record.fills[0].at, close_at(2));
        EXPECT_EQ(outcome.record.fills[1].cause, FillCause::stop);
        EXPECT_EQ(outcome.record.fills[1].price, desk::price("90.00"));
        EXPECT_EQ(outcome.record.fills[1].at.ns(), close_at(4).ns() - 1);
        EXPECT_EQ(outcome.record.fills[2].position_after, desk::perp("-50"));
    }
}

TEST(Flip, ThatFillsInPartsKeepsTheStopOfWhatIsLeft) {
    World world;
    world.model.participation_cap = rate("0.1");
    Script script(long_then(stopped(-100'000'000, "110.00")));
    world.play(script);
    // Ten fill in a bar: forty of the old fifty are left when the price falls.
    const Ohlc thin{"100.00", "100.00", "100.00", "100.00", 100'000};
    const Ohlc fall{"100.00", "100.00", "85.00", "85.00", 100'000};
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, flat, thin, fall, flat, flat}));

    const RunOutcome outcome = run(world);

    const auto stop = std::ranges::find(
        outcome.record.orders, OrderPurpose::stop, [](const auto& o) { return o.purpose; });
    ASSERT_NE(stop, outcome.record.orders.end());
    EXPECT_EQ(stop->terms.quantity, desk::perp("30"));  // ten more at the open of that bar
    EXPECT_EQ(world.portfolio->quantity(btc_perp), desk::perp("-50"));
}

TEST(Flip, TheNewPositionHasItsOwnStopFromItsFillOn) {
    World world;
    Script script(long_then(stopped(-100'000'000, "110.00")));
    world.play(script);
    // Below the old stop first: nothing happens to a short.
    const Ohlc fall{"100.00", "100.00", "85.00", "100.00"};
    const Ohlc rise{"100.00", "115.00", "100.00", "100.00"};
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, flat, fall, rise, flat}));

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.fills.size(), 4U);
    EXPECT_EQ(outcome.record.fills[3].price, desk::price("110.00"));
    EXPECT_EQ(outcome.record.fills[3].side, Side::buy);
    EXPECT_EQ(outcome.record.coverage.bare_bars(), 0U);
}

TEST(Flip, WithoutAStopLeavesTheNewPositionBareAndNotWithTheOldOne) {
    World world;
    Script script(by_bar([](std::int64_t n) {
        return n == 0   ? Script::Intents{stopped(100'000'000, "90.00")}
               : n == 2 ? Script::Intents{target(perp, -100'000'000)}
               : n == 4 ? Script::Intents{target(perp, 100'000'000)}
                        : Script::Intents();
    }));
    world.play(script);
    const Ohlc fall{"100.00", "100.00", "85.00", "100.00"};
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, flat, flat, flat, fall, flat}));

    const RunOutcome outcome = run(world);

    // Short in bars 3 and 4, long without a stop in bars 5 and 6.
    EXPECT_EQ(world.portfolio->quantity(btc_perp), desk::perp("50"));
    EXPECT_EQ(outcome.record.coverage.bare_bars(), 4U);
}

TEST(Flip, ByAnOrderThroughZeroEndsTheOldStop) {
    World world;
    Script script(by_bar([](std::int64_t n) {
        return n == 0   ? Script::Intents{stopped(100'000'000, "90.00")}
               : n == 2 ? Script::Intents{order(perp, -1, 60'000)}
               : n == 3 ? Script::Intents{order(perp, 1, 20'000)}
                        : Script::Intents();
    }));
    world.play(script);
    const Ohlc fall{"100.00", "100.00", "85.00", "100.00"};
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, flat, flat, flat, fall, flat}));

    run(world);

    EXPECT_EQ(world.portfolio->quantity(btc_perp), desk::perp("10"));
}

TEST(Stop, OfAnEntryThatWasRefusedProtectsNothingLater) {
    World world;
    Script script(by_bar([](std::int64_t n) {
        tl_intent entry = order(perp, 1, 1'000'000'000'000);  // nobody can pay for it
        entry.stop_price = cents("90.00");
        return n == 0   ? Script::Intents{entry}
               : n == 2 ? Script::Intents{order(perp, 1, 1'000)}
                        : Script::Intents();
    }));
    world.play(script);
    const Ohlc fall{"100.00", "100.00", "85.00", "100.00"};
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, flat, flat, fall, flat}));

    const RunOutcome outcome = run(world);

    EXPECT_EQ(world.portfolio->quantity(btc_perp), desk::perp("1"));
    EXPECT_EQ(outcome.record.coverage.bare_bars(), 3U);
}

}  // namespace
}  // namespace tradelab::engine_test

#include "engine/commanded.hpp"
#include "engine/world.hpp"

#include <gtest/gtest.h>

// A wish that is refused takes no stop away, and a later one takes none from an earlier one.
namespace tradelab::engine_test {
namespace {

constexpr tl_inst perp = 2;

const Ohlc fall{"100.00", "100.00", "85.00", "85.00"};

tl_intent stopped(tl_intent intent, std::string_view stop) {
    intent.stop_price = stop.empty() ? TL_NONE : cents(stop);
    return intent;
}

auto stopped_at(std::int64_t bar) {
    return commanded_at(
        bar, [](Kernel& kernel, UnixNanos at) { ASSERT_TRUE(kernel.stop(at).has_value()); });
}

// Long 50 with a stop at 90; `then` at the close of bar 4; the price falls to 85 in bar 6.
RunOutcome long_then(World& world, const tl_intent& then) {
    Script script(by_bar([&](std::int64_t n) {
        return n == 0   ? Script::Intents{stopped(target(perp, 100'000'000), "90.00")}
               : n == 4 ? Script::Intents{then}
                        : Script::Intents();
    }));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, flat, flat, flat, flat, fall, fall}));
    return run(world);
}

Price stopped_out_at(const RunOutcome& outcome) {
    const auto found = std::ranges::find(outcome.record.fills, FillCause::stop, &FillRecord::cause);
    return found == outcome.record.fills.end() ? Price() : found->price;
}

TEST(RefusedWish, LeavesTheStopUnderTheLatch) {
    for (const std::string_view stop : {"", "0.01", "80.00"}) {
        for (const tl_intent& more : {target(perp, 900'000'000), order(perp, 1, 1'000)}) {
            World world;
            world.drive = stopped_at(3);
            const RunOutcome outcome = long_then(world, stopped(more, stop));

            EXPECT_EQ(world.portfolio->quantity(btc_perp), Quantity()) << stop;
            EXPECT_EQ(stopped_out_at(outcome), desk::price("90.00")) << stop;
        }
    }
}

TEST(RefusedWish, LeavesTheStopWhereAFilterSaysNo) {
    for (const std::string_view stop : {"", "0.01"}) {
        World world;
        Filters filters = filters_from(UnixNanos(0), "0.01", desk::perp("0.001"));
        filters.lot.max = desk::perp("60");
        world.filters = {{btc_perp, {filters}}};
        const RunOutcome outcome = long_then(world, stopped(target(perp, 900'000'000), stop));

        EXPECT_EQ(stopped_out_at(outcome), desk::price("90.00")) << stop;
    }
}

TEST(RefusedWish, MayStillDrawTheStopCloser) {
    World world;
    world.drive = stopped_at(3);

    const RunOutcome outcome = long_then(world, stopped(target(perp, 900'000'000), "95.00"));

    EXPECT_EQ(stopped_out_at(outcome), desk::price("95.00"));
}

TEST(Latch, LetsAStopOnlyComeCloser) {
    for (const std::string_view stop : {"", "0.01", "95.00"}) {
        // Nothing is to be traded: the target is what is held; or less of it.
        for (const std::int64_t held : {100'000'000, 50'000'000}) {
            World world;
            world.drive = stopped_at(3);
            const RunOutcome outcome = long_then(world, stopped(target(perp, held), stop));

            EXPECT_EQ(stopped_out_at(outcome), desk::price(stop == "95.00" ? "95.00" : "90.00"))
                << held << " " << stop;
        }
    }
}

TEST(GrantedWish, MovesTheStopAsItSays) {
    for (const std::int64_t held : {100'000'000, 50'000'000, 150'000'000}) {
        World loose;
        EXPECT_EQ(stopped_out_at(long_then(loose, stopped(target(perp, held), "86.00"))),
                  desk::price("86.00"));
        World none;
        EXPECT_EQ(stopped_out_at(long_then(none, target(perp, held))), Price());
    }
}

TEST(RefusedWish, LeavesAnEntryThatStillWorksItsStop) {
    World world;
    Script script(by_bar([](std::int64_t n) {
        // The flip's exit is let through, its entry is not: the short that waits keeps its stop.
        return n == 0 ? Script::Intents{stopped(order(perp, -1, 1'000, cents("110.00")), "115.00"),
                                        order(perp, 1, 1'000)}
               : n == 3 ? Script::Intents{target(perp, -900'000'000)}
                        : Script::Intents();
    }));
    Filters filters = filters_from(UnixNanos(0), "0.01", desk::perp("0.001"));
    filters.lot.max = desk::perp("60");
    world.filters = {{btc_perp, {filters}}};
    world.play(script);
    const Ohlc rise{"100.00", "111.00", "100.00", "111.00"};
    const Ohlc more{"111.00", "120.00", "111.00", "120.00"};
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, flat, flat, flat, rise, more, more}));

    const RunOutcome outcome = run(world);

    EXPECT_EQ(stopped_out_at(outcome), desk::price("115.00"));
    EXPECT_EQ(world.portfolio->quantity(btc_perp), Quantity());
}

// Two entries wait with a stop; the later one ends in one way or another, the earlier one fills.
TEST(EarlierEntry, KeepsAStopWhenTheLaterOneIsCancelled) {
    World world;
    Script script(by_bar([](std::int64_t n) {
        tl_intent gone = intent_of(TL_IN_CANCEL, perp);
        gone.order = 2;
        return n == 0   ? Script::Intents{stopped(order(perp, 1, 1'000, cents("95.00")), "90.00")}
               : n == 1 ? Script::Intents{stopped(order(perp, 1, 1'000, cents("96.00")), "91.00")}
               : n == 2 ? Script::Intents{gone}
                        : Script::Intents();
    }));
    world.play(script);
    const Ohlc dip{"100.00", "100.00", "95.00", "95.00"};
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, flat, flat, dip, fall, fall}));

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.fills.size(), 2U);
    EXPECT_EQ(outcome.record.orders[1].state, OrderState::cancelled);
    EXPECT_EQ(stopped_out_at(outcome), desk::price("91.00"));
}

TEST(EarlierEntry, KeepsAStopWhenTheLaterOneExpiresOrIsRejected) {
    for (const bool is_too_large : {false, true}) {
        World world;
        Script script(by_bar([&](std::int64_t n) {
            tl_intent later = stopped(order(perp,
                                            1,
                                            is_too_large ? 10'000'000'000 : 1'000,
                                            cents(is_too_large ? "150.00" : "96.00")),
                                      "91.00");
            later.expires = is_too_large ? TL_NONE : close_at(2).ns();
            return n == 0 ? Script::Intents{stopped(order(perp, 1, 1'000, cents("95.00")), "90.00")}
                   : n == 1 ? Script::Intents{later}
                            : Script::Intents();
        }));
        world.play(script);
        const Ohlc dip{"100.00", "100.00", "95.00", "95.00"};
        world.bars(btc_perp, minutes(btc_perp, {flat, flat, flat, flat, dip, fall, fall}));

        const RunOutcome outcome = run(world);

        EXPECT_NE(outcome.record.orders[1].state, OrderState::filled);
        EXPECT_EQ(stopped_out_at(outcome), desk::price("91.00")) << is_too_large;
    }
}

TEST(EarlierEntry, KeepsAStopWhenTheLaterOneIsStoppedOut) {
    World world;
    Script script(by_bar([](std::int64_t n) {
        return n == 0   ? Script::Intents{stopped(order(perp, 1, 1'000, cents("80.00")), "70.00")}
               : n == 1 ? Script::Intents{stopped(order(perp, 1, 1'000, cents("96.00")), "91.00")}
                        : Script::Intents();
    }));
    world.play(script);
    const Ohlc dip{"100.00", "100.00", "95.00", "95.00"};
    const Ohlc deeper{"95.00", "95.00", "90.00", "90.00"};
    const Ohlc deep{"90.00", "90.00", "80.00", "85.00"};
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, dip, deeper, deep, flat, fall}));

    const RunOutcome outcome = run(world);

    // Bought at 96, out at 91; bought at 80, and out at once: its stop lies above it.
    EXPECT_EQ(outcome.record.fills.size(), 4U);
    EXPECT_EQ(world.portfolio->quantity(btc_perp), Quantity());
}

}  // namespace
}  // namespace tradelab::engine_test

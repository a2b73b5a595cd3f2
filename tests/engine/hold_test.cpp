#include "engine/commanded.hpp"
#include "engine/world.hpp"

#include <gtest/gtest.h>

#include <algorithm>

// Whoever is held may close what it has, and opens nothing by whichever way.
namespace tradelab::engine_test {
namespace {

constexpr tl_inst perp = 2;

auto held_at(std::int64_t bar) {
    return commanded_at(bar, [](Kernel& kernel, UnixNanos at) {
        EXPECT_EQ(kernel.portfolio().quantity(btc_perp), desk::perp("50"));
        ASSERT_TRUE(kernel.hold(desk::first, at).has_value());
    });
}

// Long 50 from bar 1 on, and `then` at the close of bar 4; held at the close of bar 3.
RunOutcome long_then(World& world, const Script::Intents& then) {
    Script script(by_bar([&](std::int64_t n) {
        return n == 0   ? Script::Intents{target(perp, 100'000'000)}
               : n == 4 ? then
                        : Script::Intents();
    }));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, many(8)));
    world.drive = held_at(3);
    return run(world);
}

Script::Intents grouped(Script::Intents members) {
    for (tl_intent& member : members) {
        member.group = 1;
        member.group_size = static_cast<std::uint32_t>(members.size());
        member.unhedged_ns_max = minute;
    }
    return members;
}

std::ptrdiff_t refused_as_stopped(const RunOutcome& outcome) {
    return std::ranges::count_if(outcome.record.orders, [](const OrderRecord& one) {
        return one.refused_by_risk && one.refused_by_risk->reason == RiskReason::stopped;
    });
}

TEST(Hold, LetsAnExitThroughAndNoEntry) {
    World exits;
    const RunOutcome out = long_then(exits, {order(perp, -1, 20'000), order(perp, -1, 30'000)});
    EXPECT_EQ(exits.portfolio->quantity(btc_perp), Quantity());
    EXPECT_EQ(refused_as_stopped(out), 0);

    World entries;
    const RunOutcome in = long_then(entries, {order(perp, 1, 1), target(perp, 900'000'000)});
    EXPECT_EQ(entries.portfolio->quantity(btc_perp), desk::perp("50"));
    EXPECT_EQ(refused_as_stopped(in), 2);
}

TEST(Hold, LetsOfAFlipOnlyTheExitThrough) {
    World world;

    const RunOutcome outcome = long_then(world, {target(perp, -50'000'000)});

    EXPECT_EQ(world.portfolio->quantity(btc_perp), Quantity());
    EXPECT_EQ(refused_as_stopped(outcome), 1);
}

// The legs of a group are approved before the first of them is sent.
TEST(Hold, CountsTheLegsOfAGroupTogether) {
    const Script::Intents flip{target(perp, -50'000'000)};
    const Script::Intents twice{order(perp, -1, 50'000), order(perp, -1, 50'000)};
    for (const Script::Intents& group : {grouped(flip), grouped(twice)}) {
        World world;

        const RunOutcome outcome = long_then(world, group);

        EXPECT_EQ(world.portfolio->quantity(btc_perp), desk::perp("50")) << group.size();
        EXPECT_EQ(refused_as_stopped(outcome), 1) << group.size();
    }
}

TEST(Hold, LetsAGroupThroughThatOnlyCloses) {
    World world;

    long_then(world, grouped({order(perp, -1, 20'000), order(perp, -1, 30'000)}));

    EXPECT_EQ(world.portfolio->quantity(btc_perp), Quantity());
}

// Long 50 with a stop at 90, and `then` at the close of bar 4; the price falls to 85 in bar 6.
Price stopped_out_at(std::int64_t target_e9, std::string_view stop) {
    World world;
    tl_intent entry = target(perp, 100'000'000);
    entry.stop_price = cents("90.00");
    tl_intent then = target(perp, target_e9);
    then.stop_price = stop.empty() ? TL_NONE : cents(stop);
    Script script(by_bar([&](std::int64_t n) {
        return n == 0 ? Script::Intents{entry} : n == 4 ? Script::Intents{then} : Script::Intents();
    }));
    world.play(script);
    const Ohlc fall{"100.00", "100.00", "85.00", "85.00"};
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, flat, flat, flat, flat, fall, fall}));
    world.drive = held_at(3);
    const RunOutcome outcome = run(world);
    const auto found = std::ranges::find(outcome.record.fills, FillCause::stop, &FillRecord::cause);
    return found == outcome.record.fills.end() ? Price() : found->price;
}

TEST(Hold, LeavesTheStopOrLetsItBeTightened) {
    for (const std::int64_t target_e9 : {100'000'000, 50'000'000}) {  // as it is, and half of it
        EXPECT_EQ(stopped_out_at(target_e9, ""), desk::price("90.00")) << target_e9;
        EXPECT_EQ(stopped_out_at(target_e9, "80.00"), desk::price("90.00")) << target_e9;
        EXPECT_EQ(stopped_out_at(target_e9, "95.00"), desk::price("95.00")) << target_e9;
    }
}

TEST(Hold, IsOverWithItsRelease) {
    World world;
    Script script(by_bar([](std::int64_t n) {
        return n == 2 || n == 5 ? Script::Intents{order(perp, 1, 1'000)} : Script::Intents();
    }));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, many(8)));
    world.drive = [](Kernel& kernel, Replay& replay) -> Result<RunOutcome> {
        EXPECT_TRUE(replay.advance(close_at(1)).value());
        EXPECT_TRUE(kernel.hold(desk::first, close_at(1)).has_value());
        EXPECT_TRUE(replay.advance(close_at(4)).value());
        kernel.release(desk::first);
        EXPECT_FALSE(replay.advance(UnixNanos(INT64_MAX)).value());
        return replay.finish();
    };

    const RunOutcome outcome = run(world);

    EXPECT_EQ(world.portfolio->quantity(btc_perp), desk::perp("1"));
    EXPECT_EQ(refused_as_stopped(outcome), 1);
}

TEST(Hold, TouchesNobodyElse) {
    World world;
    Script one(at_bar(4, {order(perp, 1, 1'000)}));
    Script two(at_bar(4, {order(perp, 1, 2'000)}));
    world.play(one, {btc_perp}, desk::first);
    world.play(two, {btc_perp}, desk::second);
    world.bars(btc_perp, minutes(btc_perp, many(8)));
    world.drive = commanded_at(3, [](Kernel& kernel, UnixNanos at) {
        ASSERT_TRUE(kernel.hold(desk::first, at).has_value());
    });

    run(world);

    EXPECT_EQ(world.portfolio->quantity(desk::first, btc_perp), Quantity());
    EXPECT_EQ(world.portfolio->quantity(desk::second, btc_perp), desk::perp("2"));
}

}  // namespace
}  // namespace tradelab::engine_test

#include "engine/commanded.hpp"
#include "engine/random_market.hpp"
#include "engine/world.hpp"

#include <gtest/gtest.h>

// What a person asks for while strategies run.
namespace tradelab::engine_test {
namespace {

constexpr tl_inst perp = 2;

tl_intent stopped_target(std::int64_t target_e9, std::string_view stop) {
    tl_intent out = target(perp, target_e9);
    out.stop_price = cents(stop);
    return out;
}

TEST(StopCommand, LeavesNoEntryWorkingAndLetsNoneThroughButLeavesTheStop) {
    World world;
    Script script(by_bar([](std::int64_t n) {
        switch (n) {
            case 1:
                return Script::Intents{stopped_target(500'000'000, "90")};
            case 3:
                return Script::Intents{order(perp, 1, 1'000, cents("95")),
                                       order(perp, -1, 1'000, cents("120"))};
            case 6:
                return Script::Intents{stopped_target(900'000'000, "90")};
            default:
                return Script::Intents{};
        }
    }));
    world.play(script);
    auto bars = many(12);
    bars[9] = {"100", "100", "85", "88"};
    world.bars(btc_perp, minutes(btc_perp, bars));
    world.drive = commanded_at(4, [&](Kernel& kernel, UnixNanos at) {
        ASSERT_EQ(kernel.record().orders.size(), 3U);
        ASSERT_EQ(kernel.protections().size(), 1U);
        EXPECT_EQ(kernel.protections()[0].stop, desk::price("90"));

        ASSERT_TRUE(kernel.stop(at).has_value());

        EXPECT_EQ(kernel.record().orders[1].state, OrderState::cancelled);
        EXPECT_NE(kernel.record().orders[2].state, OrderState::cancelled);  // it only closes
        EXPECT_EQ(kernel.protections().size(), 1U);
    });

    const RunOutcome outcome = run(world);

    const auto& orders = outcome.record.orders;
    ASSERT_EQ(orders.size(), 5U);
    ASSERT_TRUE(orders[3].refused_by_risk.has_value());
    EXPECT_EQ(orders[3].refused_by_risk->reason, RiskReason::stopped);
    EXPECT_EQ(orders[4].purpose, OrderPurpose::stop);
    EXPECT_EQ(world.portfolio->quantity(btc_perp), Quantity());
}

TEST(StopCommand, IsOverWithResume) {
    World world;
    Script script(by_bar([](std::int64_t n) {
        return n == 2 || n == 6 ? Script::Intents{order(perp, 1, 1'000)} : Script::Intents{};
    }));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, many(12)));
    world.drive = [](Kernel& kernel, Replay& replay) -> Result<RunOutcome> {
        EXPECT_TRUE(replay.advance(close_at(1)).value());
        EXPECT_TRUE(kernel.stop(close_at(1)).has_value());
        EXPECT_TRUE(replay.advance(close_at(4)).value());
        kernel.resume();
        EXPECT_FALSE(replay.advance(close_at(99)).value());
        return replay.finish();
    };

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.orders.size(), 2U);
    EXPECT_TRUE(outcome.record.orders[0].refused_by_risk.has_value());
    EXPECT_EQ(outcome.record.orders[1].state, OrderState::filled);
}

TEST(FlattenCommand, ClosesAtTheNextOpenAndCancelsTheRest) {
    World world;
    Script script(by_bar([](std::int64_t n) {
        return n == 1   ? Script::Intents{stopped_target(500'000'000, "90")}
               : n == 3 ? Script::Intents{order(perp, 1, 1'000, cents("95"))}
                        : Script::Intents{};
    }));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, many(12)));
    world.drive = commanded_at(4, [&](Kernel& kernel, UnixNanos at) {
        EXPECT_GT(kernel.closable(desk::first, btc_perp), Quantity());
        const UnixNanos between = at + Duration(minute / 3);

        ASSERT_TRUE(kernel.flatten(desk::first, between).has_value());
        ASSERT_TRUE(kernel.flatten(desk::first, between).has_value());

        // Asked twice, sent once.
        ASSERT_EQ(kernel.record().orders.size(), 3U);
        EXPECT_EQ(kernel.record().orders[1].state, OrderState::cancelled);
        EXPECT_EQ(kernel.record().orders[2].purpose, OrderPurpose::command);
        EXPECT_EQ(kernel.record().orders[2].decided_at, between);
    });

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.fills.size(), 2U);
    EXPECT_EQ(outcome.record.fills[1].at, close_at(5));
    EXPECT_EQ(world.portfolio->quantity(btc_perp), Quantity());
}

TEST(FlattenCommand, IsNotCalledBackByTheStrategy) {
    World world;
    Script script(by_bar([](std::int64_t n) {
        return n == 1 ? Script::Intents{order(perp, 1, 1'000)}
                      : Script::Intents{intent_of(TL_IN_CANCEL_ALL, perp)};
    }));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, many(12)));
    world.drive = commanded_at(4, [&](Kernel& kernel, UnixNanos at) {
        ASSERT_TRUE(kernel.flatten(desk::first, at).has_value());
    });

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.fills.size(), 2U);
    EXPECT_EQ(outcome.record.fills[1].at, close_at(5));
}

TEST(FlattenCommand, EndsFlatWhateverWasOrdered) {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        World world;
        world.model = *fill_model("pessimistic/1");
        world.account = desk::options({.mode = MarginMode::isolated, .leverage = 5});
        Script one(restless(seed));
        world.play(one, {btc_spot, btc_perp});
        world.bars(btc_spot, walk(btc_spot, seed, 300, false));
        world.bars(btc_perp, walk(btc_perp, seed + 7, 300, false));
        world.drive = [&](Kernel& kernel, Replay& replay) -> Result<RunOutcome> {
            EXPECT_TRUE(replay.advance(close_at(200)).value());
            EXPECT_TRUE(kernel.stop(close_at(200)).has_value());
            for (std::int64_t n = 200; n < 300; ++n) {
                EXPECT_TRUE(kernel.flatten(desk::first, close_at(n)).has_value());
                EXPECT_TRUE(replay.advance(close_at(n + 1)).has_value());
            }
            for (const InstrumentId id : {btc_spot, btc_perp}) {
                EXPECT_EQ(kernel.closable(desk::first, id), Quantity()) << "seed " << seed;
            }
            return replay.finish();
        };
        (void)run(world);
    }
}

TEST(RetiredInstance, IsFedNoMoreWhileTheOthersGoOn) {
    World world;
    Script one(by_bar([](std::int64_t n) {
        return n == 1 || n == 7 ? Script::Intents{order(perp, 1, 1'000)} : Script::Intents{};
    }));
    Script two(by_bar([](std::int64_t n) {
        return n == 8 ? Script::Intents{order(perp, 1, 2'000)} : Script::Intents{};
    }));
    world.play(one, {btc_perp}, desk::first);
    world.play(two, {btc_perp}, desk::second);
    world.bars(btc_perp, minutes(btc_perp, many(12)));
    std::size_t seen = 0;
    world.drive = commanded_at(4, [&](Kernel& kernel, UnixNanos at) {
        kernel.retire(desk::first);
        seen = one.seen.size();
        ASSERT_TRUE(kernel.flatten(desk::first, at).has_value());
    });

    const RunOutcome outcome = run(world);

    EXPECT_EQ(one.seen.size(), seen);
    EXPECT_EQ(world.portfolio->quantity(desk::first, btc_perp), Quantity());
    EXPECT_EQ(world.portfolio->quantity(desk::second, btc_perp), desk::perp("2"));
    EXPECT_EQ(outcome.record.orders.size(), 3U);
}

}  // namespace
}  // namespace tradelab::engine_test

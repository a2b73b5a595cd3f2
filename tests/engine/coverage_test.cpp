#include "engine/world.hpp"

#include <gtest/gtest.h>

// Which share of what was open something protected, over a run.
namespace tradelab::engine_test {
namespace {

constexpr tl_inst spot = 1;
constexpr tl_inst perp = 2;

const CoverageRecord::Kind& of(const RunOutcome& outcome, ProtectionKind kind) {
    return outcome.record.coverage.of_kind[static_cast<std::size_t>(kind)];
}

TEST(Coverage, OfARunWithoutAPositionIsUndefined) {
    World world;
    Script script(at_bar(0, {}));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, many(3)));

    const CoverageRecord coverage = run(world).record.coverage;

    EXPECT_EQ(coverage.open_bars, 0U);
    EXPECT_EQ(coverage.of_time(), std::nullopt);
    EXPECT_EQ(coverage.of_exposure(), std::nullopt);
}

// Two bars bare with 1 at 100, one bar with a stop and 3 at 100, two with a stop and a target and 3
// at 200: 200 + 300 + 1,200.
TEST(Coverage, IsByKindInBarsAndInExposure) {
    for (const bool alone : {true, false}) {
        World world;
        Script script(by_bar([](std::int64_t n) {
            tl_intent more = order(perp, 1, 2'000);
            more.stop_price = cents("50.00");
            tl_intent again = order(perp, 1, 1);
            again.stop_price = cents("50.00");
            again.take_price = cents("900.00");
            again.limit_price = cents("51.00");
            return n == 0   ? Script::Intents{order(perp, 1, 1'000)}
                   : n == 2 ? Script::Intents{more}
                   : n == 3 ? Script::Intents{again}
                            : Script::Intents();
        }));
        Script idle([](const tl_ev&) { return Script::Intents(); });
        world.play(script);
        if (!alone) {
            world.play(idle, {btc_perp}, desk::second);
        }
        const Ohlc dear{"200.00", "200.00", "200.00", "200.00"};
        world.bars(btc_perp, minutes(btc_perp, {flat, flat, flat, flat, dear, dear}));

        const RunOutcome outcome = run(world);

        EXPECT_EQ(outcome.record.coverage.open_bars, 5U);
        EXPECT_EQ(of(outcome, ProtectionKind::none).bars, 2U);
        EXPECT_EQ(of(outcome, ProtectionKind::stop).bars, 1U);
        EXPECT_EQ(of(outcome, ProtectionKind::stop_and_target).bars, 2U);
        EXPECT_TRUE(of(outcome, ProtectionKind::none).exposure == usdt("200").mantissa());
        EXPECT_TRUE(of(outcome, ProtectionKind::stop).exposure == usdt("300").mantissa());
        EXPECT_TRUE(of(outcome, ProtectionKind::stop_and_target).exposure ==
                    usdt("1200").mantissa());
        EXPECT_EQ(outcome.record.coverage.of_time(), rate("0.6"));
        // 1,500 / 1,700, rounded down.
        EXPECT_EQ(outcome.record.coverage.of_exposure(), rate("0.882352941176"));
        EXPECT_EQ(outcome.record.coverage.bare_bars(), 2U);
    }
}

TEST(Coverage, OfAWholePairIsThatOfAHedge) {
    World world;
    Script::Intents legs = {order(spot, 1, 100'000), order(perp, -1, 1'000)};
    for (tl_intent& leg : legs) {
        leg.group = 1;
        leg.group_size = 2;
        leg.unhedged_ns_max = minute;
    }
    Script script(at_bar(0, legs, perp));
    world.play(script, {btc_spot, btc_perp});
    world.bars(btc_spot, minutes(btc_spot, many(4)));
    world.bars(btc_perp, minutes(btc_perp, many(4, {"101.00", "101.00", "101.00", "101.00"})));

    const RunOutcome outcome = run(world);

    EXPECT_EQ(of(outcome, ProtectionKind::hedge_pair).bars, 3U);
    EXPECT_TRUE(of(outcome, ProtectionKind::hedge_pair).exposure == usdt("603").mantissa());
    EXPECT_EQ(outcome.record.coverage.of_exposure(), rate("1"));
}

// From the kernel itself, while it runs.
TEST(Coverage, IsKnownAtAnyMoment) {
    World world;
    std::vector<Coverage> seen;
    Script script(by_bar([&](std::int64_t n) {
        seen.push_back(world.running->coverage());
        tl_intent stopped = target(perp, 100'000'000);
        stopped.stop_price = cents("90.00");
        return n == 0   ? Script::Intents{order(perp, 1, 1'000)}
               : n == 1 ? Script::Intents{stopped}
                        : Script::Intents();
    }));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, many(3)));

    run(world);

    ASSERT_EQ(seen.size(), 3U);
    EXPECT_EQ(seen[0].share(), std::nullopt);
    EXPECT_EQ(seen[1].open, usdt("100"));
    EXPECT_EQ(seen[1].share(), Rate());
    EXPECT_EQ(seen[2].of[static_cast<std::size_t>(ProtectionKind::stop)], usdt("5000"));
    EXPECT_EQ(seen[2].share(), rate("1"));
}

}  // namespace
}  // namespace tradelab::engine_test

#include "engine/world.hpp"

#include <gtest/gtest.h>

namespace tradelab::engine_test {
namespace {

constexpr tl_inst perp = 2;

// ---- pairs ----

tl_intent leg(tl_intent intent, std::int64_t unhedged) {
    intent.group = 1;
    intent.group_size = 2;
    intent.unhedged_ns_max = unhedged;
    return intent;
}

TEST(Pair, FillsBothLegsAndCountsAsProtected) {
    World world;
    Script script(
        at_bar(0, {leg(order(1, 1, 100'000), minute), leg(order(perp, -1, 1'000), minute)}, perp));
    world.play(script, {btc_spot, btc_perp});
    world.bars(btc_spot, minutes(btc_spot, many(4)));
    world.bars(btc_perp, minutes(btc_perp, many(4)));

    const RunOutcome outcome = run(world);

    EXPECT_EQ(outcome.record.fills.size(), 2U);
    EXPECT_EQ(outcome.record.counts.pairs, 1U);
    EXPECT_EQ(outcome.record.counts.pair_unwinds, 0U);
    EXPECT_EQ(outcome.record.coverage.bare_bars(), 0U);
}

TEST(Pair, OfWhichTheGateRefusesOneLegSendsNeither) {
    World world;
    // Spot cannot be short.
    Script script(
        at_bar(0, {leg(order(perp, 1, 1'000), minute), leg(order(1, -1, 100'000), minute)}, perp));
    world.play(script, {btc_spot, btc_perp});
    world.bars(btc_spot, minutes(btc_spot, many(4)));
    world.bars(btc_perp, minutes(btc_perp, many(4)));

    const RunOutcome outcome = run(world);

    EXPECT_TRUE(outcome.record.fills.empty());
    EXPECT_EQ(outcome.record.orders.at(0).state, OrderState::cancelled);
    EXPECT_EQ(outcome.record.orders.at(1).refused_by_risk->reason, RiskReason::spot_short);
}

TEST(Pair, ALegWhoseOtherIsRejectedIsUndone) {
    World world;
    world.account.futures_cash = usdt("10");  // the short cannot be paid for
    Script script(
        at_bar(0, {leg(order(1, 1, 100'000), minute), leg(order(perp, -1, 1'000), minute)}, perp));
    world.play(script, {btc_spot, btc_perp});
    world.bars(btc_spot, minutes(btc_spot, many(4)));
    world.bars(btc_perp, minutes(btc_perp, many(4)));

    const RunOutcome outcome = run(world);

    EXPECT_EQ(outcome.record.counts.pair_unwinds, 1U);
    EXPECT_EQ(outcome.record.orders.back().purpose, OrderPurpose::pair_unwind);
    EXPECT_EQ(world.portfolio->quantity(btc_spot), Quantity());
}

TEST(Pair, ALegThatStandsAloneTooLongIsUndone) {
    World world;
    // The short waits for a price that does not come.
    Script script(at_bar(0,
                         {leg(order(1, 1, 100'000), 3 * minute),
                          leg(order(perp, -1, 1'000, cents("150.00")), 3 * minute)},
                         perp));
    world.play(script, {btc_spot, btc_perp});
    world.bars(btc_spot, minutes(btc_spot, many(8)));
    world.bars(btc_perp, minutes(btc_perp, many(8)));

    const RunOutcome outcome = run(world);

    // Bought at the open after bar 0, alone until the end of bar 3, sold at the next open.
    ASSERT_EQ(outcome.record.fills.size(), 2U);
    EXPECT_EQ(outcome.record.fills[0].at, close_at(0));
    EXPECT_EQ(outcome.record.fills[1].at, close_at(3));
    EXPECT_EQ(outcome.record.fills[1].position_after, Quantity());
    EXPECT_EQ(outcome.record.orders.at(1).state, OrderState::cancelled);
}

TEST(Pair, IsUndoneWhateverTheStrategyCallsBack) {
    World world;
    // Asked for at the second bar of each, from the third on everything is called back.
    const auto asks = at_bar(1,
                             {leg(order(1, 1, 100'000), 3 * minute),
                              leg(order(perp, -1, 1'000, cents("150.00")), 3 * minute)},
                             perp);
    const auto calls_back = by_bar([](std::int64_t n) {
        return n < 3 ? Script::Intents{} : Script::Intents{intent_of(TL_IN_CANCEL_ALL, 1)};
    });
    Script script([&](const tl_ev& event) {
        auto asked = asks(event);
        return asked.empty() ? calls_back(event) : asked;
    });
    world.play(script, {btc_spot, btc_perp});
    world.bars(btc_spot, minutes(btc_spot, many(8)));
    world.bars(btc_perp, minutes(btc_perp, many(8)));

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.fills.size(), 2U);
    EXPECT_EQ(outcome.record.fills[1].at, close_at(4));
    EXPECT_EQ(world.portfolio->quantity(btc_spot), Quantity());
}

TEST(Pair, ClosesLegsOfMoreThanTheMarketLotInPieces) {
    World world;
    world.model.participation_cap = rate("0.1");
    Filters filters = filters_from(UnixNanos(0), "0.01", desk::perp("0.001"));
    filters.market_lot = {.max = desk::perp("2")};
    world.filters = {{btc_perp, {filters}}};
    Script script([n = 0](const tl_ev& event) mutable {
        Script::Intents out;
        if (event.type != TL_EV_BAR || event.inst != perp || ++n > 4) {
            return out;
        }
        const int way = n <= 3 ? 1 : -1;  // three times one pair of 1.5, then all of it
        const std::int64_t lots = n <= 3 ? 1'500 : 4'500;
        out = {leg(order(1, way, lots * 100), minute), leg(order(perp, -way, lots), minute)};
        for (tl_intent& each : out) {
            each.flags = n <= 3 ? std::uint16_t{0} : std::uint16_t{TL_IN_F_REDUCE_ONLY};
        }
        return out;
    });
    world.play(script, {btc_spot, btc_perp});
    world.bars(btc_spot, minutes(btc_spot, many(9)));
    // Two fill in a bar: the three pieces take three bars, and the other leg is not undone.
    auto perps = minutes(btc_perp, many(9));
    for (tl_ev_bar& bar : perps) {
        bar.volume = 20'000;
    }
    world.bars(btc_perp, perps);

    const RunOutcome outcome = run(world);

    EXPECT_EQ(world.portfolio->quantity(btc_perp), Quantity());
    EXPECT_EQ(world.portfolio->quantity(btc_spot), Quantity());
    EXPECT_EQ(outcome.record.counts.pairs, 4U);
    std::vector<Quantity> bought;
    for (const OrderRecord& one : outcome.record.orders) {
        if (one.terms.instrument == btc_perp && one.terms.side == Side::buy) {
            bought.push_back(one.terms.quantity);
        }
    }
    ASSERT_GE(bought.size(), 3U);
    EXPECT_EQ(std::vector(bought.begin(), bought.begin() + 3), std::vector(3, desk::perp("1.5")));
}

TEST(Pair, AStopOnOneLegIsRefused) {
    World world;
    auto stopped = leg(order(1, 1, 100'000), minute);
    stopped.stop_price = cents("90.00");
    Script script(at_bar(0, {stopped, leg(order(perp, -1, 1'000), minute)}, perp));
    world.play(script, {btc_spot, btc_perp});
    world.bars(btc_spot, minutes(btc_spot, many(3)));
    world.bars(btc_perp, minutes(btc_perp, many(3)));

    const RunOutcome outcome = run(world);

    EXPECT_TRUE(outcome.record.orders.empty());
    EXPECT_EQ(script.orders.size(), 2U);
}

}  // namespace
}  // namespace tradelab::engine_test

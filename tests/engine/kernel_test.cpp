#include "engine/world.hpp"
#include "risk/bench.hpp"

#include <gtest/gtest.h>

namespace tradelab::engine_test {
namespace {

constexpr tl_inst perp = 2;

// ---- what a strategy is told ----

TEST(Kernel, TellsTheAccountFirstAndAfterEachFillWithRisingSequence) {
    World world;
    Script script(at_bar(0, {order(perp, 1, 1'000)}));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, many(3)));

    run(world);

    std::vector<std::uint16_t> types;
    for (const tl_ev& event : script.seen) {
        types.push_back(event.type);
    }
    EXPECT_EQ(types,
              (std::vector<std::uint16_t>{
                  TL_EV_ACCOUNT, TL_EV_BAR, TL_EV_FILL, TL_EV_ACCOUNT, TL_EV_BAR, TL_EV_BAR}));
    EXPECT_TRUE(std::ranges::is_sorted(script.seen, std::less_equal<>(), &tl_ev::seq) ||
                std::ranges::adjacent_find(script.seen, std::greater_equal<>(), &tl_ev::seq) ==
                    script.seen.end());
    EXPECT_TRUE(std::ranges::is_sorted(script.seen, {}, &tl_ev::ts_recv));
    EXPECT_EQ(script.accounts.at(0).average_price, TL_NONE);
    EXPECT_EQ(script.accounts.at(1).position, 1'000);
    EXPECT_EQ(script.accounts.at(1).average_price, cents("100.00"));
    EXPECT_EQ(script.accounts.at(1).free_margin_e8, usdt("99900").mantissa());
}

TEST(Kernel, FlagsWarmUpAndRefusesTradesInIt) {
    World world;
    Script script(by_bar([](std::int64_t n) {
                      return n <= 2 ? Script::Intents{order(perp, 1, 1'000)} : Script::Intents();
                  }),
                  2);
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, many(5)));

    const RunOutcome outcome = run(world);

    ASSERT_EQ(script.orders.size(), 2U);
    EXPECT_EQ(script.orders[0].reason, std::uint32_t{TL_REFUSED_WARMUP});
    EXPECT_EQ(outcome.record.fills.size(), 1U);
    EXPECT_EQ(outcome.record.counts.malformed_intents, 2U);
}

TEST(Kernel, TellsAHoleInTheDataAtItsEndBeforeTheBarThatFollows) {
    World world;
    Script script([](const tl_ev& event) {
        return event.type == TL_EV_GAP ? Script::Intents{target(perp, 0)}
               : event.ts_event == close_at(0).ns() && event.type == TL_EV_BAR
                   ? Script::Intents{order(perp, 1, 1'000)}
                   : Script::Intents();
    });
    world.play(script);
    auto bars = minutes(btc_perp, many(8));
    bars.erase(bars.begin() + 3, bars.begin() + 6);
    bars[3].open = bars[3].high = cents("120.00");  // the bar after the hole
    world.bars(btc_perp, bars);

    const RunOutcome outcome = run(world);

    ASSERT_EQ(script.gaps.size(), 1U);
    EXPECT_EQ(script.gaps[0].from, close_at(2).ns());
    EXPECT_EQ(script.gaps[0].to, close_at(5).ns());
    EXPECT_EQ(script.gaps[0].h.ts_recv, close_at(5).ns());
    // What it decides then meets the open of the bar that follows.
    ASSERT_EQ(outcome.record.fills.size(), 2U);
    EXPECT_EQ(outcome.record.fills[1].price, desk::price("120.00"));
    EXPECT_EQ(outcome.record.fills[1].at, close_at(5));
    EXPECT_EQ(outcome.record.counts.gaps, 1U);
}

TEST(Kernel, RingsTimersAtTheirTimeAlsoBetweenBars) {
    World world;
    const std::int64_t due = close_at(1).ns() + 7;
    Script script([due](const tl_ev& event) {
        Script::Intents out;
        if (event.type == TL_EV_BAR && event.ts_event == close_at(0).ns()) {
            out.push_back(intent_of(TL_IN_TIMER, 0));
            out[0].timer = 9;
            out[0].expires = due;
        } else if (event.type == TL_EV_TIMER) {
            out.push_back(order(perp, 1, 1'000));
        }
        return out;
    });
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, many(5)));

    const RunOutcome outcome = run(world);

    const auto rung = std::ranges::find(
        script.seen, TL_EV_TIMER, [](const tl_ev& event) { return int{event.type}; });
    ASSERT_NE(rung, script.seen.end());
    EXPECT_EQ(rung->ts_recv, due);
    EXPECT_EQ(outcome.record.orders.at(0).decided_at.ns(), due);
    EXPECT_EQ(outcome.record.fills.at(0).at, close_at(2));  // the next open
}

TEST(Kernel, KeepsNotesWithTheirReasonAndTime) {
    World world;
    tl_intent note = intent_of(TL_IN_NOTE, 0);
    note.note = 2.5;
    Script script(at_bar(1, {note}));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, many(3)));

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.notes.size(), 1U);
    EXPECT_EQ(outcome.record.notes[0].at, close_at(1));
    EXPECT_EQ(outcome.record.notes[0].number, 2.5);
}

TEST(Kernel, EndsARunWhoseStrategyAnswersEveryRefusalWithAnotherOrder) {
    World world;
    Script script([](const tl_ev& event) {
        return event.type == TL_EV_BAR || event.type == TL_EV_ORDER
                   ? Script::Intents{order(perp, 1, 0)}
                   : Script::Intents();
    });
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, many(2)));

    const auto outcome = world.run();

    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().code, ErrorCode::refused);
}

// ---- targets ----

TEST(Target, IsAFractionOfTheBudgetInWholeLotsRoundedTowardZero) {
    World world;  // a budget of 50,000
    world.sizing.reserve = rate("0.01");
    Script script(at_bar(0, {target(perp, 500'000'000)}));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, many(3, {"70.00", "70.00", "70.00", "70.00"})));

    // 50,000 x 0.5 x 0.99 / 70 = 353.571428...
    EXPECT_EQ(run(world).record.fills.at(0).quantity, desk::perp("353.571"));
}

TEST(Target, GoesThroughZeroInTwoOrdersOfWhichTheFirstOnlyReduces) {
    World world;
    Script script(by_bar([](std::int64_t n) {
        return n == 0   ? Script::Intents{target(perp, 100'000'000)}
               : n == 2 ? Script::Intents{target(perp, -100'000'000)}
                        : Script::Intents();
    }));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, many(5)));

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.orders.size(), 3U);
    EXPECT_EQ(outcome.record.orders[1].terms.reduce_only, ReduceOnly::yes);
    EXPECT_EQ(outcome.record.orders[2].terms.reduce_only, ReduceOnly::no);
    EXPECT_EQ(outcome.record.fills.at(2).position_after, desk::perp("-50"));
}

TEST(Target, ReplacesWhatStillWorksForTheOneBefore) {
    World world;
    world.model.participation_cap = rate("0.1");
    Script script(by_bar([](std::int64_t n) {
        return n == 0   ? Script::Intents{target(perp, 100'000'000)}  // 50 lots of 1.000
               : n == 1 ? Script::Intents{target(perp, 0)}
                        : Script::Intents();
    }));
    world.play(script);
    // Ten fill in a bar.
    world.bars(btc_perp,
               minutes(btc_perp, many(4, {"100.00", "100.00", "100.00", "100.00", 100'000})));

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.orders.size(), 2U);
    EXPECT_EQ(outcome.record.orders[0].state, OrderState::cancelled);
    EXPECT_EQ(outcome.record.orders[1].terms.quantity, desk::perp("10"));
    EXPECT_EQ(world.portfolio->quantity(btc_perp), Quantity());
}

TEST(Gate, RefusesAndTheRecordSaysWhy) {
    World world;
    world.limits = desk::wide();
    world.limits->order_notional = Limit(usdt("100"));
    Script script(at_bar(0, {order(perp, 1, 1'001), order(perp, 1, 1'000)}));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, many(3)));

    const RunOutcome outcome = run(world);

    EXPECT_EQ(outcome.record.fills.size(), 1U);
    EXPECT_EQ(outcome.record.orders.at(0).refused_by_risk->reason, RiskReason::order_notional);
    EXPECT_EQ(
        outcome.record.refused_by_reason.at(static_cast<std::size_t>(RiskReason::order_notional)),
        1U);
    EXPECT_EQ(script.orders.at(0).reason, std::uint32_t{TL_REFUSED_RISK});
}

// ---- the end ----

TEST(End, ValuesWhatIsOpenOrClosesItAtTheLastCloseWithCosts) {
    for (const AtEnd at_end : {AtEnd::value, AtEnd::close}) {
        World world;
        world.at_end = at_end;
        world.taker = "0.001";
        Script script(at_bar(0, {order(perp, 1, 1'000)}));
        world.play(script);
        world.bars(btc_perp,
                   minutes(btc_perp, {flat, flat, {"100.00", "110.00", "100.00", "110.00"}}));

        const RunOutcome outcome = run(world);

        const bool closed = at_end == AtEnd::close;
        EXPECT_EQ(outcome.statement.unrealised, closed ? Cash() : usdt("10"));
        EXPECT_EQ(outcome.statement.realised, closed ? usdt("10") : Cash());
        EXPECT_EQ(outcome.statement.fees, closed ? usdt("0.21") : usdt("0.1"));
        EXPECT_EQ(outcome.record.fills.size(), closed ? 2U : 1U);
    }
}

TEST(Curve, HasAPointForEachBarWithEquityAndExposure) {
    World world;
    Script script(at_bar(0, {order(perp, 1, 1'000)}));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, {flat, {"100.00", "120.00", "100.00", "120.00"}, flat}));

    const RunOutcome outcome = run(world);

    const EquityCurve& curve = outcome.record.curve;
    ASSERT_EQ(curve.ts.size(), 3U);
    EXPECT_EQ(curve.equity[1], usdt("200020").mantissa());
    EXPECT_EQ(curve.equity[2], usdt("200000").mantissa());
    EXPECT_EQ(curve.exposure[0], 0);
    EXPECT_EQ(curve.exposure[1], usdt("120").mantissa());
}

TEST(Source, OutOfOrderOrContradictingItselfEndsTheRunWithItsPlace) {
    World backwards;
    Script script(at_bar(0, {}));
    backwards.play(script);
    auto bars = minutes(btc_perp, many(3));
    std::swap(bars[1], bars[2]);
    backwards.bars(btc_perp, bars);
    EXPECT_EQ(backwards.run().error().code, ErrorCode::malformed);

    World crossed;
    Script other(at_bar(0, {}));
    crossed.play(other);
    auto wrong = minutes(btc_perp, many(3));
    wrong[1].high = wrong[1].low - 1;
    crossed.bars(btc_perp, wrong);
    const auto refused = crossed.run();
    ASSERT_FALSE(refused.has_value());
    EXPECT_NE(refused.error().context.find("BTC-USDT-PERP bars at "), std::string::npos);
}

}  // namespace
}  // namespace tradelab::engine_test

#include "engine/world.hpp"

#include <gtest/gtest.h>

// The rules by which bars fill orders, each on an example worked by hand.
namespace tradelab::engine_test {
namespace {

constexpr tl_inst perp = 2;

TEST(MarketOrder, FillsAtTheNextOpenWorseBySpreadAndImpact) {
    World world;
    world.model = costly();
    Script script(at_bar(0, {order(perp, 1, 1'000)}));
    world.play(script);
    // Volume 100.000: 10 % may fill, 10.000.  One is a tenth of that: impact 0.0002.
    // 200 x (1 + 0.0010 + 0.0002) = 200.24.
    world.bars(btc_perp,
               minutes(btc_perp, {flat, {"200.00", "210.00", "190.00", "205.00", 100'000}}));

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.fills.size(), 1U);
    const FillRecord& fill = outcome.record.fills[0];
    EXPECT_EQ(fill.price, desk::price("200.24"));
    EXPECT_EQ(fill.cause, FillCause::next_open);
    EXPECT_EQ(fill.at, close_at(0));
    EXPECT_EQ(fill.slippage, usdt("0.24"));
    EXPECT_EQ(fill.position_after, desk::perp("1"));
}

TEST(MarketOrder, SellsBelowTheOpenRoundedToTheTickAgainstUs) {
    World world;
    world.model = costly();
    world.filters = {{btc_perp, {filters_from(UnixNanos(0), "0.50", desk::perp("0.001"))}}};
    Script script(at_bar(0, {order(perp, -1, 1'000)}));
    world.play(script);
    // 200 x (1 - 0.0012) = 199.76: the tick below is 199.50.
    world.bars(btc_perp,
               minutes(btc_perp, {flat, {"200.00", "210.00", "190.00", "205.00", 100'000}}));

    EXPECT_EQ(run(world).record.fills.at(0).price, desk::price("199.50"));
}

TEST(MarketOrder, RoundsToTheTickOfItsDay) {
    World world;
    world.model = costly();
    // The tick becomes ten times finer with the second bar's end.
    world.filters = {{btc_perp,
                      {filters_from(UnixNanos(0), "0.50", desk::perp("0.001")),
                       filters_from(close_at(1), "0.05", desk::perp("0.001"))}}};
    Script script([](const tl_ev& event) {
        return event.type == TL_EV_BAR ? Script::Intents{order(perp, -1, 1'000)}
                                       : Script::Intents();
    });
    world.play(script);
    const Ohlc bar{"200.00", "210.00", "190.00", "205.00", 100'000};
    world.bars(btc_perp, minutes(btc_perp, {flat, bar, bar}));

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.fills.size(), 2U);
    EXPECT_EQ(outcome.record.fills[0].price, desk::price("199.50"));
    EXPECT_EQ(outcome.record.fills[1].price, desk::price("199.75"));
}

TEST(MarketOrder, FillsAtMostItsShareOfTheVolumeAndTheRestLater) {
    World world;
    world.model = costly();
    Script script(at_bar(0, {order(perp, 1, 25'000)}));
    world.play(script);
    // 10 % of 100 is 10: three bars, 10 and 10 and 5.  A full share costs 0.0010 + 0.0020.
    const Ohlc bar{"200.00", "200.00", "200.00", "200.00", 100'000};
    world.bars(btc_perp, minutes(btc_perp, {flat, bar, bar, bar}));

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.fills.size(), 3U);
    EXPECT_EQ(outcome.record.fills[0].quantity, desk::perp("10"));
    EXPECT_EQ(outcome.record.fills[0].price, desk::price("200.60"));
    EXPECT_EQ(outcome.record.fills[1].at, close_at(1));
    EXPECT_EQ(outcome.record.fills[2].quantity, desk::perp("5"));
    EXPECT_EQ(outcome.record.fills[2].price, desk::price("200.40"));
    EXPECT_EQ(outcome.record.counts.partial_fills, 2U);
    EXPECT_EQ(outcome.record.orders.at(0).state, OrderState::filled);
}

TEST(MarketOrder, WaitsWhereNothingWasTradedAndTakesAllWhereNobodyCounted) {
    World world;
    world.model = costly();
    Script script(at_bar(0, {order(perp, 1, 25'000)}));
    world.play(script);
    const Ohlc nothing{"200.00", "200.00", "200.00", "200.00", 0};
    const Ohlc unknown{"300.00", "300.00", "300.00", "300.00", -1};
    world.bars(btc_perp, minutes(btc_perp, {flat, nothing, unknown}));

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.fills.size(), 1U);
    EXPECT_EQ(outcome.record.fills[0].quantity, desk::perp("25"));
    EXPECT_EQ(outcome.record.fills[0].price, desk::price("300.90"));  // the whole impact
    EXPECT_EQ(outcome.record.counts.unknown_volume_fills, 1U);
}

TEST(MarketOrder, CostStressScalesSpreadImpactAndFee) {
    World world;
    world.model = costly();
    world.taker = "0.0004";
    world.stress = 2'000;
    Script script(at_bar(0, {order(perp, 1, 1'000)}));
    world.play(script);
    world.bars(btc_perp,
               minutes(btc_perp, {flat, {"200.00", "210.00", "190.00", "205.00", 100'000}}));

    const RunOutcome outcome = run(world);

    // 200 x 1.0024 = 200.48; 200.48 x 0.0008 = 0.160384.
    EXPECT_EQ(outcome.record.fills.at(0).price, desk::price("200.48"));
    EXPECT_EQ(outcome.record.fills.at(0).fee, usdt("0.160384"));
}

TEST(LimitOrder, NeedsATradeBeyondItByOneTickAndThenFillsAtTheLimit) {
    World world;
    world.model = costly();
    world.maker = "0.0001";
    Script script(at_bar(0, {order(perp, 1, 1'000, cents("99.00"))}));
    world.play(script);
    world.bars(btc_perp,
               minutes(btc_perp,
                       {flat,
                        {"100.00", "100.00", "99.00", "100.00"},     // touched
                        {"100.00", "100.00", "98.99", "100.00"}}));  // through

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.fills.size(), 1U);
    EXPECT_EQ(outcome.record.fills[0].price, desk::price("99.00"));
    EXPECT_EQ(outcome.record.fills[0].cause, FillCause::limit);
    EXPECT_EQ(outcome.record.fills[0].at.ns(), close_at(2).ns() - 1);
    EXPECT_EQ(outcome.record.fills[0].fee, usdt("0.0099"));
}

TEST(LimitOrder, RestingFillsAtABetterOpen) {
    World world;
    world.model = costly();
    Script script(at_bar(0, {order(perp, 1, 1'000, cents("99.00"))}));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, {"95.00", "96.00", "94.00", "96.00"}}));

    EXPECT_EQ(run(world).record.fills.at(0).price, desk::price("95.00"));
}

TEST(LimitOrder, ThatCrossesOnArrivalTakesAtTheOpenButNeverBeyondItsLimit) {
    World world;
    world.model = costly();
    world.taker = "0.001";
    Script script(at_bar(0, {order(perp, 1, 1'000, cents("100.05"))}));
    world.play(script);
    // 100 x 1.001 would be 100.10, with impact more: the limit holds.
    world.bars(btc_perp, minutes(btc_perp, {flat, flat}));

    const RunOutcome outcome = run(world);

    EXPECT_EQ(outcome.record.fills.at(0).price, desk::price("100.05"));
    EXPECT_EQ(outcome.record.fills.at(0).fee, usdt("0.10005"));
}

TEST(LimitOrder, PostOnlyThatWouldTakeExpires) {
    World world;
    tl_intent asked = order(perp, 1, 1'000, cents("101.00"));
    asked.flags = TL_IN_F_POST_ONLY;
    Script script(at_bar(0, {asked}));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, {flat, flat}));

    const RunOutcome outcome = run(world);

    EXPECT_TRUE(outcome.record.fills.empty());
    EXPECT_EQ(outcome.record.orders.at(0).state, OrderState::expired);
    ASSERT_EQ(script.orders.size(), 1U);
    EXPECT_EQ(script.orders[0].state, std::uint32_t{TL_ORDER_EXPIRED});
}

TEST(LimitOrder, ImmediateOrCancelKeepsWhatFilledAndFillOrKillNothing) {
    for (const auto tif : {TL_TIF_IOC, TL_TIF_FOK}) {
        World world;
        world.model = costly();
        tl_intent asked = order(perp, 1, 25'000, cents("110.00"));
        asked.tif = static_cast<std::uint16_t>(tif);
        Script script(at_bar(0, {asked}));
        world.play(script);
        const Ohlc bar{"100.00", "100.00", "100.00", "100.00", 100'000};
        world.bars(btc_perp, minutes(btc_perp, {flat, bar, bar}));

        const RunOutcome outcome = run(world);

        EXPECT_EQ(outcome.record.fills.size(), tif == TL_TIF_IOC ? 1U : 0U);
        EXPECT_EQ(outcome.record.orders.at(0).state, OrderState::expired);
    }
}

TEST(LimitOrder, ExpiresAtItsTimeAndDoesNotFillInABarThatEndsLater) {
    World world;
    tl_intent asked = order(perp, 1, 1'000, cents("99.00"));
    asked.expires = close_at(1).ns() + minute / 2;
    Script script(at_bar(0, {asked}));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, {"100.00", "100.00", "90.00", "100.00"}}));

    const RunOutcome outcome = run(world);

    EXPECT_TRUE(outcome.record.fills.empty());
    EXPECT_EQ(outcome.record.orders.at(0).state, OrderState::expired);
    EXPECT_EQ(script.orders.at(0).h.ts_event, close_at(1).ns() + minute / 2);
}

// ---- latency ----

TEST(Latency, AnOrderFillsAtTheFirstOpenAtOrAfterItsArrival) {
    World world;
    world.latency = Duration(1);
    Script script(at_bar(0, {order(perp, 1, 1'000)}));
    world.play(script);
    // It is a nanosecond late for the bar that opens where it was decided.
    world.bars(btc_perp,
               minutes(btc_perp,
                       {flat,
                        {"200.00", "200.00", "200.00", "200.00"},
                        {"300.00", "300.00", "300.00", "300.00"}}));

    EXPECT_EQ(run(world).record.fills.at(0).price, desk::price("300.00"));
}

TEST(Latency, InBarsLetsThatManyOpensPass) {
    World world;
    world.latency_bars = 2;
    Script script(at_bar(0, {order(perp, 1, 1'000)}));
    world.play(script);
    world.bars(btc_perp,
               minutes(btc_perp,
                       {flat,
                        {"200.00", "200.00", "200.00", "200.00"},
                        {"300.00", "300.00", "300.00", "300.00"},
                        {"400.00", "400.00", "400.00", "400.00"}}));

    EXPECT_EQ(run(world).record.fills.at(0).price, desk::price("400.00"));
}

TEST(Latency, ACancelMayComeTooLate) {
    World world;
    world.latency = Duration(minute);
    Script script([](const tl_ev& event) {
        if (event.type == TL_EV_BAR && event.ts_event == close_at(0).ns()) {
            return Script::Intents{order(perp, 1, 1'000, cents("99.00"))};
        }
        if (event.type == TL_EV_BAR && event.ts_event == close_at(2).ns()) {
            return Script::Intents{intent_of(TL_IN_CANCEL_ALL, perp)};
        }
        return Script::Intents();
    });
    world.play(script);
    world.bars(
        btc_perp,
        minutes(btc_perp, {flat, flat, flat, {"100.00", "100.00", "98.00", "100.00"}, flat}));

    const RunOutcome outcome = run(world);

    // It arrives at the end of bar 3, in which the order fills.
    EXPECT_EQ(outcome.record.fills.size(), 1U);
    EXPECT_EQ(outcome.record.orders.at(0).state, OrderState::filled);
}

// ---- spot ----

TEST(Spot, TheFeeOfABuyComesOutOfTheBaseAndLeavesDust) {
    World world;
    world.taker = "0.001";
    Script script([](const tl_ev& event) {
        const bool bar = event.type == TL_EV_BAR;
        if (bar && event.ts_event == close_at(0).ns()) {
            return Script::Intents{order(1, 1, 100'003)};  // 1.00003 BTC
        }
        return bar && event.ts_event == close_at(1).ns() ? Script::Intents{target(1, 0)}
                                                         : Script::Intents();
    });
    world.play(script, {btc_spot});
    world.bars(btc_spot, minutes(btc_spot, {flat, flat, flat}));

    const RunOutcome outcome = run(world);

    // The venue keeps 0.00100003: 0.99902997 are left, of which 0.99902 can be sold.
    ASSERT_EQ(outcome.record.fills.size(), 2U);
    EXPECT_EQ(outcome.record.fills[0].fee, usdt("0.100003"));
    EXPECT_EQ(outcome.record.fills[1].quantity, desk::spot("0.99902"));
    EXPECT_EQ(world.portfolio->position(desk::first, btc_spot).dust, Cash(997));
}

TEST(Spot, ABuyThatTheWalletCannotPayIsRejected) {
    World world;
    Script script(at_bar(0, {order(1, 1, 100'000'001)}));  // 1000.00001 at 100, with 100,000
    world.play(script, {btc_spot});
    world.bars(btc_spot, minutes(btc_spot, {flat, flat}));

    const RunOutcome outcome = run(world);

    EXPECT_TRUE(outcome.record.fills.empty());
    EXPECT_EQ(outcome.record.orders.at(0).state, OrderState::rejected);
    EXPECT_EQ(outcome.record.counts.venue_rejections, 1U);
    EXPECT_EQ(script.orders.at(0).reason, std::uint32_t{TL_REFUSED_VENUE});
}

TEST(Perp, AnOrderWithoutMarginIsRejected) {
    World world;  // leverage 1
    Script script(at_bar(0, {order(perp, 1, 1'000'001)}));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, {flat, flat}));

    EXPECT_EQ(run(world).record.orders.at(0).state, OrderState::rejected);
}

TEST(Filter, WhatIsBelowTheMinimumNotionalIsRefusedAndRecorded) {
    World world;
    Filters strict = filters_from(UnixNanos(0), "0.01", desk::perp("0.001"));
    strict.notional.min = usdt("5");
    world.filters = {{btc_perp, {strict}}};
    Script script(at_bar(0, {order(perp, 1, 49)}));  // 4.90
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, {flat, flat}));

    const RunOutcome outcome = run(world);

    EXPECT_EQ(outcome.record.orders.at(0).refused_by_filter->filter, FilterKind::notional);
    EXPECT_EQ(outcome.record.orders.at(0).order, OrderId());
    EXPECT_EQ(script.orders.at(0).reason, std::uint32_t{TL_REFUSED_FILTER});
}

TEST(FillModels, HaveNamesAndUnknownOnesAreRefusedWithThem) {
    EXPECT_EQ(fill_models().size(), 3U);
    EXPECT_EQ(fill_model("pessimistic/1")->limit_rule, LimitRule::through);
    EXPECT_NE(fill_model("pessimistic/2").error().hint.find("base/1"), std::string::npos);
}

}  // namespace
}  // namespace tradelab::engine_test

#include "engine/world.hpp"

#include <gtest/gtest.h>

// Stops and targets inside of a bar, each on an example worked by hand.
namespace tradelab::engine_test {
namespace {

constexpr tl_inst perp = 2;

// ---- protection ----

tl_intent protected_buy(std::string_view stop, std::string_view take = "") {
    tl_intent asked = order(perp, 1, 1'000);
    asked.stop_price = cents(stop);
    asked.take_price = take.empty() ? TL_NONE : cents(take);
    return asked;
}

TEST(Stop, FillsAtItsPriceThenSlips) {
    World world;
    world.model = costly();
    world.model.half_spread = {};
    world.model.impact_at_cap = {};
    Script script(at_bar(0, {protected_buy("90.00")}));
    world.play(script);
    world.bars(btc_perp,
               minutes(btc_perp, {flat, flat, {"100.00", "100.00", "85.00", "95.00"}, flat}));

    const RunOutcome outcome = run(world);

    // 90 x (1 - 0.005) = 89.55.
    ASSERT_EQ(outcome.record.fills.size(), 2U);
    EXPECT_EQ(outcome.record.fills[1].cause, FillCause::stop);
    EXPECT_EQ(outcome.record.fills[1].price, desk::price("89.55"));
    EXPECT_EQ(outcome.record.fills[1].position_after, Quantity());
    EXPECT_EQ(outcome.record.orders.at(1).purpose, OrderPurpose::stop);
    EXPECT_EQ(outcome.record.orders.at(1).terms.reduce_only, ReduceOnly::yes);
}

TEST(Stop, FillsAtAWorseOpen) {
    World world;
    Script script(at_bar(0, {protected_buy("90.00")}));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, {"80.00", "100.00", "80.00", "95.00"}}));

    EXPECT_EQ(run(world).record.fills.at(1).price, desk::price("80.00"));
}

TEST(Stop, WorksInTheBarOfTheEntry) {
    World world;
    Script script(at_bar(0, {protected_buy("90.00")}));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, {flat, {"100.00", "100.00", "85.00", "99.00"}, flat}));

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.fills.size(), 2U);
    EXPECT_EQ(outcome.record.fills[1].price, desk::price("90.00"));
    EXPECT_EQ(outcome.record.fills[1].at.ns(), close_at(1).ns() - 1);
}

TEST(Stop, ComesBeforeTheTargetInOneBarWhichIsCounted) {
    World world;
    Script script(at_bar(0, {protected_buy("90.00", "110.00")}));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, {"100.00", "115.00", "85.00", "100.00"}}));

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.fills.size(), 2U);
    EXPECT_EQ(outcome.record.fills[1].cause, FillCause::stop);
    EXPECT_TRUE(outcome.record.fills[1].is_ambiguous);
    EXPECT_EQ(outcome.record.counts.ambiguous_bars, 1U);
    EXPECT_EQ(outcome.record.counts.resolved_bars, 0U);
}

TEST(Stop, OfAnAmbiguousBarIsResolvedByFinerBars) {
    World world;
    // Up first: the target fills at 110, and the stop never works.
    FinerVector finer(
        {bar_event(perp,
                   close_at(1).ns() + minute / 2,
                   minute / 2,
                   {"100.00", "115.00", "99.00", "100.00"}),
         bar_event(perp, close_at(2).ns(), minute / 2, {"100.00", "101.00", "85.00", "100.00"})});
    world.finer = &finer;
    Script script(at_bar(0, {protected_buy("90.00", "110.00")}));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, {"100.00", "115.00", "85.00", "100.00"}}));

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.fills.size(), 2U);
    EXPECT_EQ(outcome.record.fills[1].cause, FillCause::take);
    EXPECT_EQ(outcome.record.fills[1].price, desk::price("110.00"));
    EXPECT_FALSE(outcome.record.fills[1].is_ambiguous);
    EXPECT_EQ(outcome.record.counts.ambiguous_bars, 1U);
    EXPECT_EQ(outcome.record.counts.resolved_bars, 1U);
}

TEST(Stop, OfAShortLiesAbove) {
    World world;
    tl_intent asked = order(perp, -1, 1'000);
    asked.stop_price = cents("110.00");
    asked.take_price = cents("90.00");
    Script script(at_bar(0, {asked}));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, {"112.00", "113.00", "100.00", "100.00"}}));

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.fills.size(), 2U);
    EXPECT_EQ(outcome.record.fills[1].price, desk::price("112.00"));
    EXPECT_EQ(outcome.record.fills[1].side, Side::buy);
}

TEST(Stop, ThatIsLargerThanTheBarGoesOnAtMarket) {
    World world;
    world.model.participation_cap = rate("0.1");
    tl_intent asked = order(perp, 1, 15'000);
    asked.stop_price = cents("90.00");
    Script script(at_bar(0, {asked}));
    world.play(script);
    const Ohlc wide{"100.00", "100.00", "85.00", "95.00", 100'000};
    world.bars(btc_perp,
               minutes(btc_perp, {flat, flat, wide, {"88.00", "89.00", "87.00", "88.00"}}));

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.fills.size(), 3U);
    EXPECT_EQ(outcome.record.fills[1].quantity, desk::perp("10"));
    EXPECT_EQ(outcome.record.fills[2].quantity, desk::perp("5"));
    EXPECT_EQ(outcome.record.fills[2].price, desk::price("88.00"));
}

TEST(Stop, OnTheWrongSideOfThePriceIsRefused) {
    World world;
    Script script(at_bar(0, {protected_buy("101.00")}));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, {flat, flat}));

    const RunOutcome outcome = run(world);

    EXPECT_TRUE(outcome.record.fills.empty());
    EXPECT_EQ(script.orders.at(0).reason, std::uint32_t{TL_REFUSED_RISK});
}

TEST(Target, OfALimitEntryWaitsForTheNextBar) {
    World world;
    tl_intent asked = order(perp, 1, 1'000, cents("95.00"));
    asked.stop_price = cents("80.00");
    asked.take_price = cents("105.00");
    Script script(at_bar(0, {asked}));
    world.play(script);
    // The high may have come before the entry.
    const Ohlc wide{"100.00", "106.00", "94.00", "100.00"};
    world.bars(btc_perp,
               minutes(btc_perp, {flat, flat, wide, {"100.00", "106.00", "99.00", "104.00"}}));

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.fills.size(), 2U);
    EXPECT_EQ(outcome.record.fills[0].at.ns(), close_at(2).ns() - 1);
    EXPECT_EQ(outcome.record.fills[1].at.ns(), close_at(3).ns() - 1);
    EXPECT_EQ(outcome.record.fills[1].cause, FillCause::take);
}

}  // namespace
}  // namespace tradelab::engine_test

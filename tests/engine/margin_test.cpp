#include "engine/world.hpp"

#include <gtest/gtest.h>

// Funding and liquidation, with the numbers worked by hand.
namespace tradelab::engine_test {
namespace {

constexpr tl_inst perp = 2;

// ---- funding ----

TEST(Funding, IsPaidOnWhatIsHeldAtTheBoundaryAndNotOnWhatIsDecidedThere) {
    World world;
    // Decided at the end of bars 0 and 1; funding at the end of bar 1: only the first pays.
    Script script(by_bar([](std::int64_t n) {
        return n < 2 ? Script::Intents{order(perp, 1, 1'000)} : Script::Intents();
    }));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, many(4)));
    world.funding(btc_perp,
                  {funding_event(btc_perp, close_at(1), "0.0001", desk::mark("101").mantissa())});

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.funding.size(), 1U);
    const FundingRecord& paid = outcome.record.funding[0];
    EXPECT_EQ(paid.position, desk::perp("1"));
    EXPECT_EQ(paid.paid, usdt("0.0101"));  // 1 x 101 x 0.0001
    EXPECT_EQ(paid.mark_source, MarkSource::recorded);
    EXPECT_EQ(outcome.statement.funding, usdt("0.0101"));
}

TEST(Funding, IsNotPaidOnAPositionThatWasStoppedInTheBarBefore) {
    World world;
    tl_intent asked = order(perp, 1, 1'000);
    asked.stop_price = cents("90.00");
    Script script(at_bar(0, {asked}));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, {flat, {"100.00", "100.00", "80.00", "95.00"}, flat}));
    world.funding(btc_perp,
                  {funding_event(btc_perp, close_at(1), "0.0001", desk::mark("101").mantissa())});

    EXPECT_TRUE(run(world).record.funding.empty());
}

TEST(Funding, WithoutAMarkIsSettledOnTheLastPriceAndCounted) {
    World world;
    Script script(at_bar(0, {order(perp, -1, 1'000)}));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, many(4)));
    world.funding(btc_perp, {funding_event(btc_perp, close_at(1), "0.0001", TL_NONE)});

    const RunOutcome outcome = run(world);

    EXPECT_EQ(outcome.record.funding.at(0).paid, usdt("-0.01"));
    EXPECT_EQ(outcome.record.funding.at(0).mark_source, MarkSource::last_price);
    EXPECT_EQ(outcome.record.counts.funding_without_mark, 1U);
}

TEST(Funding, TakesTheMarkOfTheSameInstantFromTheSeriesOfMarks) {
    World world;
    Script script(at_bar(0, {order(perp, 1, 1'000)}));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, many(4)));
    world.marks(btc_perp, {mark_event(btc_perp, close_at(1), "102")});
    world.funding(btc_perp, {funding_event(btc_perp, close_at(1), "0.0001", TL_NONE)});

    const RunOutcome outcome = run(world);

    EXPECT_EQ(outcome.record.funding.at(0).paid, usdt("0.0102"));
    EXPECT_EQ(outcome.record.counts.funding_without_mark, 0U);
}

// ---- liquidation ----

TEST(Liquidation, OfAnIsolatedPositionHappensAtTheWorstOfTheBarAndIsTold) {
    World world;
    world.account = desk::options({.mode = MarginMode::isolated, .leverage = 10});
    Script script(at_bar(0, {order(perp, 1, 10'000)}));  // 1,000 with 100 of margin
    world.play(script);
    // Balance 100 + 10 x (mark - 100); maintenance 0.4 % of 10 x mark: gone below 90.36.
    world.bars(btc_perp,
               minutes(btc_perp, {flat, flat, {"100.00", "100.00", "90.00", "95.00"}, flat}));

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.liquidations.size(), 1U);
    const LiquidationRecord& gone = outcome.record.liquidations[0];
    EXPECT_EQ(gone.mark, desk::mark("90"));
    EXPECT_EQ(gone.realised, usdt("-100"));
    EXPECT_EQ(gone.fee, usdt("11.25"));  // 1.25 % of 900
    EXPECT_EQ(gone.insurance, usdt("11.25"));
    EXPECT_EQ(outcome.record.fills.at(1).cause, FillCause::liquidation);
    EXPECT_EQ(script.fills.at(1).order, 0U);
    EXPECT_EQ(script.accounts.back().position, 0);
    EXPECT_EQ(outcome.statement.equity, usdt("199900"));
}

TEST(Liquidation, IsNotReachedABitAboveItsMark) {
    World world;
    world.account = desk::options({.mode = MarginMode::isolated, .leverage = 10});
    Script script(at_bar(0, {order(perp, 1, 10'000)}));
    world.play(script);
    world.bars(btc_perp,
               minutes(btc_perp, {flat, flat, {"100.00", "100.00", "90.37", "95.00"}, flat}));

    EXPECT_TRUE(run(world).record.liquidations.empty());
}

TEST(Liquidation, ComesAfterAStopThatLiesBeforeIt) {
    World world;
    world.account = desk::options({.mode = MarginMode::isolated, .leverage = 10});
    tl_intent asked = order(perp, 1, 10'000);
    asked.stop_price = cents("95.00");
    Script script(at_bar(0, {asked}));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, {"100.00", "100.00", "80.00", "95.00"}}));

    const RunOutcome outcome = run(world);

    EXPECT_TRUE(outcome.record.liquidations.empty());
    EXPECT_EQ(outcome.record.fills.at(1).cause, FillCause::stop);
}

TEST(Liquidation, GoesByRecordedMarksAndNotByTheBar) {
    World world;
    world.account = desk::options({.mode = MarginMode::isolated, .leverage = 10});
    Script script(at_bar(0, {order(perp, 1, 10'000)}));
    world.play(script);
    world.bars(btc_perp,
               minutes(btc_perp, {flat, flat, {"100.00", "100.00", "80.00", "95.00"}, flat}));
    std::vector<tl_ev_mark> marks;
    for (int n = 0; n < 4; ++n) {
        marks.push_back(mark_event(btc_perp, close_at(n), "100"));
    }
    const std::int64_t mark = desk::mark("100").mantissa();
    world.marks(btc_perp, marks, std::vector(4, mark), std::vector(4, mark));

    EXPECT_TRUE(run(world).record.liquidations.empty());
}

TEST(Liquidation, OfCrossMarginTakesTheWholeWallet) {
    World world;
    world.account = desk::options({.mode = MarginMode::cross, .leverage = 10});
    world.account.futures_cash = usdt("150");
    Script script(at_bar(0, {order(perp, 1, 10'000)}));
    world.play(script);
    // 150 + 10 x (mark - 100) <= 0.04 x mark: gone at 85.34 and below.
    world.bars(btc_perp,
               minutes(btc_perp, {flat, flat, {"100.00", "100.00", "85.00", "95.00"}, flat}));

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.liquidations.size(), 1U);
    EXPECT_EQ(outcome.record.liquidations[0].fee, usdt("10.625"));
    EXPECT_EQ(outcome.record.liquidations[0].insurance, usdt("10.625"));
    EXPECT_EQ(world.portfolio->statement(Wallet::futures).equity, Cash());
}

}  // namespace
}  // namespace tradelab::engine_test

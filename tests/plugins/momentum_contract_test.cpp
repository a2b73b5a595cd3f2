#include "core/event.hpp"
#include "plugins/trader.hpp"
#include "strategy/sample_market.hpp"

#include <tradelab/testkit.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <string>

// How momentum lives with its host: fills and stops told by account events, gaps, snapshots,
// batches.
namespace tradelab {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

Trader::Ticks small_cross() {
    return {{"entry", 1},
            {"direction", 2},
            {"fast", 2},
            {"slow", 4},
            {"adx_min", 0},
            {"atr_bars", 5},
            {"stop", 100},
            {"vol_bars", 10},
            {"vol_target", 200}};
}

// Long since the last bar; the host has been told and has filled.
void enter_long(Trader& trader) {
    trader.quiet_bars(10);
    ASSERT_THAT(trader.bar(103, 99, 103), SizeIs(1));
    ASSERT_THAT(trader.account(5'000), IsEmpty());
}

TEST(MomentumAndItsHost, AStopThatTheHostCarriedOutEndsTheTradeUntilANewSignal) {
    Trader trader(small_cross());
    enter_long(trader);

    const auto told = trader.account(0);

    ASSERT_THAT(told, SizeIs(1));
    EXPECT_EQ(told[0].target_e9, 0);
    EXPECT_EQ(Trader::reason(told[0]), "closed_outside");
    EXPECT_THAT(trader.bar(104, 102, 103), IsEmpty());  // the cross still stands, but is spent
    EXPECT_THAT(trader.bar(105, 103, 104), IsEmpty());
    const auto down = trader.bar(101, 99, 100);
    ASSERT_THAT(down, SizeIs(1));
    EXPECT_LT(down[0].target_e9, 0);
}

TEST(MomentumAndItsHost, ATieOfTheAveragesMakesNoNewSignal) {
    Trader trader(small_cross());
    enter_long(trader);
    ASSERT_THAT(trader.account(0), SizeIs(1));

    EXPECT_THAT(trader.bar(98, 96, 97), IsEmpty());     // 100 against 100
    EXPECT_THAT(trader.bar(108, 106, 107), IsEmpty());  // 102 against 101.75: up, as before the tie
}

TEST(MomentumAndItsHost, BeingFlatBeforeTheEntryFilledIsNoStop) {
    Trader trader(small_cross());
    trader.account(0);
    trader.quiet_bars(10);
    trader.bar(103, 99, 103);

    EXPECT_THAT(trader.account(0), IsEmpty());
    EXPECT_THAT(trader.account(1'000), IsEmpty());
    EXPECT_THAT(trader.account(5'000), IsEmpty());
}

TEST(MomentumAndItsHost, PassingThroughZeroWhileTurningIsNoStop) {
    Trader trader(small_cross());
    enter_long(trader);
    const auto turned = trader.bar(99, 96, 96);  // 99.5 against 99.75

    ASSERT_THAT(turned, SizeIs(1));
    ASSERT_LT(turned[0].target_e9, 0);
    EXPECT_THAT(trader.account(2'000), IsEmpty());
    EXPECT_THAT(trader.account(0), IsEmpty());
    EXPECT_THAT(trader.account(-5'000), IsEmpty());
    EXPECT_THAT(trader.account(0), SizeIs(1));
}

TEST(MomentumAndItsHost, ARefusedEntryIsNoTradeAndIsNotAskedForAgain) {
    Trader trader(small_cross());
    trader.quiet_bars(10);
    ASSERT_THAT(trader.bar(103, 99, 103), SizeIs(1));
    ASSERT_THAT(trader.order(TL_ORDER_CANCELLED), IsEmpty());  // an older one

    const auto told = trader.order(TL_ORDER_REJECTED);

    ASSERT_THAT(told, SizeIs(1));
    EXPECT_EQ(told[0].target_e9, 0);
    EXPECT_EQ(Trader::reason(told[0]), "refused");
    EXPECT_THAT(trader.bar(104, 102, 103), IsEmpty());
    EXPECT_THAT(trader.bar(101, 96, 97), SizeIs(1));  // the cross down is another signal
}

TEST(MomentumAndItsHost, ARefusalWhileSomethingIsHeldEndsNothing) {
    Trader trader(small_cross());
    enter_long(trader);

    EXPECT_THAT(trader.order(TL_ORDER_REJECTED), IsEmpty());
}

TEST(MomentumAndItsHost, AGapMakesItFlatAndWarmUpAgain) {
    Trader trader(small_cross());
    enter_long(trader);

    const auto flat = trader.gap();

    ASSERT_THAT(flat, SizeIs(1));
    EXPECT_EQ(flat[0].target_e9, 0);
    EXPECT_EQ(Trader::reason(flat[0]), "gap");
    EXPECT_THAT(trader.account(0), IsEmpty());
    EXPECT_THAT(trader.quiet_bars(9), IsEmpty());
    EXPECT_THAT(trader.bar(120, 99, 120), IsEmpty());  // a cross, but the tenth bar
    EXPECT_THAT(trader.quiet_bars(4), SizeIs(1));      // the turn down after it
    EXPECT_THAT(trader.gap(), SizeIs(1));
    EXPECT_THAT(trader.gap(), IsEmpty());  // nothing held, nothing to say
}

TEST(MomentumAndItsHost, SavedAndLoadedItGoesOnAsIfNothingHadHappened) {
    Trader one(small_cross());
    enter_long(one);
    Trader other(small_cross());

    other.resume(one);

    EXPECT_EQ(one.saved(), other.saved());
    for (int bar = 0; bar < 40; ++bar) {
        const double close = 103 + 8.0 * ((bar * 7) % 11 - 5) / 5;
        const auto expected = one.bar(close + 1, close - 1, close);
        const auto wanted = other.bar(close + 1, close - 1, close);
        ASSERT_EQ(wanted.size(), expected.size()) << "bar " << bar;
        for (std::size_t at = 0; at < wanted.size(); ++at) {
            EXPECT_EQ(std::memcmp(&wanted[at], &expected[at], sizeof(tl_intent)), 0);
        }
    }
    EXPECT_EQ(one.saved(), other.saved());
}

std::string bytes_of(const testkit::Run& run) {
    std::string bytes;
    for (const auto& wanted : run.intents) {
        bytes.append(reinterpret_cast<const char*>(&wanted.intent), sizeof wanted.intent);
    }
    return bytes;
}

testkit::Options walk(std::int64_t entry, std::uint32_t batch) {
    return {.ticks = {{"entry", entry},
                      {"direction", 2},
                      {"channel", 20},
                      {"exit", 10},
                      {"fast", 5},
                      {"slow", 20},
                      {"adx_min", 10}},
            .bars = testkit::walk(3, 3'000),
            .batch = batch};
}

TEST(MomentumAndItsHost, TheSizeOfABatchChangesNothing) {
    for (const std::int64_t entry : {0, 1}) {
        const auto expected = testkit::run(*tl_plugin_entry_v1(), walk(entry, 1));
        ASSERT_EQ(expected.error, "");
        ASSERT_GT(expected.intents.size(), 50U);
        for (const std::uint32_t batch : {1U, 7U, 64U, 4096U}) {
            const auto run = testkit::run(*tl_plugin_entry_v1(), walk(entry, batch));

            EXPECT_EQ(run.error, "");
            EXPECT_THAT(run.problems, IsEmpty());
            EXPECT_EQ(bytes_of(run), bytes_of(expected)) << "batch " << batch;
        }
    }
}

TEST(MomentumAndItsHost, BreakoutsInWarmUpAreNotTraded) {
    auto options = walk(0, 64);
    options.warmup_bars = 1'000;

    const auto run = testkit::run(*tl_plugin_entry_v1(), options);

    EXPECT_THAT(run.problems, IsEmpty());
    ASSERT_FALSE(run.intents.empty());
    EXPECT_GE(run.intents.front().bar, 1'000U);
}

TEST(MomentumAndItsHost, SizeNeverPassesItsCap) {
    auto options = walk(0, 64);
    options.ticks.emplace_back("size_max", 3);
    options.ticks.emplace_back("vol_target", 200);

    const auto run = testkit::run(*tl_plugin_entry_v1(), options);

    ASSERT_FALSE(run.intents.empty());
    for (const auto& wanted : run.intents) {
        EXPECT_LE(std::abs(wanted.intent.target_e9), 150'000'000);
    }
}

TEST(MomentumAndItsHost, TheSampleMarketIsTradedWithInitialParametersAndEveryReasonIsDeclared) {
    const auto events = sample_events({.bars = 2'000, .gap_after = 900});
    Trader trader;
    std::size_t intents = 0;

    for (std::size_t at = 0; at < events.count(); ++at) {
        intents += trader.replay(events[at]).size();
    }

    EXPECT_GT(intents, 10U);
}

TEST(MomentumAndItsHost, DeclaresThatTheShorterChannelAndTheFastAverageAreShorter) {
    const tl_descriptor& told = *tl_plugin_entry_v1()->describe(0);

    ASSERT_EQ(told.constraint_count, 2U);
    for (std::uint32_t at = 0; at < told.constraint_count; ++at) {
        const tl_constraint& one = told.constraints[at];
        EXPECT_LT(told.params[one.lower].initial, told.params[one.upper].initial);
        EXPECT_EQ(one.margin, 1);
    }
}

}  // namespace
}  // namespace tradelab

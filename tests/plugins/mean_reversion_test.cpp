#include "plugins/trader.hpp"
#include "strategy/sample_market.hpp"

#include <tradelab/testkit.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <string>

// What mean reversion trades, bar by bar.  The numbers are worked out by hand: after quiet bars (99
// to 101, close 100) one close at 97 among ten has the mean 99.7 and the deviation 0.9, so z is -3,
// and a second -2.  Its range of 4 makes Wilder's average of 5 bars 2 + (4 - 2) / 5 = 2.4.
namespace tradelab {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr std::int64_t go_short = 1;
constexpr std::int64_t go_both = 2;
constexpr std::int64_t on_bollinger = 1;
constexpr std::int64_t by_adx = 1;
constexpr std::int64_t by_slope = 2;

Trader::Ticks small(const Trader::Ticks& other = {}) {
    Trader::Ticks ticks = {{"length", 10},
                           {"regime", 0},
                           {"adx_bars", 5},
                           {"trend", 20},
                           {"vol_fast", 5},
                           {"vol_slow", 20},
                           {"vol_max", 100},
                           {"atr_bars", 5},
                           {"stop", 10},
                           {"hold_max", 5}};
    ticks.insert(ticks.end(), other.begin(), other.end());
    return ticks;
}

constexpr std::uint32_t warm = 20;  // twenty returns

TEST(MeanReversion, WarmUpIsWhatTheIndicatorsInUseNeed) {
    EXPECT_EQ(Trader(small()).warmup_bars(), warm);
    EXPECT_EQ(Trader(small({{"length", 30}})).warmup_bars(), 29U);
    EXPECT_EQ(Trader(small({{"trend", 100}})).warmup_bars(), warm);  // not in use
    EXPECT_EQ(Trader(small({{"regime", by_slope}, {"trend", 100}})).warmup_bars(), 100U);
    EXPECT_EQ(Trader(small({{"regime", by_adx}, {"adx_bars", 20}})).warmup_bars(), 39U);
}

TEST(MeanReversion, BuysWhatHasStretchedDownWithAStopOneRangeBelow) {
    Trader trader(small());
    trader.quiet_bars(warm);

    const auto wanted = trader.bar(101, 97, 97);

    ASSERT_THAT(wanted, SizeIs(1));
    EXPECT_EQ(wanted[0].target_e9, 500'000'000);
    EXPECT_EQ(wanted[0].stop_price, 9'460);
    EXPECT_EQ(wanted[0].take_price, TL_NONE);
    EXPECT_EQ(Trader::reason(wanted[0]), "stretched_down");
}

TEST(MeanReversion, AsksForAStretchOfTheLengthDeclared) {
    Trader trader(small({{"entry", 31}}));
    trader.quiet_bars(warm);

    EXPECT_THAT(trader.bar(101, 97, 97), IsEmpty());
}

TEST(MeanReversion, SellsAStretchUpwardsOnlyWhereItMay) {
    for (const std::int64_t direction : {0L, go_short, go_both}) {
        Trader trader(small({{"direction", direction}}));
        trader.quiet_bars(warm);

        const auto wanted = trader.bar(103, 99, 103);

        ASSERT_THAT(wanted, SizeIs(direction == 0 ? 0 : 1));
        if (direction != 0) {
            EXPECT_EQ(wanted[0].target_e9, -500'000'000);
            EXPECT_EQ(wanted[0].stop_price, 10'540);
            EXPECT_EQ(Trader::reason(wanted[0]), "stretched_up");
        }
    }
}

TEST(MeanReversion, ABollingerEntryWaitsForTheCloseBackInside) {
    Trader trader(small({{"signal", on_bollinger}}));
    trader.quiet_bars(warm);

    EXPECT_THAT(trader.bar(101, 97, 97), IsEmpty());
    const auto wanted = trader.bar(99, 97, 98.5);  // mean 99.55, deviation 0.96: z is -1.09

    ASSERT_THAT(wanted, SizeIs(1));
    EXPECT_GT(wanted[0].target_e9, 0);
    EXPECT_EQ(Trader::reason(wanted[0]), "back_inside_up");

    Trader late(small({{"signal", on_bollinger}}));
    late.quiet_bars(warm);
    late.bar(101, 97, 97);
    EXPECT_THAT(late.bar(101, 97, 100), IsEmpty());  // z is 0.33: the mean is behind it
}

TEST(MeanReversion, LeavesAtTheMeanOrWhereItIsTold) {
    for (const std::int64_t exit : {0, -5}) {
        Trader trader(small({{"exit", exit}}));
        trader.quiet_bars(warm);
        trader.bar(101, 97, 97);

        EXPECT_THAT(trader.bar(98, 96, 97), IsEmpty());
        const auto left = trader.bar(101, 97, 100);  // two of ten at 97: 0.6 / 1.2 is 0.5

        ASSERT_THAT(left, SizeIs(1));
        EXPECT_EQ(left[0].target_e9, 0);
        EXPECT_EQ(Trader::reason(left[0]), "at_mean");
    }
    Trader patient(small({{"exit", -6}}));
    patient.quiet_bars(warm);
    patient.bar(101, 97, 97);
    patient.bar(98, 96, 97);
    EXPECT_THAT(patient.bar(101, 97, 100), IsEmpty());
}

TEST(MeanReversion, ABarThroughTheStopEndsItAndTheStretchIsSpent) {
    Trader trader(small());
    trader.quiet_bars(warm);
    trader.bar(101, 97, 97);

    EXPECT_THAT(trader.bar(98, 94.61, 97), IsEmpty());
    const auto stopped = trader.bar(97, 94.60, 96);

    ASSERT_THAT(stopped, SizeIs(1));
    EXPECT_EQ(Trader::reason(stopped[0]), "stopped");
    EXPECT_THAT(trader.bar(96, 90, 91), IsEmpty());  // stretched further: the same stretch
    trader.quiet_bars(12);                           // back at the mean, and all forgotten
    EXPECT_THAT(trader.bar(101, 97, 97), SizeIs(1));
}

TEST(MeanReversion, LeavesWhenItHasTakenTooLong) {
    Trader trader(small());
    trader.quiet_bars(warm);
    trader.bar(101, 97, 97);

    for (int bar = 1; bar < 5; ++bar) {
        EXPECT_THAT(trader.bar(98, 96, 97), IsEmpty()) << bar;
    }
    const auto left = trader.bar(98, 96, 97);

    ASSERT_THAT(left, SizeIs(1));
    EXPECT_EQ(Trader::reason(left[0]), "too_long");
}

TEST(MeanReversion, AStrongTrendHoldsItBack) {
    // All movement of the bar is downwards: its DX is 100, the average of 5 bars 20.
    for (const std::int64_t adx_max : {20, 19}) {
        Trader trader(small({{"regime", by_adx}, {"adx_max", adx_max}}));
        trader.quiet_bars(warm);

        EXPECT_THAT(trader.bar(101, 97, 97), SizeIs(adx_max == 20 ? 1 : 0));
    }
}

TEST(MeanReversion, ASlopeAgainstItHoldsItBackAndOneWithItDoesNot) {
    // 3 x 2 / 21 = 0.286 a bar, 0.119 of the average range.
    for (const std::int64_t slope_max : {12, 11}) {
        Trader trader(small({{"regime", by_slope}, {"slope_max", slope_max}}));
        trader.quiet_bars(warm);

        EXPECT_THAT(trader.bar(101, 97, 97), SizeIs(slope_max == 12 ? 1 : 0));
    }
    Trader rising(small({{"regime", by_slope}, {"slope_max", 1}, {"entry", 15}}));
    for (int bar = 0; bar < 40; ++bar) {
        rising.bar(101 + bar, 99 + bar, 100 + bar);
    }
    EXPECT_THAT(rising.bar(140, 119, 120), IsEmpty());  // the fall turns the average itself
    Trader still(small({{"regime", by_slope}, {"slope_max", 1}, {"entry", 10}}));
    for (int bar = 0; bar < 40; ++bar) {
        still.bar(101 + bar, 99 + bar, 100 + bar);
    }
    EXPECT_THAT(still.bar(140, 130, 131), SizeIs(1));  // z is -1.25; the average, near 129.5, rises
}

TEST(MeanReversion, AWildMarketHoldsItBack) {
    // One return among five and among twenty: the volatility of now is twice the usual.
    for (const std::int64_t vol_max : {21, 19}) {
        Trader trader(small({{"vol_max", vol_max}}));
        trader.quiet_bars(warm);

        EXPECT_THAT(trader.bar(101, 97, 97), SizeIs(vol_max == 21 ? 1 : 0));
    }
}

TEST(MeanReversionAndItsHost, AStopThatTheHostCarriedOutEndsTheTrade) {
    Trader trader(small());
    trader.quiet_bars(warm);
    trader.bar(101, 97, 97);
    EXPECT_THAT(trader.account(0), IsEmpty());  // not yet filled
    EXPECT_THAT(trader.account(5'000), IsEmpty());

    const auto told = trader.account(0);

    ASSERT_THAT(told, SizeIs(1));
    EXPECT_EQ(told[0].target_e9, 0);
    EXPECT_EQ(Trader::reason(told[0]), "closed_outside");
    EXPECT_THAT(trader.bar(98, 96, 96), IsEmpty());
}

TEST(MeanReversionAndItsHost, ARefusedEntryIsNoTrade) {
    Trader trader(small());
    trader.quiet_bars(warm);
    trader.bar(101, 97, 97);

    const auto told = trader.order(TL_ORDER_REJECTED);

    ASSERT_THAT(told, SizeIs(1));
    EXPECT_EQ(Trader::reason(told[0]), "refused");
    EXPECT_THAT(trader.bar(98, 96, 96), IsEmpty());
}

TEST(MeanReversionAndItsHost, AGapMakesItFlatAndWarmUpAgain) {
    Trader trader(small());
    trader.quiet_bars(warm);
    trader.bar(101, 97, 97);

    const auto flat = trader.gap();

    ASSERT_THAT(flat, SizeIs(1));
    EXPECT_EQ(Trader::reason(flat[0]), "gap");
    EXPECT_THAT(trader.quiet_bars(warm - 1), IsEmpty());
    EXPECT_THAT(trader.bar(101, 97, 97), IsEmpty());  // the twentieth
    trader.quiet_bars(12);
    EXPECT_THAT(trader.bar(101, 97, 97), SizeIs(1));
}

testkit::Options walk(std::int64_t signal, std::int64_t regime, std::uint32_t batch) {
    return {.ticks = {{"signal", signal},
                      {"regime", regime},
                      {"direction", go_both},
                      {"length", 20},
                      {"trend", 50},
                      {"vol_slow", 60}},
            .bars = testkit::walk(3, 3'000),
            .batch = batch};
}

TEST(MeanReversionAndItsHost, TheSizeOfABatchChangesNothing) {
    for (const std::int64_t signal : {0, 1}) {
        for (const std::int64_t regime : {0, 1, 2}) {
            const auto expected = testkit::run(*tl_plugin_entry_v1(), walk(signal, regime, 1));
            ASSERT_EQ(expected.error, "");
            ASSERT_GT(expected.intents.size(), 20U);
            for (const std::uint32_t batch : {7U, 64U, 4096U}) {
                const auto run = testkit::run(*tl_plugin_entry_v1(), walk(signal, regime, batch));

                EXPECT_THAT(run.problems, IsEmpty());
                ASSERT_EQ(run.intents.size(), expected.intents.size());
                for (std::size_t at = 0; at < run.intents.size(); ++at) {
                    ASSERT_EQ(std::memcmp(&run.intents[at].intent,
                                          &expected.intents[at].intent,
                                          sizeof(tl_intent)),
                              0);
                }
            }
        }
    }
}

TEST(MeanReversionAndItsHost, SavedAndLoadedItGoesOnAsIfNothingHadHappened) {
    for (const std::int64_t regime : {0L, by_adx, by_slope}) {
        const auto events = sample_events({.bars = 600, .gap_after = 400});
        const Trader::Ticks ticks = small({{"regime", regime}, {"direction", go_both}});
        std::size_t wished = 0;
        for (std::size_t cut = 1; cut < events.count(); cut += 37) {
            Trader one(ticks);
            for (std::size_t at = 0; at < cut; ++at) {
                one.replay(events[at]);
            }
            Trader other(ticks);
            other.resume(one);
            for (std::size_t at = cut; at < events.count(); ++at) {
                const auto expected = one.replay(events[at]);
                const auto wanted = other.replay(events[at]);
                wished += wanted.size();
                ASSERT_EQ(wanted.size(), expected.size());
                ASSERT_TRUE(wanted.empty() ||
                            std::memcmp(&wanted[0], &expected[0], sizeof(tl_intent)) == 0);
            }
            EXPECT_EQ(one.saved(), other.saved());
        }
        EXPECT_GT(wished, 10U);
    }
}

}  // namespace
}  // namespace tradelab

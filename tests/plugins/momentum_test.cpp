#include "plugins/trader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

// What momentum trades, bar by bar.  The numbers are worked out by hand: after quiet bars (99 to
// 101, close 100) the average range is 2 and the volatility 0.  A first bar from 99 to 103 that
// closes at 103 has a range of 4, so that Wilder's average of 5 bars becomes 2 + (4 - 2) / 5 = 2.4.
namespace tradelab {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

Trader::Ticks small(const Trader::Ticks& other = {}) {
    Trader::Ticks ticks = {{"channel", 5},
                           {"exit", 2},
                           {"fast", 2},
                           {"slow", 4},
                           {"adx_bars", 5},
                           {"adx_min", 0},
                           {"atr_bars", 5},
                           {"stop", 10},
                           {"vol_bars", 10},
                           {"vol_target", 200},
                           {"size_max", 10}};
    ticks.insert(ticks.end(), other.begin(), other.end());
    return ticks;
}

constexpr std::int64_t go_long = 0;
constexpr std::int64_t go_short = 1;
constexpr std::int64_t go_both = 2;
constexpr std::int64_t on_cross = 1;

TEST(Momentum, WarmUpIsWhatTheIndicatorsInUseNeed) {
    EXPECT_EQ(Trader(small()).warmup_bars(), 10U);                    // the returns
    EXPECT_EQ(Trader(small({{"channel", 30}})).warmup_bars(), 30U);   // the channel
    EXPECT_EQ(Trader(small({{"atr_bars", 20}})).warmup_bars(), 20U);  // the ranges
    EXPECT_EQ(Trader(small({{"slow", 300}})).warmup_bars(), 10U);     // not in use
    EXPECT_EQ(Trader(small({{"adx_bars", 20}})).warmup_bars(), 10U);  // not in use
    EXPECT_EQ(Trader(small({{"adx_bars", 20}, {"adx_min", 1}})).warmup_bars(), 39U);
    EXPECT_EQ(Trader(small({{"entry", on_cross}, {"slow", 300}})).warmup_bars(), 300U);
}

TEST(Momentum, WantsNothingBeforeWarmUpIsOverAndMayEnterOnTheNextBar) {
    Trader trader(small());

    EXPECT_THAT(trader.quiet_bars(9), IsEmpty());
    EXPECT_THAT(trader.bar(103, 99, 103), IsEmpty());  // the tenth bar

    EXPECT_THAT(trader.bar(104, 99, 104), IsEmpty());  // still the signal of the tenth
    EXPECT_THAT(trader.quiet_bars(5), IsEmpty());
    EXPECT_THAT(trader.bar(105, 99, 105), SizeIs(1));

    Trader another(small());
    another.quiet_bars(10);
    EXPECT_THAT(another.bar(103, 99, 103), SizeIs(1));
}

TEST(Momentum, BreakoutUpGoesLongWithAStopOneAverageRangeBelow) {
    Trader trader(small({{"take", 20}}));
    trader.quiet_bars(10);

    const auto wanted = trader.bar(103, 99, 103);

    ASSERT_THAT(wanted, SizeIs(1));
    EXPECT_EQ(wanted[0].type, TL_IN_TARGET);
    EXPECT_EQ(wanted[0].target_e9, 500'000'000);
    EXPECT_EQ(wanted[0].stop_price, 10'060);  // 103 - 1 * 2.4
    EXPECT_EQ(wanted[0].take_price, 10'780);  // 103 + 2 * 2.4
    EXPECT_EQ(Trader::reason(wanted[0]), "breakout_up");
}

TEST(Momentum, ACloseAtTheChannelIsNoBreakout) {
    Trader trader(small());
    trader.quiet_bars(10);

    EXPECT_THAT(trader.bar(103, 99, 101), IsEmpty());
}

TEST(Momentum, GoesShortOnlyWhereItIsAllowedTo) {
    for (const std::int64_t direction : {go_long, go_short, go_both}) {
        Trader trader(small({{"direction", direction}}));
        trader.quiet_bars(10);

        const auto wanted = trader.bar(101, 97, 97);

        if (direction == go_long) {
            EXPECT_THAT(wanted, IsEmpty());
            continue;
        }
        ASSERT_THAT(wanted, SizeIs(1));
        EXPECT_EQ(wanted[0].target_e9, -500'000'000);
        EXPECT_EQ(wanted[0].stop_price, 9'940);  // 97 + 2.4
        EXPECT_EQ(wanted[0].take_price, TL_NONE);
        EXPECT_EQ(Trader::reason(wanted[0]), "breakout_down");
    }
}

TEST(Momentum, AWeakTrendSilencesTheEntry) {
    // All movement of the 11th bar is upwards: its DX is 100, the average of 5 bars 100 / 5 = 20.
    for (const std::int64_t adx_min : {20, 21}) {
        Trader trader(small({{"adx_min", adx_min}}));
        trader.quiet_bars(10);

        EXPECT_THAT(trader.bar(103, 99, 103), SizeIs(adx_min == 20 ? 1 : 0));
    }
}

TEST(Momentum, SizeFollowsVolatilityUpToItsCap) {
    const double volatility = std::log(1.03) * std::sqrt(8760.0 / 10.0);
    for (const std::int64_t target_pct : {40, 200}) {
        Trader trader(small({{"vol_target", target_pct}}));
        trader.quiet_bars(10);

        const auto wanted = trader.bar(103, 99, 103);

        ASSERT_THAT(wanted, SizeIs(1));
        const double size = std::min(0.5, static_cast<double>(target_pct) / 100 / volatility);
        EXPECT_NEAR(static_cast<double>(wanted[0].target_e9), size * 1e9, 1);
    }
}

TEST(Momentum, SizeIsFollowedOnlyBeyondTheBandAndTheStopStays) {
    Trader trader(small({{"vol_target", 40}, {"rebalance", 25}, {"stop", 100}}));
    trader.quiet_bars(10);
    const auto entered = trader.bar(103, 99, 103);
    ASSERT_THAT(entered, SizeIs(1));

    // Ten bars later the one large return has left the window: volatility is 0, the cap is held.
    for (int bars = 0; bars < 9; ++bars) {
        EXPECT_THAT(trader.bar(104, 102, 103), IsEmpty());
    }
    const auto within = trader.bar(104, 102, 103);  // 0.457 to 0.5: 9 %, inside of the band
    const auto beyond = trader.bar(110, 103, 109);  // ln(109/103) = 5.66 %: 0.239, 48 % less

    EXPECT_THAT(within, IsEmpty());
    ASSERT_THAT(beyond, SizeIs(1));
    EXPECT_NEAR(static_cast<double>(beyond[0].target_e9),
                0.4 / (std::log(109.0 / 103.0) * std::sqrt(876.0)) * 1e9,
                1);
    EXPECT_EQ(beyond[0].stop_price, entered[0].stop_price);
    EXPECT_EQ(Trader::reason(beyond[0]), "rebalance");
}

TEST(Momentum, LeavesBelowTheShorterChannel) {
    Trader trader(small({{"stop", 100}}));
    trader.quiet_bars(10);
    trader.bar(103, 99, 103);

    EXPECT_THAT(trader.bar(104, 102, 103), IsEmpty());
    EXPECT_THAT(trader.bar(104, 102, 103), IsEmpty());
    const auto left = trader.bar(103, 101, 101.5);  // the lowest of the two bars before: 102

    ASSERT_THAT(left, SizeIs(1));
    EXPECT_EQ(left[0].target_e9, 0);
    EXPECT_EQ(left[0].stop_price, TL_NONE);
    EXPECT_EQ(Trader::reason(left[0]), "channel_exit");
}

TEST(Momentum, AnOppositeSignalTurnsThePositionInOneIntent) {
    Trader trader(small({{"stop", 100}, {"direction", go_both}}));
    trader.quiet_bars(10);
    trader.bar(103, 99, 103);

    const auto turned = trader.bar(103, 97, 97);

    ASSERT_THAT(turned, SizeIs(1));
    EXPECT_EQ(turned[0].target_e9, -500'000'000);
    EXPECT_EQ(Trader::reason(turned[0]), "breakout_down");
}

TEST(Momentum, ABarThroughTheStopEndsTheTradeWithoutAnyAccountEvent) {
    Trader trader(small());
    trader.quiet_bars(10);
    trader.bar(103, 99, 103);  // stop at 100.60

    EXPECT_THAT(trader.bar(104, 100.61, 103), IsEmpty());
    const auto stopped = trader.bar(104, 100.60, 103);

    ASSERT_THAT(stopped, SizeIs(1));
    EXPECT_EQ(stopped[0].target_e9, 0);
    EXPECT_EQ(Trader::reason(stopped[0]), "stopped");
}

TEST(Momentum, ABarThroughTheTargetEndsTheTradeToo) {
    Trader trader(small({{"take", 20}}));
    trader.quiet_bars(10);
    trader.bar(103, 99, 103);  // take at 107.80

    EXPECT_THAT(trader.bar(107.80, 103, 103), IsEmpty());
    const auto reached = trader.bar(107.81, 103, 104);

    ASSERT_THAT(reached, SizeIs(1));
    EXPECT_EQ(Trader::reason(reached[0]), "target_reached");
}

TEST(Momentum, AStandingCrossIsNoSignalButItsTurnIs) {
    Trader trader(small({{"entry", on_cross}, {"direction", go_both}, {"stop", 100}}));
    for (int bar = 0; bar < 12; ++bar) {
        EXPECT_THAT(trader.bar(101 + bar, 99 + bar, 100 + bar), IsEmpty());  // up from the start
    }

    EXPECT_THAT(trader.bar(111, 109, 110), IsEmpty());  // 110.5 against 110: still up
    const auto down = trader.bar(109, 107, 108);        // 109 against 109.75
    EXPECT_THAT(trader.bar(109, 107, 108), IsEmpty());  // 108 against 109.25
    EXPECT_THAT(trader.bar(109, 107, 108), IsEmpty());
    EXPECT_THAT(trader.bar(109, 107, 108), IsEmpty());  // 108 against 108: a tie turns nothing
    const auto up = trader.bar(110, 108, 109);

    ASSERT_THAT(down, SizeIs(1));
    EXPECT_EQ(Trader::reason(down[0]), "cross_down");
    EXPECT_LT(down[0].target_e9, 0);
    ASSERT_THAT(up, SizeIs(1));
    EXPECT_EQ(Trader::reason(up[0]), "cross_up");
    EXPECT_GT(up[0].target_e9, 0);
}

}  // namespace
}  // namespace tradelab

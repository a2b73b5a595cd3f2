#include "lab/whole_trades.hpp"

#include "statistics/trade_outcomes.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

namespace tradelab {
namespace {

constexpr InstanceId one{1};
constexpr InstanceId two{2};
constexpr InstrumentId spot{1};
constexpr InstrumentId perp{2};
constexpr InstrumentId other{3};

RoundTrip trip(InstrumentId instrument,
               std::int64_t opened,
               std::optional<std::int64_t> closed,
               std::int64_t net,
               InstanceId instance = one) {
    RoundTrip out;
    out.instance = instance;
    out.instrument = instrument;
    out.opened_at = UnixNanos(opened);
    out.closed_at = closed ? std::optional(UnixNanos(*closed)) : std::nullopt;
    out.net = Cash(net);
    return out;
}

// Spot and perpetual of instance one were sent together once.
std::vector<OrderRecord> pair_orders() {
    std::vector<OrderRecord> out(3);
    for (OrderRecord& order : out) {
        order.instance = one;
    }
    out[0].terms.instrument = spot;
    out[1].terms.instrument = perp;
    out[0].pair = out[1].pair = 1;
    out[2].terms.instrument = other;
    return out;
}

std::vector<WholeTrade> put_together(std::vector<RoundTrip>& trips) {
    const std::vector<Cash> notionals(trips.size(), Cash(1'000));
    return whole_trades_of(trips, notionals, pair_orders());
}

TEST(WholeTrades, LegsOfAPairAreOneTradeThatEndsWithTheLastOfThem) {
    std::vector<RoundTrip> trips = {trip(spot, 10, 50, -300), trip(perp, 10, 52, 340)};

    const auto trades = put_together(trips);

    ASSERT_EQ(trades.size(), 1U);
    EXPECT_EQ(trades[0].net, Cash(40));
    EXPECT_EQ(trades[0].notional, Cash(2'000));
    EXPECT_EQ(trades[0].closed_at, UnixNanos(52));
    EXPECT_EQ(trades[0].legs, 2U);
    EXPECT_EQ(trips[0].trade, 1U);
    EXPECT_EQ(trips[1].trade, 1U);
}

TEST(WholeTrades, APairThatWinsIsOneWinAndNoLoss) {
    std::vector<RoundTrip> trips = {trip(spot, 10, 50, -300),
                                    trip(perp, 10, 50, 340),
                                    trip(spot, 50, 90, 500),
                                    trip(perp, 50, 90, -480)};
    std::vector<TradeOutcome> outcomes;
    for (const WholeTrade& trade : put_together(trips)) {
        outcomes.push_back({.net = trade.net, .notional = trade.notional});
    }

    const TradeFigures figures = trade_figures(outcomes);

    EXPECT_EQ(figures.trades, 2U);
    EXPECT_EQ(figures.win_rate, 1.0);
    EXPECT_EQ(figures.profit_factor, std::nullopt);
    EXPECT_EQ(figures.average_return, 0.015);  // (40 + 20) / 2 of 2,000
}

TEST(WholeTrades, ALegThatIsOpenedAgainWhileTheOtherStandsBelongsToIt) {
    std::vector<RoundTrip> trips = {
        trip(spot, 10, 90, 1), trip(perp, 10, 40, 2), trip(perp, 60, 80, 4)};

    const auto trades = put_together(trips);

    ASSERT_EQ(trades.size(), 1U);
    EXPECT_EQ(trades[0].net, Cash(7));
    EXPECT_EQ(trades[0].legs, 3U);
}

TEST(WholeTrades, AnOpenLegKeepsItsPairOpen) {
    std::vector<RoundTrip> trips = {trip(spot, 10, std::nullopt, -3), trip(perp, 10, 40, 2)};

    EXPECT_EQ(put_together(trips).at(0).closed_at, std::nullopt);
}

TEST(WholeTrades, WhatWasNeverSentTogetherStaysApart) {
    std::vector<RoundTrip> trips = {trip(spot, 10, 50, 1),
                                    trip(other, 10, 50, 2),
                                    trip(spot, 10, 50, 4, two),
                                    trip(perp, 10, 50, 8, two)};

    const auto trades = put_together(trips);

    ASSERT_EQ(trades.size(), 4U);
    EXPECT_EQ(trips[3].trade, 4U);
}

TEST(WholeTrades, AFlipIsTwoTrades) {
    std::vector<RoundTrip> trips = {trip(other, 10, 50, 1), trip(other, 50, 70, 2)};

    EXPECT_EQ(put_together(trips).size(), 2U);
}

}  // namespace
}  // namespace tradelab

#include "lab/round_trips.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace tradelab {
namespace {

constexpr InstanceId one{1};
constexpr InstrumentId perp{7};

UnixNanos hour(int at) {
    return UnixNanos(at * 3'600'000'000'000);
}

struct Made {
    Side side;
    int price;
    int quantity;
    int after;
    int at;
    int realised = 0;
    FillCause cause = FillCause::next_open;
};

FillRecord fill(const Made& made) {
    return {.order = OrderId(1),
            .instance = one,
            .instrument = perp,
            .side = made.side,
            .cause = made.cause,
            .price = Price(made.price),
            .quantity = Quantity(made.quantity),
            .fee = Cash(10),
            .slippage = Cash(4),
            .realised = Cash(made.realised),
            .position_after = Quantity(made.after),
            .at = hour(made.at)};
}

FundingRecord funding(int at, int paid) {
    return {.instance = one,
            .instrument = perp,
            .boundary = hour(at),
            .rate = {},
            .mark = {},
            .position = {},
            .paid = Cash(paid)};
}

TEST(RoundTrips, AnEntryAndAnExitAreOneTrade) {
    const std::vector<FillRecord> fills = {
        fill({.side = Side::buy, .price = 100, .quantity = 2, .after = 2, .at = 1}),
        fill({.side = Side::sell,
              .price = 110,
              .quantity = 2,
              .after = 0,
              .at = 5,
              .realised = 20,
              .cause = FillCause::take})};

    const auto trips = round_trips(fills, {});

    ASSERT_EQ(trips.size(), 1U);
    EXPECT_EQ(trips[0].side, Side::buy);
    EXPECT_EQ(trips[0].opened_at, hour(1));
    EXPECT_EQ(trips[0].closed_at, hour(5));
    EXPECT_EQ(trips[0].entry, Price(100));
    EXPECT_EQ(trips[0].exit, Price(110));
    EXPECT_EQ(trips[0].quantity, Quantity(2));
    EXPECT_EQ(trips[0].fees, Cash(20));
    EXPECT_EQ(trips[0].slippage, Cash(8));
    EXPECT_EQ(trips[0].net, Cash(0));
    EXPECT_EQ(trips[0].exit_cause, FillCause::take);
}

// Bought 1 at 100 and 2 at 103: (100 + 206) / 3 = 102.  Sold short the average rounds down.
TEST(RoundTrips, AveragesAreRoundedAgainstUs) {
    const std::vector<FillRecord> bought = {
        fill({.side = Side::buy, .price = 100, .quantity = 1, .after = 1, .at = 1}),
        fill({.side = Side::buy, .price = 102, .quantity = 2, .after = 3, .at = 2})};
    const std::vector<FillRecord> sold = {
        fill({.side = Side::sell, .price = 100, .quantity = 1, .after = -1, .at = 1}),
        fill({.side = Side::sell, .price = 102, .quantity = 2, .after = -3, .at = 2})};

    EXPECT_EQ(round_trips(bought, {})[0].entry, Price(102));  // 101.33
    EXPECT_EQ(round_trips(sold, {})[0].entry, Price(101));
    EXPECT_EQ(round_trips(bought, {})[0].exit, std::nullopt);
    EXPECT_EQ(round_trips(bought, {})[0].closed_at, std::nullopt);
}

// 5 are sold out of 2: two fifths of the fee belong to the long, rounded up, the rest to the short.
TEST(RoundTrips, AFillThroughZeroEndsOneTradeAndBeginsTheNext) {
    const std::vector<FillRecord> fills = {
        fill({.side = Side::buy, .price = 100, .quantity = 2, .after = 2, .at = 1}),
        fill({.side = Side::sell,
              .price = 90,
              .quantity = 5,
              .after = -3,
              .at = 2,
              .realised = -20})};

    const auto trips = round_trips(fills, {});

    ASSERT_EQ(trips.size(), 2U);
    EXPECT_EQ(trips[0].closed_at, hour(2));
    EXPECT_EQ(trips[0].fees, Cash(14));
    EXPECT_EQ(trips[0].gross, Cash(-20));
    EXPECT_EQ(trips[1].side, Side::sell);
    EXPECT_EQ(trips[1].quantity, Quantity(3));
    EXPECT_EQ(trips[1].fees, Cash(6));
    EXPECT_EQ(trips[1].gross, Cash(0));
}

TEST(RoundTrips, FundingBelongsToWhatWasHeldAtItsBoundary) {
    const std::vector<FillRecord> fills = {
        fill({.side = Side::buy, .price = 100, .quantity = 1, .after = 1, .at = 0}),
        fill({.side = Side::sell, .price = 100, .quantity = 2, .after = -1, .at = 8})};
    const std::vector<FundingRecord> paid = {funding(8, 5), funding(16, -3)};

    const auto trips = round_trips(fills, paid);

    ASSERT_EQ(trips.size(), 2U);
    EXPECT_EQ(trips[0].funding, Cash(5));  // the flip was decided at the close before 8:00
    EXPECT_EQ(trips[1].funding, Cash(-3));
    EXPECT_EQ(trips[1].net, Cash(0) - trips[1].fees + Cash(3));
}

// 100 bought, 7 kept by the fee below the lot of 10: the trade has ended with the sale of 90.
TEST(RoundTrips, DustEndsATrade) {
    const std::vector<Quantity> lots(perp.value(), Quantity(10));
    const std::vector<FillRecord> fills = {
        fill({.side = Side::buy, .price = 100, .quantity = 100, .after = 97, .at = 1}),
        fill({.side = Side::sell, .price = 110, .quantity = 90, .after = 7, .at = 2}),
        fill({.side = Side::buy, .price = 100, .quantity = 100, .after = 104, .at = 3})};

    const auto trips = round_trips(fills, {}, lots);

    ASSERT_EQ(trips.size(), 2U);
    EXPECT_EQ(trips[0].closed_at, hour(2));
    EXPECT_EQ(trips[1].opened_at, hour(3));
    EXPECT_EQ(round_trips(fills, {}).size(), 1U);
}

TEST(RoundTrips, SumsAreThoseOfTheRecordsWhateverTheOrders) {
    const unsigned seed = 20'240'611;
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 draw(seed);
    std::vector<FillRecord> fills;
    std::vector<FundingRecord> paid;
    int position = 0;
    Cash fees, slippage, realised, funded;
    for (int at = 0; at < 2'000; ++at) {
        const int change = static_cast<int>(draw() % 9) - 4;
        if (change != 0) {
            position += change;
            fills.push_back(fill({.side = change > 0 ? Side::buy : Side::sell,
                                  .price = 90 + static_cast<int>(draw() % 20),
                                  .quantity = std::abs(change),
                                  .after = position,
                                  .at = at}));
            fills.back().fee = Cash(static_cast<int>(draw() % 100));
            fills.back().slippage = Cash(static_cast<int>(draw() % 7));
            const bool closes = position == 0 || (position > 0) != (change > 0) ||
                                std::abs(change) > std::abs(position);
            fills.back().realised = Cash(closes ? static_cast<int>(draw() % 50) - 25 : 0);
            fees += fills.back().fee;
            slippage += fills.back().slippage;
            realised += fills.back().realised;
        }
        if (at % 8 == 7 && position != 0) {
            paid.push_back(funding(at + 1, static_cast<int>(draw() % 11) - 5));
            funded += paid.back().paid;
        }
    }

    Cash trip_fees, trip_slippage, trip_gross, trip_funding, trip_net;
    for (const RoundTrip& trip : round_trips(fills, paid)) {
        trip_fees += trip.fees;
        trip_slippage += trip.slippage;
        trip_gross += trip.gross;
        trip_funding += trip.funding;
        trip_net += trip.net;
    }

    EXPECT_EQ(trip_fees, fees);
    EXPECT_EQ(trip_slippage, slippage);
    EXPECT_EQ(trip_gross, realised);
    EXPECT_EQ(trip_funding, funded);
    EXPECT_EQ(trip_net, realised - fees - funded);
}

}  // namespace
}  // namespace tradelab

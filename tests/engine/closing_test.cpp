#include "engine/sizing.hpp"
#include "engine/world.hpp"
#include "risk/bench.hpp"

#include <gtest/gtest.h>

#include <vector>

// A position can always be closed, however little the venue takes at once.
namespace tradelab::engine_test {
namespace {

constexpr tl_inst perp = 2;

// No market order above `most`, and limits of any size.
std::vector<Filters> taking_at_most(std::string_view most) {
    Filters filters = filters_from(UnixNanos(0), "0.01", desk::perp("0.001"));
    filters.market_lot = {.max = desk::perp(most)};
    return {filters};
}

std::vector<Quantity> pieces_of(std::string_view whole, std::string_view most) {
    const Filters filters = taking_at_most(most).front();
    Pieces pieces(desk::perp(whole), desk::perp(most), filters, OrderType::market);
    std::vector<Quantity> out;
    while (!pieces.is_done()) {
        out.push_back(pieces.next());
    }
    return out;
}

TEST(Pieces, AreAsEvenAsLotsAllow) {
    EXPECT_EQ(pieces_of("120", "120"), std::vector{desk::perp("120")});
    EXPECT_EQ(pieces_of("120.001", "120"), (std::vector{desk::perp("60.001"), desk::perp("60")}));
    EXPECT_EQ(pieces_of("10", "4"),
              (std::vector{desk::perp("3.334"), desk::perp("3.333"), desk::perp("3.333")}));
}

TEST(Pieces, AreBoundedAndTheRestComesWholeForTheFilterToRefuse) {
    const auto pieces = pieces_of("100", "1");

    ASSERT_EQ(pieces.size(), limits::closing_pieces_max + 1);
    EXPECT_EQ(pieces.front(), desk::perp("1"));
    EXPECT_EQ(pieces.back(), desk::perp("36"));
}

TEST(MostAtOnce, IsTheTightestOfLotMarketLotAndNotional) {
    Filters filters = taking_at_most("120").front();
    const OrderTerms market{.instrument = btc_perp, .quantity = desk::perp("500"), .limit = {}};
    OrderTerms limit = market;
    limit.limit = desk::price("50000");
    const Places places{.price = DecimalPlaces(2), .quantity = DecimalPlaces(3)};
    EXPECT_EQ(most_at_once(filters, market, places, desk::price("100")), desk::perp("120"));
    EXPECT_EQ(most_at_once(filters, limit, places, desk::price("100")), std::nullopt);

    filters.lot.max = desk::perp("1000");
    EXPECT_EQ(most_at_once(filters, limit, places, desk::price("100")), desk::perp("1000"));

    filters.notional.max = usdt("9000");
    EXPECT_EQ(most_at_once(filters, market, places, desk::price("100")), desk::perp("90"));
    EXPECT_EQ(most_at_once(filters, limit, places, desk::price("100")), desk::perp("0.18"));
    filters.notional.to_market = AppliesToMarket::no;
    EXPECT_EQ(most_at_once(filters, market, places, desk::price("100")), desk::perp("120"));
}

// Buys 100 and 150 and asks for more in one event: the filter's own limit holds for entries.
Script::Rule bought(std::vector<tl_intent> then, tl_fixed stop = TL_NONE) {
    return by_bar([then = std::move(then), stop](std::int64_t n) {
        tl_intent entry = order(perp, 1, 100'000);
        entry.stop_price = stop;
        return n == 0 || n == 1 ? Script::Intents{entry} : n == 3 ? then : Script::Intents();
    });
}

TEST(Closing, OfMoreThanTheMarketLotGoesInPiecesThatTheVenueTakes) {
    World world;
    world.filters = {{btc_perp, taking_at_most("120")}};
    Script script(bought({target(perp, 0)}));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, many(6)));

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.orders.size(), 4U);
    EXPECT_EQ(outcome.record.orders[2].terms.quantity, desk::perp("100"));
    EXPECT_EQ(outcome.record.orders[3].terms.quantity, desk::perp("100"));
    EXPECT_EQ(outcome.record.orders[3].terms.reduce_only, ReduceOnly::yes);
    EXPECT_EQ(world.portfolio->quantity(btc_perp), Quantity());
}

TEST(Closing, AtTheEndOfTheRunGoesInPiecesToo) {
    World world;
    world.at_end = AtEnd::close;
    world.filters = {{btc_perp, taking_at_most("120")}};
    Script script(bought({}));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, many(6)));

    run(world);

    EXPECT_EQ(world.portfolio->quantity(btc_perp), Quantity());
}

TEST(Closing, AnEntryOfMoreThanTheMarketLotIsRefusedAndTheRecordSaysWhy) {
    World world;
    world.filters = {{btc_perp, taking_at_most("120")}};
    Script script(at_bar(0, {order(perp, 1, 120'001)}));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, many(3)));

    const RunOutcome outcome = run(world);

    EXPECT_TRUE(outcome.record.fills.empty());
    ASSERT_EQ(outcome.record.orders.size(), 1U);
    ASSERT_TRUE(outcome.record.orders[0].refused_by_filter.has_value());
    EXPECT_EQ(outcome.record.orders[0].refused_by_filter->filter, FilterKind::market_lot);
    EXPECT_EQ(outcome.record.orders[0].refused_by_filter->bound, Bound::max);
    EXPECT_EQ(script.orders.at(0).reason, std::uint32_t{TL_REFUSED_FILTER});
}

TEST(Stop, OfMoreThanTheMarketLotClosesThePositionInTheBarThatSetsItOff) {
    World world;
    world.filters = {{btc_perp, taking_at_most("120")}};
    Script script(bought({}, cents("90.00")));
    world.play(script);
    world.bars(btc_perp,
               minutes(btc_perp, {flat, flat, flat, {"100.00", "100.00", "85.00", "85.00"}, flat}));

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.fills.size(), 4U);
    for (const std::size_t at : {2U, 3U}) {
        EXPECT_EQ(outcome.record.fills[at].cause, FillCause::stop);
        EXPECT_EQ(outcome.record.fills[at].price, desk::price("90.00"));
        EXPECT_EQ(outcome.record.fills[at].quantity, desk::perp("100"));
    }
    EXPECT_EQ(world.portfolio->quantity(btc_perp), Quantity());
}

TEST(Stop, OfMoreThanAllPiecesHoldStaysAndClosesTheRestLater) {
    World world;
    // 64 pieces of 2 are 128: 72 are left for the next bar.
    std::vector<Filters> filters = taking_at_most("120");
    Filters tighter = taking_at_most("2").front();
    tighter.valid_from = close_at(2);
    filters.push_back(tighter);
    world.filters = {{btc_perp, filters}};
    Script script(bought({}, cents("90.00")));
    world.play(script);
    const Ohlc fall{"100.00", "100.00", "85.00", "85.00"};
    const Ohlc below{"85.00", "85.00", "85.00", "85.00"};
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, flat, fall, below, flat}));

    const RunOutcome outcome = run(world);

    EXPECT_EQ(world.portfolio->quantity(btc_perp), Quantity());
    EXPECT_EQ(outcome.record.fills.at(2 + limits::closing_pieces_max - 1).position_after,
              desk::perp("72"));
    EXPECT_EQ(outcome.record.fills.back().price, desk::price("85.00"));
    EXPECT_EQ(outcome.record.fills.back().at.ns(), close_at(4).ns() - 1);
}

TEST(Stop, HasRoomBesideAllThatMayBeOpen) {
    World world;
    // One open order, and the limit buy is it: the stop's own comes on top.
    world.limits = desk::wide();
    world.limits->open_orders = Limit(std::int64_t{1});
    Script script(by_bar([](std::int64_t n) {
        tl_intent entry = order(perp, 1, 1'000);
        entry.stop_price = cents("90.00");
        return n == 0   ? Script::Intents{entry}
               : n == 1 ? Script::Intents{order(perp, 1, 1'000, cents("50.00"))}
               : n == 3 ? Script::Intents{intent_of(TL_IN_CANCEL_ALL, perp)}
                        : Script::Intents();
    }));
    world.play(script);
    const Ohlc fall{"89.00", "89.00", "85.00", "85.00"};
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, flat, fall, fall, flat}));

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.fills.size(), 2U);
    EXPECT_EQ(outcome.record.fills[1].cause, FillCause::stop);
    EXPECT_EQ(outcome.record.fills[1].at.ns(), close_at(3).ns() - 1);
    EXPECT_EQ(
        outcome.record.refused_by_reason.at(static_cast<std::size_t>(RiskReason::open_orders)), 0U);
}

}  // namespace
}  // namespace tradelab::engine_test

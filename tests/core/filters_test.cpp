#include "core/filters.hpp"

#include <gtest/gtest.h>

#include <random>

namespace tradelab {
namespace {

constexpr Places places{DecimalPlaces(2), DecimalPlaces(3)};
constexpr Price hundred(100'00);

// A perpetual: tick 0.10 from 10.00 to 1000.00, lot 0.001 to 100, market orders to 10, at least 5
// USDT unless reduce-only, and 5 % around the mark.
Filters perp_filters(UnixNanos from = UnixNanos(0)) {
    return {
        .valid_from = from,
        .source = "a test",
        .price = {.min = Price(10'00), .max = Price(1'000'00), .step = Price(10)},
        .lot = {.min = Quantity(1), .max = Quantity(100'000), .step = Quantity(1)},
        .market_lot = {.max = Quantity(10'000)},
        .notional = {.min = Cash(500'000'000), .reduce_only = ExemptsReduceOnly::yes},
        .percent_price = {.bid_up = Rate(1'050'000'000'000), .ask_down = Rate(950'000'000'000)}};
}

OrderTerms buy(Quantity quantity, std::optional<Price> limit) {
    return {.instrument = InstrumentId(1), .side = Side::buy, .quantity = quantity, .limit = limit};
}

std::string words(const OrderTerms& order, std::optional<Price> reference = hundred) {
    const auto refusal = first_refusal(perp_filters(), order, places, reference);
    return refusal ? describe(refusal_error(*refusal)) : "passes";
}

TEST(Filters, AnOrderInsideAllOfThemPasses) {
    EXPECT_EQ(words(buy(Quantity(1'000), hundred)), "passes");
    EXPECT_EQ(words(buy(Quantity(1'000), std::nullopt)), "passes");
}

TEST(Filters, EachRefusalNamesFilterValueLimitAndWhatWouldPass) {
    EXPECT_EQ(words(buy(Quantity(1'000), Price(9'90))),
              "price: 9.90 is below the minimum 10.00: 10.00 would pass");
    EXPECT_EQ(words(buy(Quantity(1'000), Price(1'000'10))),
              "price: 1000.10 is above the maximum 1000.00: 1000.00 would pass");
    EXPECT_EQ(words(buy(Quantity(1'000), Price(100'05))),
              "tick: 100.05 is not a multiple of 0.10: 100.00 or 100.10 would pass");
    EXPECT_EQ(words(buy(Quantity(100'001), hundred)),
              "lot: 100.001 is above the maximum 100.000: 100.000 would pass");
    EXPECT_EQ(words(buy(Quantity(10'001), std::nullopt)),
              "market lot: 10.001 is above the maximum 10.000: 10.000 would pass");
    EXPECT_EQ(words(buy(Quantity(49), hundred)),
              "notional: 4.90000000 is below the minimum 5.00000000: 5.00000000 would pass");
    EXPECT_EQ(words(buy(Quantity(1'000), Price(105'10))),
              "percent price: 105.10 is above the maximum 105.00: 105.00 would pass");
}

TEST(Filters, TheMarketLotDoesNotBindALimitOrder) {
    EXPECT_EQ(words(buy(Quantity(10'001), hundred)), "passes");
}

TEST(Filters, AReduceOnlyOrderMayBeSmallerThanTheMinimum) {
    OrderTerms order = buy(Quantity(1), hundred);
    ASSERT_NE(words(order), "passes");

    order.reduce_only = ReduceOnly::yes;

    EXPECT_EQ(words(order), "passes");
}

TEST(Filters, ASellIsBoundBelowAndABuyAbove) {
    OrderTerms order = buy(Quantity(1'000), Price(94'90));
    EXPECT_EQ(words(order), "passes");

    order.side = Side::sell;

    EXPECT_EQ(words(order), "percent price: 94.90 is below the minimum 95.00: 95.00 would pass");
}

TEST(Filters, ABoundBetweenTwoPricesExcludesTheOneBeyondIt) {
    Filters filters = perp_filters();
    filters.price.step = Price(1);
    const Price reference(100'01);  // x 1.05 = 105.0105, x 0.95 = 95.0095
    OrderTerms order = buy(Quantity(1'000), Price(105'01));
    const auto passes = [&](Price limit) {
        order.limit = limit;
        return !first_refusal(filters, order, places, reference);
    };

    EXPECT_TRUE(passes(Price(105'01)));
    EXPECT_FALSE(passes(Price(105'02)));

    order.side = Side::sell;
    EXPECT_TRUE(passes(Price(95'01)));
    EXPECT_FALSE(passes(Price(95'00)));
}

TEST(Filters, WhatCannotBeCheckedHasNotPassed) {
    EXPECT_EQ(words(buy(Quantity(1'000), std::nullopt), std::nullopt),
              "notional: there is no reference price to check against: wait for a price");
    EXPECT_EQ(words(buy(Quantity(1'000), hundred), std::nullopt),
              "percent price: there is no reference price to check against: wait for a price");
}

TEST(Filters, StepsCountFromTheirOrigin) {
    Filters filters = perp_filters();
    filters.price.origin = Price(5);

    EXPECT_FALSE(first_refusal(filters, buy(Quantity(1'000), Price(100'05)), places, hundred));
    EXPECT_TRUE(first_refusal(filters, buy(Quantity(1'000), hundred), places, hundred));
}

TEST(Filters, WhatWouldPassDoesPass) {
    constexpr std::uint64_t seed = 19;
    std::mt19937_64 random(seed);

    int followed = 0;
    for (int i = 0; i < 20'000; ++i) {
        OrderTerms order = buy(Quantity(1 + static_cast<std::int64_t>(random() % 20'000)),
                               Price(1 + static_cast<std::int64_t>(random() % 110'000)));
        const auto refusal = first_refusal(perp_filters(), order, places, hundred);
        if (!refusal || refusal->filter != FilterKind::tick) {
            continue;
        }
        for (const auto& price : {refusal->passes_below, refusal->passes_above}) {
            if (price) {
                order.limit = Price(*price);
                const auto again = first_refusal(perp_filters(), order, places, hundred);
                ASSERT_TRUE(!again || again->filter > FilterKind::tick) << "seed " << seed;
                ++followed;
            }
        }
    }
    EXPECT_GT(followed, 1'000);
}

TEST(FilterHistory, AnswersWithTheRulesOfTheDay) {
    FilterHistory history;
    Filters later = perp_filters(UnixNanos(200));
    later.price.step = Price(1);
    ASSERT_TRUE(history.add(perp_filters(UnixNanos(100))));
    ASSERT_TRUE(history.add(later));
    const OrderTerms order = buy(Quantity(1'000), Price(100'05));

    EXPECT_FALSE(history.check(order, places, UnixNanos(199), hundred));
    EXPECT_TRUE(history.check(order, places, UnixNanos(200), hundred));
    EXPECT_EQ(history.check(order, places, UnixNanos(199), hundred).error().code,
              ErrorCode::refused);
}

TEST(FilterHistory, RefusesToGuessBeforeTheFirst) {
    FilterHistory history;
    EXPECT_FALSE(history.at(UnixNanos(100)));
    ASSERT_TRUE(history.add(perp_filters(UnixNanos(100))));

    EXPECT_EQ(history.at(UnixNanos(99)).error().code, ErrorCode::data_missing);
    EXPECT_TRUE(history.at(UnixNanos(100)));
}

TEST(FilterHistory, RefusesOverlapDisorderAndRulesThatAllowNothing) {
    FilterHistory history;
    ASSERT_TRUE(history.add(perp_filters(UnixNanos(100))));

    EXPECT_FALSE(history.add(perp_filters(UnixNanos(100))));
    EXPECT_FALSE(history.add(perp_filters(UnixNanos(99))));
    Filters no_step = perp_filters(UnixNanos(200));
    no_step.price.step = Price(0);
    EXPECT_FALSE(history.add(no_step));
    Filters upside_down = perp_filters(UnixNanos(200));
    upside_down.lot.min = Quantity(100'001);
    EXPECT_FALSE(history.add(upside_down));
    EXPECT_EQ(history.all().size(), 1U);
}

}  // namespace
}  // namespace tradelab

#include "report/sums.hpp"

#include "report/fixture.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace tradelab {
namespace {

TEST(Sums, StepsFromGrossToNetAddUpToTheChangeOfEquityExactly) {
    for (const std::uint64_t seed : {1ULL, 2ULL, 3ULL}) {
        BacktestResult result = fixture_result({.seed = seed, .bars = 4'000, .trades = 40});
        result.statement.unrealised = Cash(12'345);
        result.statement.equity += Cash(12'345);

        Cash sum;
        for (const CostStep& step : cost_steps(result)) {
            EXPECT_NE(step.name, "Not explained");
            sum += step.amount;
        }

        EXPECT_EQ(sum, result.statement.equity - result.statement.opening);
    }
}

TEST(Sums, WhatTheBooksDoNotExplainIsShownAndNotHidden) {
    BacktestResult result = fixture_result({.bars = 1'000, .trades = 10});
    result.statement.equity += Cash(1);

    const auto steps = cost_steps(result);

    EXPECT_EQ(steps.back().name, "Not explained");
    EXPECT_EQ(steps.back().amount, Cash(1));
}

TEST(Sums, FundingOfAllYearsIsThatOfTheRecordAndOfTheStatement) {
    const BacktestResult result = fixture_result();

    Cash net;
    std::uint64_t settlements = 0;
    for (const FundingYear& year : funding_years(result)) {
        EXPECT_GE(year.received, Cash(0));
        EXPECT_GE(year.paid, Cash(0));
        net += year.net();
        settlements += year.settlements;
    }

    EXPECT_EQ(net, -result.statement.funding);
    EXPECT_EQ(settlements, result.record.funding.size());
    EXPECT_EQ(funding_years(result).size(), 5U);
}

TEST(Sums, ASettlementAtMidnightBelongsToTheYearThatEnds) {
    BacktestResult result = fixture_result({.bars = 100, .trades = 0});
    FundingRecord received;
    received.instrument = result.manifest.instruments.front().id;
    received.boundary = parse_iso("2021-01-01").value();
    received.paid = Cash(-5);
    FundingRecord paid = received;
    paid.boundary = UnixNanos(received.boundary.ns() + 1);
    paid.mark_source = MarkSource::last_price;
    paid.paid = Cash(7);
    result.record.funding = {received, paid};

    const auto years = funding_years(result);

    ASSERT_EQ(years.size(), 2U);
    EXPECT_EQ(years[0].year, 2020);
    EXPECT_EQ(years[0].received, Cash(5));
    EXPECT_EQ(years[1].paid, Cash(7));
    EXPECT_EQ(years[1].without_mark, 1U);
}

TEST(Sums, FundingOfAYearIsHeldAgainstItsRatesAndWhatWasHeld) {
    BacktestResult result = fixture_result({.bars = 100, .trades = 0});
    const InstrumentUsed& perp = result.manifest.instruments.front();
    FundingRecord one;
    one.instrument = perp.id;
    one.boundary = parse_iso("2021-03-01").value();
    one.rate = Rate(100'000'000);
    one.mark = Price(2'000'000'000'000);  // 20,000
    one.position = Quantity(-3);
    FundingRecord other = one;  // of another strategy, at the same settlement
    other.instance = InstanceId(2);
    FundingRecord later = one;
    later.boundary = parse_iso("2021-03-02").value();
    later.rate = Rate(-300'000'000);
    result.record.funding = {one, other, later};
    result.funding_rates = {
        {.year = 2021, .instrument = perp.id, .settlements = 1095, .sum = Rate(5'000'000'000)},
        {.year = 2022, .instrument = perp.id, .settlements = 10, .sum = Rate(7)}};

    const auto years = funding_years(result);

    ASSERT_EQ(years.size(), 2U);
    EXPECT_EQ(years[0].settlements, 3U);
    EXPECT_EQ(years[0].rates, Rate(5'000'000'000));
    EXPECT_EQ(years[0].rates_held, Rate(-200'000'000));
    const double unit = 20'000 * 3 / std::pow(10, perp.places.quantity.count());
    EXPECT_NEAR(years[0].mean_notional.value_or(0), 1.5 * unit, 1e-9 * unit);
    EXPECT_EQ(years[1].rates, Rate(7));
    EXPECT_EQ(years[1].settlements, 0U);
    EXPECT_FALSE(years[1].mean_notional);
}

TEST(Sums, FeesByInstrumentAreThoseOfTheFills) {
    const BacktestResult result = fixture_result({.bars = 4'000, .trades = 40});

    Cash fees;
    std::uint64_t fills = 0;
    for (const FeeRow& row : fee_rows(result)) {
        fees += row.fees;
        fills += row.fills;
    }

    EXPECT_EQ(fees, result.statement.fees);
    EXPECT_EQ(fills, 80U);
}

}  // namespace
}  // namespace tradelab

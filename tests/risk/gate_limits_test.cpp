#include "risk/bench.hpp"

#include <gtest/gtest.h>

// Every limit passes what reaches it exactly, and refuses the smallest step beyond.
namespace tradelab {
namespace {

using namespace desk;

constexpr Cash least{1};

std::optional<RiskReason> ask(const RiskLimits& limits,
                              const Portfolio& portfolio,
                              const Ask& asked,
                              Situation situation = now()) {
    RiskGate gate(limits, portfolio, nullptr);
    return said(gate.approve(order(1, asked), situation));
}

TEST(Limits, OrderNotional) {
    const Portfolio portfolio = account();
    RiskLimits at_limit = wide();
    at_limit.order_notional = Limit(usdt("20000"));
    RiskLimits below = wide();
    below.order_notional = Limit(usdt("20000") - least);

    EXPECT_EQ(ask(at_limit, portfolio, {.quantity = perp("1")}), std::nullopt);
    EXPECT_EQ(ask(below, portfolio, {.quantity = perp("1")}), RiskReason::order_notional);
}

TEST(Limits, PositionNotionalCountsWhatIsHeld) {
    Portfolio portfolio = account();
    book(portfolio, {.quantity = perp("1"), .price = price("20000")});
    RiskLimits at_limit = wide();
    at_limit.position_notional = Limit(usdt("40000"));
    RiskLimits below = wide();
    below.position_notional = Limit(usdt("40000") - least);

    EXPECT_EQ(ask(at_limit, portfolio, {.quantity = perp("1")}), std::nullopt);
    EXPECT_EQ(ask(below, portfolio, {.quantity = perp("1")}), RiskReason::position_notional);
}

TEST(Limits, GrossExposureAddsInstrumentsWithoutRegardToSign) {
    Portfolio portfolio = account();
    book(portfolio,
         {.instrument = eth_perp,
          .side = Side::sell,
          .quantity = perp("10"),
          .price = price("1000")});
    RiskLimits at_limit = wide();
    at_limit.gross_exposure = Limit(usdt("30000"));
    RiskLimits below = wide();
    below.gross_exposure = Limit(usdt("30000") - least);

    EXPECT_EQ(ask(at_limit, portfolio, {.quantity = perp("1")}), std::nullopt);
    EXPECT_EQ(ask(below, portfolio, {.quantity = perp("1")}), RiskReason::gross_exposure);
}

TEST(Limits, LeverageIsGrossOverEquity) {
    const Portfolio portfolio = account();  // equity 200,000
    RiskLimits at_limit = wide();
    at_limit.leverage = Limit(rate("0.1"));
    RiskLimits below = wide();
    below.leverage = Limit(rate("0.1") - Rate(1));

    EXPECT_EQ(ask(at_limit, portfolio, {.quantity = perp("1")}), std::nullopt);
    EXPECT_EQ(ask(below, portfolio, {.quantity = perp("1")}), RiskReason::leverage);
}

TEST(Limits, DailyLossIsMeasuredFromTheFirstMarkOfTheUtcDay) {
    Portfolio portfolio = account();
    book(portfolio, {.quantity = perp("1"), .price = price("20000")});
    RiskLimits limits = wide();
    limits.daily_loss = Limit(usdt("1000"));
    RiskGate gate(limits, portfolio, nullptr);
    gate.observe(at(0), portfolio.equity());

    ASSERT_TRUE(portfolio.mark(btc_perp, mark("19000")).has_value());
    EXPECT_TRUE(gate.approve(order(1, {.quantity = perp("0.001")}), now("19000")).is_approved());
    ASSERT_TRUE(portfolio.mark(btc_perp, mark("18999.99999999")).has_value());
    EXPECT_EQ(said(gate.approve(order(2, {.quantity = perp("0.001")}), now("19000"))),
              RiskReason::daily_loss);
    EXPECT_TRUE(
        gate.approve(
                order(3,
                      {.side = Side::sell, .quantity = perp("1"), .reduce_only = ReduceOnly::yes}),
                now("19000"))
            .is_approved());

    const UnixNanos tomorrow = at(24 * 60);
    gate.observe(tomorrow, portfolio.equity());
    EXPECT_TRUE(
        gate.approve(order(4, {.quantity = perp("0.001")}), now("19000", tomorrow)).is_approved());
}

TEST(Limits, DrawdownIsMeasuredFromTheHighestEquityEver) {
    Portfolio portfolio = account();
    book(portfolio, {.quantity = perp("1"), .price = price("20000")});
    RiskLimits limits = wide();
    limits.drawdown = Limit(rate("0.1"));
    RiskGate gate(limits, portfolio, nullptr);
    gate.observe(at(0), usdt("210000"));
    const UnixNanos next_week = at(7 * 24 * 60);
    gate.observe(next_week, portfolio.equity());

    ASSERT_TRUE(portfolio.mark(btc_perp, mark("9000")).has_value());  // equity 189,000
    EXPECT_TRUE(
        gate.approve(order(1, {.quantity = perp("0.001")}), now("9000", next_week)).is_approved());
    ASSERT_TRUE(portfolio.mark(btc_perp, mark("8999.99999")).has_value());
    EXPECT_EQ(said(gate.approve(order(2, {.quantity = perp("0.001")}), now("9000", next_week))),
              RiskReason::drawdown);
}

TEST(Limits, OrderRateCountsSixtySecondsOfEventTime) {
    const Portfolio portfolio = account();
    RiskLimits limits = wide();
    limits.orders_per_minute = Limit(std::int64_t{2});
    RiskGate gate(limits, portfolio, nullptr);
    const auto buy = [&](std::uint64_t intent, std::int64_t ns) {
        return said(gate.approve(order(intent, {.quantity = perp("0.001")}),
                                 now("20000", UnixNanos(at(0).ns() + ns))));
    };
    constexpr std::int64_t second_ns = 1'000'000'000;

    EXPECT_EQ(buy(1, 0), std::nullopt);
    EXPECT_EQ(buy(2, 30 * second_ns), std::nullopt);
    EXPECT_EQ(buy(3, 60 * second_ns - 1), RiskReason::order_rate);
    EXPECT_EQ(buy(4, 60 * second_ns), std::nullopt);
    EXPECT_EQ(buy(5, 60 * second_ns), RiskReason::order_rate);
}

TEST(Limits, FeeBudgetCountsWhatWasPaidAndPromisedToday) {
    Portfolio portfolio = account();
    RiskLimits limits = wide();
    limits.daily_fees = Limit(usdt("20"));
    RiskGate gate(limits, portfolio, nullptr);
    gate.observe(at(0), portfolio.equity());
    ASSERT_TRUE(gate.approve(order(1, {.quantity = perp("1")}), now()).is_approved());  // 10
    book(portfolio, {.quantity = perp("0.1"), .price = price("20000"), .fee = usdt("5")});

    EXPECT_EQ(said(gate.approve(order(2, {.quantity = perp("0.501")}), now())),
              RiskReason::fee_budget);
    EXPECT_TRUE(gate.approve(order(3, {.quantity = perp("0.5")}), now()).is_approved());
}

TEST(Limits, PriceDeviationGuardsBothSidesOfAnEntryAndThePayingSideOfAnExit) {
    Portfolio portfolio = account();
    book(portfolio, {.quantity = perp("1"), .price = price("20000")});
    RiskLimits limits = wide();
    limits.price_deviation = Limit(rate("0.01"));
    const auto at_price = [&](Side side, const char* limit, ReduceOnly reduce_only) {
        return ask(limits,
                   portfolio,
                   {.side = side,
                    .quantity = perp("0.5"),
                    .limit = price(limit),
                    .reduce_only = reduce_only});
    };

    EXPECT_EQ(at_price(Side::buy, "20200", ReduceOnly::no), std::nullopt);
    EXPECT_EQ(at_price(Side::buy, "20200.01", ReduceOnly::no), RiskReason::price_deviation);
    EXPECT_EQ(at_price(Side::buy, "19799.99", ReduceOnly::no), RiskReason::price_deviation);
    EXPECT_EQ(at_price(Side::sell, "30000", ReduceOnly::yes), std::nullopt);
    EXPECT_EQ(at_price(Side::sell, "19799.99", ReduceOnly::yes), RiskReason::price_deviation);
}

TEST(Limits, OpenOrders) {
    const Portfolio portfolio = account();
    RiskLimits limits = wide();
    limits.open_orders = Limit(std::int64_t{1});
    RiskGate gate(limits, portfolio, nullptr);

    EXPECT_TRUE(gate.approve(order(1, {.quantity = perp("0.001")}), now()).is_approved());
    EXPECT_EQ(said(gate.approve(order(2, {.quantity = perp("0.001")}), now())),
              RiskReason::open_orders);
}

class Correlated : public testing::Test {
protected:
    Correlated() { limits.correlation = Limit(rate("0.8")); }

    std::optional<RiskReason> eth(Side side, std::optional<Rate> measured) {
        CorrelationTable table(8);
        if (measured) {
            table.set(btc_perp, eth_perp, *measured);
            table.set(btc_spot, eth_perp, *measured);
        }
        RiskGate gate(limits, portfolio, &table);
        return said(gate.approve(
            order(1, {.instrument = eth_perp, .side = side, .quantity = perp("0.001")}), now()));
    }

    Portfolio portfolio = account();
    RiskLimits limits = wide();
};

TEST_F(Correlated, PassesAtTheLimitAndIsRefusedBeyondItInTheSameDirection) {
    book(portfolio, {.quantity = perp("1"), .price = price("20000")});

    EXPECT_EQ(eth(Side::buy, rate("0.8")), std::nullopt);
    EXPECT_EQ(eth(Side::buy, rate("0.800000000001")), RiskReason::correlation);
    EXPECT_EQ(eth(Side::sell, rate("0.9")), std::nullopt);
    EXPECT_EQ(eth(Side::sell, rate("-0.9")), RiskReason::correlation);
}

TEST_F(Correlated, WhatNobodyMeasuredCountsAsAlike) {
    EXPECT_EQ(eth(Side::buy, std::nullopt), std::nullopt);  // nothing is held
    book(portfolio, {.quantity = perp("1"), .price = price("20000")});

    EXPECT_EQ(eth(Side::buy, std::nullopt), RiskReason::correlation);
}

TEST_F(Correlated, AHedgedPairCountsAsFlatAndItsSecondLegPasses) {
    RiskGate gate(limits, portfolio, nullptr);
    ASSERT_TRUE(gate.approve(order(1, {.instrument = btc_spot, .quantity = spot("1")}), now())
                    .is_approved());
    EXPECT_TRUE(
        gate.approve(order(2, {.side = Side::sell, .quantity = perp("1")}), now()).is_approved());
    book(portfolio, {.instrument = btc_spot, .quantity = spot("1"), .price = price("20000")});
    EXPECT_EQ(eth(Side::buy, rate("0.9")), RiskReason::correlation);
    book(portfolio, {.side = Side::sell, .quantity = perp("1"), .price = price("20000")});

    EXPECT_EQ(eth(Side::buy, rate("0.9")), std::nullopt);
}

TEST_F(Correlated, PromisedOrdersCountAsHeld) {
    RiskGate gate(limits, portfolio, nullptr);
    ASSERT_TRUE(gate.approve(order(1, {.quantity = perp("1")}), now()).is_approved());

    EXPECT_EQ(said(gate.approve(order(2, {.instrument = eth_perp, .quantity = perp("1")}), now())),
              RiskReason::correlation);
}

}  // namespace
}  // namespace tradelab

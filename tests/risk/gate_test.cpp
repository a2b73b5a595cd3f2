#include "risk/bench.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <limits>
#include <random>
#include <vector>

namespace tradelab {
namespace {

using namespace desk;

TEST(Gate, TwoOrdersThatFitAloneCannotBreakALimitTogether) {
    const Portfolio portfolio = account();
    RiskLimits limits = wide();
    limits.position_notional = Limit(usdt("20000"));
    RiskGate gate(limits, portfolio, nullptr);

    EXPECT_TRUE(gate.approve(order(1, {.quantity = perp("0.6")}), now()).is_approved());
    const auto verdict =
        gate.approve(order(2, {.quantity = perp("0.6"), .instance = second}), now());

    EXPECT_EQ(said(verdict), RiskReason::position_notional);
    EXPECT_EQ(verdict.refusal().value, usdt("24000").mantissa());
    EXPECT_TRUE(gate.approve(order(3, {.quantity = perp("0.4")}), now()).is_approved());
}

TEST(Gate, AnOrderOfUnknownFateKeepsItsReservation) {
    const Portfolio portfolio = account();
    RiskLimits limits = wide();
    limits.position_notional = Limit(usdt("20000"));
    RiskGate gate(limits, portfolio, nullptr);
    Order lost = order(1, {.quantity = perp("1")});
    ASSERT_TRUE(gate.approve(lost, now()).is_approved());

    ASSERT_TRUE(lost.apply(OrderEvent::send).has_value());
    ASSERT_TRUE(lost.apply(OrderEvent::doubt).has_value());
    gate.settle(lost);
    EXPECT_EQ(said(gate.approve(order(2, {.quantity = perp("0.001")}), now())),
              RiskReason::position_notional);

    ASSERT_TRUE(lost.apply(OrderEvent::prove_absent).has_value());
    gate.settle(lost);
    EXPECT_TRUE(gate.approve(order(3, {.quantity = perp("1")}), now()).is_approved());
}

TEST(Gate, AFillMovesFromPromisedToHeldAndFreesNothing) {
    Portfolio portfolio = account();
    RiskLimits limits = wide();
    limits.position_notional = Limit(usdt("20000"));
    RiskGate gate(limits, portfolio, nullptr);
    Order working = order(1, {.quantity = perp("0.6")});
    ASSERT_TRUE(gate.approve(working, now()).is_approved());
    ASSERT_TRUE(working.apply(OrderEvent::send).has_value());

    book(portfolio, {.quantity = perp("0.4"), .price = price("20000")});
    ASSERT_TRUE(working.fill(perp("0.4")).has_value());
    gate.settle(working);

    EXPECT_EQ(gate.gross_exposure(), usdt("12000"));
    EXPECT_FALSE(gate.approve(order(2, {.quantity = perp("0.401")}), now()).is_approved());
    EXPECT_TRUE(gate.approve(order(3, {.quantity = perp("0.4")}), now()).is_approved());
}

TEST(Gate, AProvenEndThatTheVenueDeniesCountsAgain) {
    const Portfolio portfolio = account();
    RiskGate gate(wide(), portfolio, nullptr);
    Order denied = order(1, {.quantity = perp("1")});
    ASSERT_TRUE(gate.approve(denied, now()).is_approved());
    ASSERT_TRUE(denied.apply(OrderEvent::send).has_value());
    ASSERT_TRUE(denied.apply(OrderEvent::venue_cancelled).has_value());
    gate.settle(denied);
    ASSERT_EQ(gate.reservations().open(), 0U);

    ASSERT_TRUE(denied.apply(OrderEvent::works).has_value());
    gate.settle(denied);

    EXPECT_EQ(gate.reservations().promised(btc_perp, Side::buy), denied.can_still_fill());
}

TEST(Gate, StoppedRefusesWhatIncreasesAndPassesWhatReduces) {
    Portfolio portfolio = account();
    book(portfolio, {.quantity = perp("1"), .price = price("20000")});
    RiskGate gate(wide(), portfolio, nullptr);
    gate.stop();

    EXPECT_EQ(said(gate.approve(order(1, {.quantity = perp("0.001")}), now())),
              RiskReason::stopped);
    EXPECT_TRUE(
        gate.approve(
                order(2,
                      {.side = Side::sell, .quantity = perp("1"), .reduce_only = ReduceOnly::yes}),
                now())
            .is_approved());
    // What works to close it already leaves nothing for another order to close.
    EXPECT_EQ(said(gate.approve(order(3, {.side = Side::sell, .quantity = perp("0.5")}), now())),
              RiskReason::stopped);
    EXPECT_EQ(said(gate.approve(order(4, {.side = Side::sell, .quantity = perp("2")}), now())),
              RiskReason::stopped);
    gate.resume();
    EXPECT_TRUE(gate.approve(order(5, {.quantity = perp("0.001")}), now()).is_approved());
}

TEST(Gate, StoppedPassesAPlainOrderThatOnlyCloses) {
    Portfolio portfolio = account();
    book(portfolio, {.quantity = perp("1"), .price = price("20000")});
    RiskGate gate(wide(), portfolio, nullptr);
    gate.stop();
    const auto sell = [&](std::uint64_t intent, std::string_view quantity) {
        return said(
            gate.approve(order(intent, {.side = Side::sell, .quantity = perp(quantity)}), now()));
    };

    EXPECT_EQ(sell(1, "0.6"), std::nullopt);
    EXPECT_EQ(sell(2, "0.401"), RiskReason::stopped);
    EXPECT_EQ(sell(3, "0.4"), std::nullopt);
    EXPECT_EQ(sell(4, "0.001"), RiskReason::stopped);
}

TEST(Gate, ReduceOnlyMustReduceTheInstancesOwnPosition) {
    Portfolio portfolio = account();
    book(portfolio, {.quantity = perp("1"), .price = price("20000")});
    RiskGate gate(wide(), portfolio, nullptr);
    const auto reduce = [&](Side side, std::string_view quantity, InstanceId instance) {
        static std::uint64_t intent = 100;
        return said(gate.approve(order(++intent,
                                       {.side = side,
                                        .quantity = perp(quantity),
                                        .reduce_only = ReduceOnly::yes,
                                        .instance = instance}),
                                 now()));
    };

    EXPECT_EQ(reduce(Side::sell, "1", first), std::nullopt);
    EXPECT_EQ(reduce(Side::sell, "1.001", first), RiskReason::not_reducing);
    EXPECT_EQ(reduce(Side::buy, "0.5", first), RiskReason::not_reducing);
    EXPECT_EQ(reduce(Side::sell, "0.5", second), RiskReason::not_reducing);
}

TEST(Gate, SpotCannotBeSoldShortNorTwice) {
    Portfolio portfolio = account();
    book(portfolio, {.instrument = btc_spot, .quantity = spot("1"), .price = price("20000")});
    RiskGate gate = RiskGate::none(portfolio);
    const auto sale = [&](std::uint64_t intent, std::string_view quantity, InstanceId instance) {
        return said(gate.approve(order(intent,
                                       {.instrument = btc_spot,
                                        .side = Side::sell,
                                        .quantity = spot(quantity),
                                        .instance = instance}),
                                 now()));
    };

    EXPECT_EQ(sale(1, "1.00001", first), RiskReason::spot_short);
    EXPECT_EQ(sale(2, "0.1", second), RiskReason::spot_short);
    EXPECT_EQ(sale(3, "0.6", first), std::nullopt);
    EXPECT_EQ(sale(4, "0.6", first), RiskReason::spot_short);
}

TEST(Gate, WithoutLimitsResultsAreBarredFromPromotion) {
    const Portfolio portfolio = account();
    RiskGate none = RiskGate::none(portfolio);
    const RiskGate held(wide(), portfolio, nullptr);

    EXPECT_EQ(none.promotion(), Promotion::barred);
    EXPECT_EQ(held.promotion(), Promotion::allowed);
    EXPECT_TRUE(none.approve(order(1, {.quantity = perp("900000")}), now()).is_approved());
    none.stop();
    EXPECT_EQ(said(none.approve(order(2, {.quantity = perp("1")}), now())), RiskReason::stopped);
}

TEST(Gate, WhatCannotBeJudgedIsRefused) {
    const Portfolio portfolio = account();
    RiskGate gate = RiskGate::none(portfolio);
    Situation blind = now();
    blind.last = std::nullopt;
    const Quantity most(std::numeric_limits<std::int64_t>::max());

    EXPECT_EQ(said(gate.approve(order(1, {.quantity = perp("1")}), blind)),
              RiskReason::price_missing);
    EXPECT_EQ(said(gate.approve(order(2, {.quantity = most}), now())), RiskReason::overflow);
    EXPECT_EQ(
        said(gate.approve(order(3, {.instrument = InstrumentId(9), .quantity = perp("1")}), now())),
        RiskReason::price_missing);
    ASSERT_TRUE(gate.approve(order(4, {.quantity = perp("1")}), now()).is_approved());
    EXPECT_EQ(said(gate.approve(order(4, {.quantity = perp("1")}), now())),
              RiskReason::known_intent);
}

TEST(Gate, APromiseInAnInstrumentNeverMarkedCountsAtThePriceItWasJudgedBy) {
    const Portfolio portfolio = account();
    RiskLimits limits = wide();
    limits.gross_exposure = Limit(usdt("30000"));
    RiskGate gate(limits, portfolio, nullptr);
    ASSERT_TRUE(gate.approve(order(1, {.quantity = perp("1")}), now()).is_approved());

    EXPECT_EQ(gate.gross_exposure(), usdt("20000"));
    EXPECT_EQ(said(gate.approve(order(2, {.instrument = eth_perp, .quantity = perp("10.001")}),
                                now("1000"))),
              RiskReason::gross_exposure);
    EXPECT_TRUE(
        gate.approve(order(3, {.instrument = eth_perp, .quantity = perp("10")}), now("1000"))
            .is_approved());
}

TEST(Gate, RefusalsAreCountedByReasonAndSayValueAndLimit) {
    const Portfolio portfolio = account();
    RiskLimits limits = wide();
    limits.order_notional = Limit(usdt("1000"));
    RiskGate gate(limits, portfolio, nullptr);

    const auto verdict = gate.approve(order(1, {.quantity = perp("0.075")}), now());
    ASSERT_FALSE(gate.approve(order(2, {.quantity = perp("1")}), now()).is_approved());
    ASSERT_TRUE(gate.approve(order(3, {.quantity = perp("0.05")}), now()).is_approved());

    EXPECT_EQ(gate.refused(RiskReason::order_notional), 2U);
    EXPECT_EQ(gate.refused(RiskReason::leverage), 0U);
    EXPECT_EQ(gate.refused(), 2U);
    EXPECT_EQ(gate.approved(), 1U);
    EXPECT_EQ(refusal_text(verdict.refusal()),
              "order_notional: 1500 is above the limit of 1000: the order is too large");
}

TEST(Gate, ARefusedOrderReservesNothing) {
    const Portfolio portfolio = account();
    RiskLimits limits = wide();
    limits.order_notional = Limit(usdt("1000"));
    RiskGate gate(limits, portfolio, nullptr);

    ASSERT_FALSE(gate.approve(order(1, {.quantity = perp("1")}), now()).is_approved());

    EXPECT_EQ(gate.reservations().open(), 0U);
    EXPECT_EQ(gate.reservations().fees(), Cash());
}

// However orders come, fill, end and get lost: what is held and promised never passes the limits by
// an approval.
TEST(Gate, ApprovalsNeverLeadBeyondTheLimits) {
    constexpr std::uint64_t seed = 7;
    std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
    std::mt19937_64 random(seed);
    Portfolio portfolio = account();
    RiskLimits limits = wide();
    limits.position_notional = Limit(usdt("30000"));
    limits.gross_exposure = Limit(usdt("50000"));
    RiskGate gate(limits, portfolio, nullptr);
    ASSERT_TRUE(portfolio.mark(btc_perp, mark("20000")).has_value());
    ASSERT_TRUE(portfolio.mark(eth_perp, mark("20000")).has_value());
    std::vector<Order> working;
    for (std::uint64_t i = 1; i <= 3'000; ++i) {
        const Ask ask{.instrument = random() % 2 == 0 ? btc_perp : eth_perp,
                      .side = random() % 2 == 0 ? Side::buy : Side::sell,
                      .quantity = Quantity(static_cast<std::int64_t>(1 + random() % 900)),
                      .instance = random() % 2 == 0 ? first : second};
        Order asked = order(i, ask);
        if (gate.approve(asked, now()).is_approved()) {
            ASSERT_TRUE(asked.apply(OrderEvent::send).has_value());
            working.push_back(asked);
        }
        ASSERT_LE(*gate.gross_exposure(), usdt("50000")) << "seed " << seed << ", step " << i;
        if (working.empty() || random() % 3 == 0) {
            continue;
        }
        const std::size_t chosen = random() % working.size();
        Order& one = working[chosen];
        const std::uint64_t fate = random() % 4;
        if (fate == 0) {
            ASSERT_TRUE(one.apply(OrderEvent::doubt).has_value());
        } else if (fate == 1) {
            ASSERT_TRUE(one.apply(OrderEvent::venue_cancelled).has_value());
        } else {
            const Quantity part(static_cast<std::int64_t>(
                1 + random() % static_cast<std::uint64_t>(one.remaining().mantissa())));
            book(portfolio,
                 {.instrument = one.terms().instrument,
                  .side = one.terms().side,
                  .quantity = part,
                  .price = price("20000"),
                  .instance = one.ids().instance});
            ASSERT_TRUE(one.fill(part).has_value());
        }
        gate.settle(one);
        if (is_terminal(one.state())) {
            working.erase(working.begin() + static_cast<std::ptrdiff_t>(chosen));
        }
    }
    EXPECT_GT(gate.approved(), 300U);
    EXPECT_GT(gate.refused(RiskReason::gross_exposure), 10U);
}

}  // namespace
}  // namespace tradelab

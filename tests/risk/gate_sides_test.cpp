#include "risk/bench.hpp"

#include <gtest/gtest.h>

#include <string_view>

// Each side of zero, and each instance, is judged on its own.
namespace tradelab {
namespace {

using namespace desk;

class Flip : public testing::Test {
protected:
    Flip() { book(portfolio, {.quantity = perp("10"), .price = price("20000")}); }

    // A way through zero: what is held is closed, then the other side is opened.
    std::optional<RiskReason> flip(RiskGate& gate, std::string_view opened = "10") {
        const Ruling closes = gate.approve(
            order(++intent_,
                  {.side = Side::sell, .quantity = perp("10"), .reduce_only = ReduceOnly::yes}),
            now());
        EXPECT_EQ(said(closes), std::nullopt);
        return said(
            gate.approve(order(++intent_, {.side = Side::sell, .quantity = perp(opened)}), now()));
    }

    Portfolio portfolio = account();

private:
    std::uint64_t intent_ = 0;
};

TEST_F(Flip, IsNoExitWhileTheLatchIsStopped) {
    for (const std::string_view opened : {"0.001", "10", "20"}) {
        RiskGate gate(wide(), portfolio, nullptr);
        gate.stop();
        EXPECT_EQ(flip(gate, opened), RiskReason::stopped) << opened;
    }
    RiskGate none = RiskGate::none(portfolio);
    none.stop();
    EXPECT_EQ(flip(none), RiskReason::stopped);
}

TEST_F(Flip, IsNoExitForWhoeverIsBarredFromEntries) {
    RiskGate gate(wide(), portfolio, nullptr);
    Situation held = now();
    held.entries = Entries::barred;
    const auto asks = [&](std::uint64_t intent, const Ask& ask) {
        return said(gate.approve(order(intent, ask), held));
    };

    EXPECT_EQ(asks(1, {.quantity = perp("0.001")}), RiskReason::stopped);
    EXPECT_EQ(asks(2, {.side = Side::sell, .quantity = perp("10.001")}), RiskReason::stopped);
    EXPECT_EQ(asks(3, {.side = Side::sell, .quantity = perp("6")}), std::nullopt);
    EXPECT_EQ(asks(4, {.side = Side::sell, .quantity = perp("4.001")}), RiskReason::stopped);
    EXPECT_EQ(asks(5, {.side = Side::sell, .quantity = perp("4")}), std::nullopt);
}

TEST_F(Flip, IsHeldToTheLossOfTheDay) {
    RiskLimits limits = wide();
    limits.daily_loss = Limit(usdt("1000"));
    RiskGate gate(limits, portfolio, nullptr);
    gate.observe(at(0), portfolio.equity());
    ASSERT_TRUE(portfolio.mark(btc_perp, mark("19000")).has_value());

    EXPECT_EQ(flip(gate), RiskReason::daily_loss);
}

TEST_F(Flip, IsHeldToTheSizeOfAnOrderTheRateAndTheFees) {
    RiskLimits small = wide();
    small.order_notional = Limit(usdt("199999"));
    RiskGate of_small(small, portfolio, nullptr);
    EXPECT_EQ(flip(of_small), RiskReason::order_notional);

    RiskLimits slow = wide();
    slow.orders_per_minute = Limit(std::int64_t{1});
    RiskGate of_slow(slow, portfolio, nullptr);
    EXPECT_EQ(flip(of_slow), RiskReason::order_rate);

    RiskLimits thrifty = wide();
    thrifty.daily_fees = Limit(usdt("150"));
    RiskGate of_thrifty(thrifty, portfolio, nullptr);
    EXPECT_EQ(flip(of_thrifty), RiskReason::fee_budget);
}

TEST_F(Flip, EndsAtMostAtTheLimitOfThePosition) {
    RiskLimits limits = wide();
    limits.position_notional = Limit(usdt("200000"));
    RiskGate over(limits, portfolio, nullptr);
    EXPECT_EQ(flip(over, "10.001"), RiskReason::position_notional);
    RiskGate gate(limits, portfolio, nullptr);
    EXPECT_EQ(flip(gate, "10"), std::nullopt);
    EXPECT_EQ(gate.gross_exposure(), usdt("200000"));
}

// An exit may come first: then all of the other order opens.
TEST_F(Flip, ByOneOrderIsJudgedAsIfAnExitFilledBeforeIt) {
    RiskLimits limits = wide();
    limits.position_notional = Limit(usdt("200000"));
    RiskGate gate(limits, portfolio, nullptr);

    EXPECT_EQ(said(gate.approve(order(1, {.side = Side::sell, .quantity = perp("20")}), now())),
              RiskReason::position_notional);
    ASSERT_TRUE(
        gate.approve(order(2, {.side = Side::sell, .quantity = perp("10")}), now()).is_approved());
}

TEST_F(Flip, OfWhichThePartsFillPassesNoLimitOnTheWay) {
    RiskLimits limits = wide();
    limits.gross_exposure = Limit(usdt("200000"));
    RiskGate gate(limits, portfolio, nullptr);
    Order closes =
        order(1, {.side = Side::sell, .quantity = perp("10"), .reduce_only = ReduceOnly::yes});
    ASSERT_TRUE(gate.approve(closes, now()).is_approved());
    ASSERT_TRUE(
        gate.approve(order(2, {.side = Side::sell, .quantity = perp("10")}), now()).is_approved());
    ASSERT_TRUE(closes.apply(OrderEvent::send).has_value());
    book(portfolio, {.side = Side::sell, .quantity = perp("4"), .price = price("20000")});
    ASSERT_TRUE(closes.fill(perp("4")).has_value());
    gate.settle(closes);

    EXPECT_EQ(gate.gross_exposure(), usdt("200000"));
    EXPECT_EQ(said(gate.approve(order(3, {.side = Side::sell, .quantity = perp("0.001")}), now())),
              RiskReason::gross_exposure);
}

TEST_F(Flip, OfAnotherInstanceIsNotCoveredByWhatThisOneHolds) {
    RiskGate gate(wide(), portfolio, nullptr);
    gate.stop();
    const Ask short_of_second{.side = Side::sell, .quantity = perp("10"), .instance = second};

    EXPECT_EQ(said(gate.approve(order(1, short_of_second), now())), RiskReason::stopped);
    gate.resume();
    EXPECT_TRUE(gate.approve(order(2, short_of_second), now()).is_approved());
}

TEST_F(Flip, OfAnotherInstanceCountsInFullBecauseTheFirstMayLeave) {
    RiskLimits limits = wide();
    limits.position_notional = Limit(usdt("200000"));
    limits.gross_exposure = Limit(usdt("250000"));
    RiskGate gate(limits, portfolio, nullptr);

    EXPECT_EQ(
        said(gate.approve(
            order(1, {.side = Side::sell, .quantity = perp("10.001"), .instance = second}), now())),
        RiskReason::position_notional);
    ASSERT_TRUE(
        gate.approve(order(2, {.side = Side::sell, .quantity = perp("10"), .instance = second}),
                     now())
            .is_approved());
    book(portfolio,
         {.side = Side::sell, .quantity = perp("10"), .price = price("20000"), .instance = second});
    EXPECT_EQ(portfolio.quantity(btc_perp), Quantity());
    EXPECT_EQ(said(gate.approve(order(3, {.instrument = eth_perp, .quantity = perp("10")}), now())),
              RiskReason::gross_exposure);
}

}  // namespace
}  // namespace tradelab

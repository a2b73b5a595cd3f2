#include "portfolio/desk.hpp"
#include "risk/protection_book.hpp"

#include <gtest/gtest.h>

namespace tradelab {
namespace {

using namespace desk;

HedgePair pair() {
    return {.long_leg = btc_spot,
            .short_leg = btc_perp,
            .margin_floor = rate("0.2"),
            .basis_stop = rate("0.01"),
            .delta_band = rate("0.02")};
}

void open_pair(Portfolio& portfolio, std::string_view longs, std::string_view shorts) {
    book(portfolio, {.instrument = btc_spot, .quantity = spot(longs), .price = price("20000")});
    book(portfolio, {.side = Side::sell, .quantity = perp(shorts), .price = price("20000")});
}

TEST(Protection, AStopOnOneLegOfAPairIsRefusedBecauseItWouldBreakTheHedge) {
    const Portfolio portfolio = account();
    ProtectionBook protections(portfolio);
    ASSERT_TRUE(protections.protect(first, pair()).has_value());

    for (const InstrumentId leg : {btc_spot, btc_perp}) {
        const auto stop = protections.protect(
            first, leg, Side::buy, price("20000"), StopProtection{price("19000")});
        const auto both = protections.protect(
            first, leg, Side::buy, price("20000"), StopAndTarget{price("19000"), price("21000")});

        ASSERT_FALSE(stop.has_value());
        EXPECT_NE(describe(stop.error()).find("break the hedge"), std::string::npos);
        EXPECT_FALSE(both.has_value());
        EXPECT_EQ(kind_of(protections.of(first, leg)), ProtectionKind::hedge_pair);
    }
    // Another instance of the same instruments is not part of the pair.
    EXPECT_TRUE(
        protections
            .protect(second, btc_perp, Side::buy, price("20000"), StopProtection{price("19000")})
            .has_value());
}

TEST(Protection, APairIsRefusedOnAPositionThatHasAStop) {
    const Portfolio portfolio = account();
    ProtectionBook protections(portfolio);
    ASSERT_TRUE(
        protections
            .protect(first, btc_perp, Side::sell, price("20000"), StopProtection{price("21000")})
            .has_value());

    EXPECT_FALSE(protections.protect(first, pair()).has_value());
    protections.release(first, btc_perp);
    EXPECT_TRUE(protections.protect(first, pair()).has_value());
    protections.release(first, btc_spot);
    EXPECT_EQ(kind_of(protections.of(first, btc_perp)), ProtectionKind::none);
}

TEST(Protection, RefusesStopsOnTheWrongSideAndPairsWithoutBounds) {
    const Price here = price("20000");
    HedgePair unlike = pair();
    unlike.short_leg = eth_perp;
    HedgePair boundless = pair();
    boundless.basis_stop = Rate();
    const Portfolio portfolio = account();
    ProtectionBook protections(portfolio);

    EXPECT_FALSE(check_protection(StopProtection{here}, Side::buy, here).has_value());
    EXPECT_FALSE(check_protection(StopProtection{price("19999")}, Side::sell, here).has_value());
    EXPECT_FALSE(check_protection(StopAndTarget{price("19000"), price("19500")}, Side::buy, here)
                     .has_value());
    EXPECT_TRUE(check_protection(StopAndTarget{price("21000"), price("19500")}, Side::sell, here)
                    .has_value());
    EXPECT_FALSE(protections.protect(first, unlike).has_value());
    EXPECT_FALSE(protections.protect(first, boundless).has_value());
}

TEST(Protection, CoverageIsTheShareOfOpenNotionalThatSomethingProtects) {
    Portfolio portfolio = account();
    ProtectionBook protections(portfolio);
    EXPECT_EQ(protections.coverage(first).share(), std::nullopt);

    book(portfolio, {.quantity = perp("1"), .price = price("20000")});
    book(portfolio, {.instrument = eth_perp, .quantity = perp("20"), .price = price("1500")});
    EXPECT_EQ(protections.coverage(first).share(), Rate());
    ASSERT_TRUE(
        protections
            .protect(first, btc_perp, Side::buy, price("20000"), StopProtection{price("19000")})
            .has_value());

    EXPECT_EQ(protections.coverage(first).open, usdt("50000"));
    EXPECT_EQ(protections.coverage(first).share(), rate("0.4"));
}

TEST(Protection, APairCoversWhatItsLegsShare) {
    Portfolio portfolio = account();
    ProtectionBook protections(portfolio);
    ASSERT_TRUE(protections.protect(first, pair()).has_value());

    open_pair(portfolio, "1", "0.6");

    EXPECT_EQ(protections.coverage(first).guarded, usdt("24000"));
    EXPECT_EQ(protections.coverage(first).share(), rate("0.75"));
}

TEST(Protection, OneLegAloneCoversNothing) {
    Portfolio portfolio = account();
    ProtectionBook protections(portfolio);
    ASSERT_TRUE(protections.protect(first, pair()).has_value());

    book(portfolio, {.instrument = btc_spot, .quantity = spot("1"), .price = price("20000")});

    EXPECT_EQ(protections.coverage(first).share(), Rate());
}

TEST(Protection, AStopWinsOverATargetInOneBar) {
    const Protection both = StopAndTarget{price("19000"), price("21000")};

    EXPECT_EQ(judge_stop(both, Side::buy, price("19500"), price("20500")), StopVerdict::holds);
    EXPECT_EQ(judge_stop(both, Side::buy, price("19500"), price("21000")), StopVerdict::target);
    EXPECT_EQ(judge_stop(both, Side::buy, price("19000"), price("21000")), StopVerdict::stop);
    EXPECT_EQ(judge_stop(NoProtection{}, Side::buy, price("1"), price("2")), StopVerdict::holds);
}

TEST(Protection, APairIsClosedShrunkOrEvenedOutInThatOrder) {
    const PairState calm{.long_notional = usdt("20000"),
                         .short_notional = usdt("20000"),
                         .margin_balance = usdt("10000"),
                         .long_price = mark("20000"),
                         .short_price = mark("20200")};
    PairState drifted = calm;
    drifted.long_notional = usdt("20408.17");  // 2 % of the larger leg is 408.1634
    PairState inside = calm;
    inside.long_notional = usdt("20408.16");
    PairState thin = drifted;
    thin.margin_balance = usdt("4000");
    PairState basis = thin;
    basis.short_price = mark("20200.00000001");
    PairState bare = calm;
    bare.short_notional = Cash();

    EXPECT_EQ(judge_pair(pair(), calm), PairVerdict::holds);
    EXPECT_EQ(judge_pair(pair(), inside), PairVerdict::holds);
    EXPECT_EQ(judge_pair(pair(), drifted), PairVerdict::even_out);
    EXPECT_EQ(judge_pair(pair(), thin), PairVerdict::shrink);
    EXPECT_EQ(judge_pair(pair(), basis), PairVerdict::close);
    EXPECT_EQ(judge_pair(pair(), bare), PairVerdict::even_out);
}

}  // namespace
}  // namespace tradelab

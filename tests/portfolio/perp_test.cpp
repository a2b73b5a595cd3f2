#include "portfolio/desk.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace tradelab {
namespace {

using namespace desk;

TEST(Perp, RealisesTheAverageCostOfThePartThatCloses) {
    Portfolio portfolio = account();
    book(portfolio, {.quantity = perp("1"), .price = price("20000")});
    book(portfolio, {.quantity = perp("1"), .price = price("21000"), .fee = usdt("10.5")});

    const auto effect =
        book(portfolio, {.side = Side::sell, .quantity = perp("0.5"), .price = price("22000")});

    EXPECT_EQ(effect.realised, usdt("750"));  // 0.5 x (22000 - 20500)
    EXPECT_EQ(portfolio.position(btc_perp).cost, usdt("30750"));
    EXPECT_EQ(portfolio.position(btc_perp).average, price("20500"));
    EXPECT_EQ(portfolio.statement(Wallet::futures).cash, usdt("100739.5"));
}

TEST(Perp, AShortGainsWhenThePriceFalls) {
    Portfolio portfolio = account();
    book(portfolio, {.side = Side::sell, .quantity = perp("2"), .price = price("20000")});
    ASSERT_TRUE(portfolio.mark(btc_perp, mark("19000")).has_value());

    EXPECT_EQ(portfolio.position(btc_perp).unrealised, usdt("2000"));
    EXPECT_EQ(portfolio.equity(), usdt("202000"));
    EXPECT_EQ(book(portfolio, {.quantity = perp("2"), .price = price("19000")}).realised,
              usdt("2000"));
}

TEST(Perp, PassesThroughZeroByClosingThenOpening) {
    Portfolio portfolio = account();
    book(portfolio, {.quantity = perp("1"), .price = price("20000")});

    const auto effect =
        book(portfolio, {.side = Side::sell, .quantity = perp("3"), .price = price("19000")});

    EXPECT_EQ(effect.realised, usdt("-1000"));
    EXPECT_EQ(effect.position_after, perp("-2"));
    EXPECT_EQ(portfolio.position(btc_perp).cost, usdt("-38000"));
}

TEST(Perp, PositionsOfInstancesAreTheirOwnAndSumToTheAccounts) {
    Portfolio portfolio = account();
    book(portfolio, {.quantity = perp("1"), .price = price("20000")});
    book(portfolio,
         {.side = Side::sell,
          .quantity = perp("1"),
          .price = price("21000"),
          .fee = usdt("5"),
          .instance = second});
    ASSERT_TRUE(portfolio.mark(btc_perp, mark("20500")).has_value());

    EXPECT_EQ(portfolio.position(first, btc_perp).quantity, perp("1"));
    EXPECT_EQ(portfolio.position(second, btc_perp).quantity, perp("-1"));
    EXPECT_EQ(portfolio.position(btc_perp).quantity, Quantity());
    EXPECT_EQ(portfolio.equity(first), usdt("50500"));
    EXPECT_EQ(portfolio.equity(second), usdt("50495"));
    EXPECT_EQ(portfolio.equity(), usdt("200995"));
}

TEST(Funding, LongsPayShortsAtAPositiveRate) {
    Portfolio portfolio = account();
    book(portfolio, {.quantity = perp("1"), .price = price("20000")});
    book(portfolio,
         {.side = Side::sell, .quantity = perp("3"), .price = price("20000"), .instance = second});

    const auto paid = portfolio.settle_funding({.instrument = btc_perp,
                                                .boundary = at(480),
                                                .mark = mark("20000"),
                                                .rate = rate("0.0001")});

    ASSERT_TRUE(paid.has_value());
    EXPECT_EQ(*paid, usdt("-4"));
    EXPECT_EQ(portfolio.position(first, btc_perp).funding, usdt("2"));
    EXPECT_EQ(portfolio.position(second, btc_perp).funding, usdt("-6"));
    EXPECT_EQ(portfolio.statement(Wallet::futures).funding, usdt("-4"));
    EXPECT_EQ(portfolio.equity(), usdt("200004"));
}

TEST(Funding, IsRoundedAgainstUsOnBothSides) {
    const auto paid_by = [](Side side) {
        Portfolio portfolio = account();
        book(portfolio, {.side = side, .quantity = perp("0.001"), .price = price("20000")});
        return portfolio
            .settle_funding({.instrument = btc_perp,
                             .boundary = at(480),
                             .mark = mark("20000.12345678"),
                             .rate = rate("0.000100000001")})
            .value();
    };

    // 0.001 x 20000.12345678 x 0.000100000001 = 0.00200001236...
    EXPECT_EQ(paid_by(Side::buy), usdt("0.00200002"));
    EXPECT_EQ(paid_by(Side::sell), usdt("-0.00200001"));
}

TEST(Funding, OfAFlatAccountIsNothingAndOfSpotIsRefused) {
    Portfolio portfolio = account();
    const FundingInstant instant{
        .instrument = btc_perp, .boundary = at(480), .mark = mark("1"), .rate = rate("0.01")};
    FundingInstant of_spot = instant;
    of_spot.instrument = btc_spot;
    FundingInstant hole = instant;
    hole.mark = Price();

    EXPECT_EQ(portfolio.settle_funding(instant).value(), Cash());
    EXPECT_FALSE(portfolio.settle_funding(of_spot).has_value());
    EXPECT_FALSE(portfolio.settle_funding(hole).has_value());
}

TEST(Perp, RefusesAmountsThatDoNotFitAndBooksNothing) {
    Portfolio portfolio = account();
    const auto before = portfolio.ledger().hash();
    const Quantity huge(std::numeric_limits<std::int64_t>::max());

    EXPECT_FALSE(portfolio.apply(fill({.quantity = huge, .price = price("20000")})).has_value());
    EXPECT_FALSE(portfolio.apply(fill({.quantity = huge, .price = price("0.01")})).has_value());
    EXPECT_FALSE(portfolio
                     .apply(fill({.instrument = btc_spot,
                                  .side = Side::sell,
                                  .quantity = huge,
                                  .price = price("20000")}))
                     .has_value());
    EXPECT_FALSE(portfolio
                     .apply(fill({.quantity = perp("1"),
                                  .price = price("20000"),
                                  .fee = Cash(std::numeric_limits<std::int64_t>::min())}))
                     .has_value());
    EXPECT_FALSE(portfolio.mark(btc_perp, Price()).has_value());
    EXPECT_EQ(portfolio.ledger().hash(), before);
    EXPECT_TRUE(portfolio.check().has_value());
}

TEST(Portfolio, ValuationIsPostedOnRequestAndAgreesWithTheMarks) {
    Portfolio portfolio = account();
    book(portfolio, {.quantity = perp("1"), .price = price("20000")});
    ASSERT_TRUE(portfolio.mark(btc_perp, mark("20123.45")).has_value());

    ASSERT_TRUE(portfolio.post_valuation(at(9)).has_value());

    const Account valuation{.wallet = Wallet::futures,
                            .book = Book::valuation,
                            .asset = portfolio.ledger().asset("USDT")};
    EXPECT_EQ(portfolio.ledger().balance(valuation), usdt("123.45"));
    const auto rows = portfolio.ledger().rows();
    ASSERT_TRUE(portfolio.post_valuation(at(10)).has_value());
    EXPECT_EQ(portfolio.ledger().rows(), rows);  // nothing has changed
}

}  // namespace
}  // namespace tradelab

#include "portfolio/desk.hpp"

#include <gtest/gtest.h>

namespace tradelab {
namespace {

using namespace desk;

TEST(Spot, ABuyFeeOutOfTheBaseAssetLeavesLessThanWasBought) {
    Portfolio portfolio = account();

    const auto effect = book(portfolio,
                             {.instrument = btc_spot,
                              .quantity = spot("1.00000"),
                              .price = price("20000"),
                              .fee = usdt("0.001"),
                              .fee_asset = "BTC"});

    EXPECT_EQ(effect.fee, usdt("20"));
    EXPECT_EQ(effect.position_after, spot("0.99900"));
    EXPECT_EQ(portfolio.position(btc_spot).cost, usdt("19980"));
    EXPECT_EQ(portfolio.statement(Wallet::spot).cash, usdt("80000"));
    EXPECT_EQ(portfolio.statement(Wallet::spot).fees, usdt("20"));
    EXPECT_EQ(portfolio.equity(), usdt("199980"));
}

TEST(Spot, DustBelowTheLotIsTrackedAndStaysOurs) {
    Portfolio portfolio = account();
    book(portfolio,
         {.instrument = btc_spot,
          .quantity = spot("0.12345"),
          .price = price("20000"),
          .fee = usdt("0.00012345"),
          .fee_asset = "BTC"});

    const Position held = portfolio.position(btc_spot);

    EXPECT_EQ(held.quantity, spot("0.12332"));
    EXPECT_EQ(held.dust, usdt("0.00000655"));
    const AssetId btc = portfolio.ledger().asset("BTC");
    EXPECT_EQ(portfolio.ledger().balance({Wallet::spot, Book::dust, btc}), usdt("0.00000655"));
    EXPECT_EQ(portfolio.ledger().balance({Wallet::spot, Book::cash, btc}), usdt("0.12332"));
}

TEST(Spot, ClosingWithFeesInQuoteLeavesExactlyNothing) {
    Portfolio portfolio = account();
    book(portfolio, {.instrument = btc_spot, .quantity = spot("0.3"), .price = price("20000.07")});
    book(portfolio, {.instrument = btc_spot, .quantity = spot("0.7"), .price = price("20001.13")});

    for (const char* part : {"0.33333", "0.33333", "0.33334"}) {
        book(portfolio,
             {.instrument = btc_spot,
              .side = Side::sell,
              .quantity = spot(part),
              .price = price("20500")});
    }

    const Position flat = portfolio.position(btc_spot);
    EXPECT_EQ(flat.quantity, Quantity());
    EXPECT_EQ(flat.cost, Cash());
    EXPECT_EQ(flat.realised, usdt("499.188"));  // 20500 - 0.3 x 20000.07 - 0.7 x 20001.13
}

TEST(Spot, RefusesToSellMoreThanTheInstanceHolds) {
    Portfolio portfolio = account();
    book(portfolio, {.instrument = btc_spot, .quantity = spot("1"), .price = price("20000")});
    const auto before = portfolio.ledger().hash();

    const auto short_sale = portfolio.apply(fill({.instrument = btc_spot,
                                                  .side = Side::sell,
                                                  .quantity = spot("1.00001"),
                                                  .price = price("20000")}));
    const auto of_another = portfolio.apply(fill({.instrument = btc_spot,
                                                  .side = Side::sell,
                                                  .quantity = spot("0.5"),
                                                  .price = price("20000"),
                                                  .instance = second}));

    EXPECT_FALSE(short_sale.has_value());
    EXPECT_FALSE(of_another.has_value());
    EXPECT_EQ(portfolio.ledger().hash(), before);
}

TEST(Spot, RefusesABuyForMoreThanTheWalletHoldsWhateverTheOtherWalletHas) {
    Portfolio portfolio = account();

    const auto all = portfolio.apply(
        fill({.instrument = btc_spot, .quantity = spot("5"), .price = price("20000")}));
    const auto more = portfolio.apply(
        fill({.instrument = btc_spot, .quantity = spot("0.00001"), .price = price("0.01")}));

    EXPECT_TRUE(all.has_value());
    EXPECT_FALSE(more.has_value());
}

TEST(Spot, RefusesAFeeInAThirdAssetAndMalformedFills) {
    Portfolio portfolio = account();
    const Trade good{.instrument = btc_spot, .quantity = spot("1"), .price = price("20000")};
    Trade in_bnb = good;
    in_bnb.fee = usdt("0.01");
    in_bnb.fee_asset = "BNB";
    Trade nothing = good;
    nothing.quantity = Quantity();
    Trade unknown = good;
    unknown.instance = InstanceId(9);
    Trade fee_too_large = good;
    fee_too_large.fee = usdt("1.00000001");
    fee_too_large.fee_asset = "BTC";

    EXPECT_FALSE(portfolio.apply(fill(in_bnb)).has_value());
    EXPECT_FALSE(portfolio.apply(fill(nothing)).has_value());
    EXPECT_FALSE(portfolio.apply(fill(unknown)).has_value());
    EXPECT_FALSE(portfolio.apply(fill(fee_too_large)).has_value());
    EXPECT_EQ(portfolio.equity(), usdt("200000"));
}

TEST(PortfolioOptions, RefusesWhatItCannotAccountFor) {
    PortfolioOptions other_quote = options();
    other_quote.listings[0].quote = "EUR";
    PortfolioOptions twice = options();
    twice.listings.push_back(twice.listings[0]);
    PortfolioOptions leverage = options({.leverage = 126});
    PortfolioOptions nobody = options();
    nobody.instances.clear();
    PortfolioOptions in_debt = options();
    in_debt.spot_cash = usdt("-1");

    for (const PortfolioOptions& bad : {other_quote, twice, leverage, nobody, in_debt}) {
        EXPECT_FALSE(Portfolio::make(bad).has_value());
    }
}

}  // namespace
}  // namespace tradelab

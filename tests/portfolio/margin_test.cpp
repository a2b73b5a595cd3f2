#include "portfolio/margin.hpp"

#include "portfolio/desk.hpp"

#include <gtest/gtest.h>

#include <random>

namespace tradelab {
namespace {

using namespace desk;

TEST(Maintenance, IsNotionalTimesRateLessAmountAndContinuousAtEachFloor) {
    const auto history = two_tiers();
    const MaintenanceTable& table = history.all().front();

    EXPECT_EQ(table.amount(1), usdt("300"));
    EXPECT_EQ(table.maintenance(usdt("50000")), usdt("200"));
    EXPECT_EQ(table.maintenance(usdt("50000.00000001")), usdt("200.00000001"));
    EXPECT_EQ(table.maintenance(usdt("100000")), usdt("700"));
    EXPECT_EQ(table.maintenance(usdt("2000000")), usdt("19700"));  // beyond: the last tier
}

TEST(Maintenance, RefusesTiersThatDoNotAscend) {
    const auto made = [](std::vector<MaintenanceTier> tiers, std::string_view fee) {
        return MaintenanceTable::make({.valid_from = at(0),
                                       .source = "",
                                       .liquidation_fee = rate(fee),
                                       .tiers = std::move(tiers)})
            .has_value();
    };
    const MaintenanceTier low{usdt("1"), rate("0.01")};
    const MaintenanceTier high{usdt("2"), rate("0.02")};

    EXPECT_TRUE(made({low, high}, "0.01"));
    EXPECT_FALSE(made({}, "0.01"));
    EXPECT_FALSE(made({high, low}, "0.01"));
    EXPECT_FALSE(made({low, low}, "0.01"));
    EXPECT_FALSE(made({low}, "1"));
    EXPECT_FALSE(made({{usdt("1"), rate("1.1")}}, "0.01"));
    EXPECT_FALSE(made({{usdt("0"), rate("0.1")}}, "0.01"));
}

TEST(Maintenance, BeforeTheFirstTableNobodyKnows) {
    MaintenanceHistory history;
    auto table = MaintenanceTable::make({.valid_from = at(5),
                                         .source = "",
                                         .liquidation_fee = rate("0.01"),
                                         .tiers = {{usdt("1"), rate("0.01")}}});
    ASSERT_TRUE(history.add(*table).has_value());

    EXPECT_EQ(history.at(at(4)), nullptr);
    EXPECT_NE(history.at(at(5)), nullptr);
    EXPECT_FALSE(history.add(*table).has_value());
}

TEST(Liquidation, NoMarkTakesALongThatIsPaidForInFull) {
    for (const int thousandths : {1, 900, 4'999, 5'001, 9'000}) {
        Portfolio portfolio = account({.mode = MarginMode::cross, .leverage = 10});
        book(portfolio, {.quantity = Quantity(thousandths), .price = price("20000")});

        const bool outlives = portfolio.outlives_any_mark(btc_perp, at(1));

        EXPECT_EQ(outlives, thousandths < 5'000) << thousandths;  // 100000 USDT buy 5 of them
        bool is_lost = false;
        for (const std::string_view at_mark : {"0.00000001", "0.01", "19999", "20000", "90000"}) {
            is_lost =
                is_lost ||
                portfolio.margin_call(btc_perp, mark(at_mark), at(1)).value()->is_liquidated();
        }
        EXPECT_EQ(is_lost, !outlives) << thousandths;
    }
}

TEST(Liquidation, AShortASecondPositionAndUnknownTiersPromiseNothing) {
    Portfolio portfolio = account({.mode = MarginMode::cross, .leverage = 10});
    book(portfolio, {.quantity = perp("1"), .price = price("20000")});
    EXPECT_TRUE(portfolio.outlives_any_mark(btc_perp, at(1)));
    EXPECT_FALSE(portfolio.outlives_any_mark(btc_perp, UnixNanos(-1)));

    book(portfolio,
         {.instrument = eth_perp,
          .side = Side::sell,
          .quantity = perp("1"),
          .price = price("1000")});

    EXPECT_FALSE(portfolio.outlives_any_mark(btc_perp, at(1)));
    EXPECT_FALSE(portfolio.outlives_any_mark(eth_perp, at(1)));
}

TEST(Liquidation, AnIsolatedLongLosesItsMarginAndNotMore) {
    Portfolio portfolio = account({.mode = MarginMode::isolated, .leverage = 10});
    book(portfolio, {.quantity = perp("1"), .price = price("20000")});
    ASSERT_EQ(portfolio.statement(Wallet::futures).margin, usdt("2000"));
    // 2000 + m - 20000 <= 0.004 m where m <= 18072.289156626..., and a margin is rounded up.
    const auto safe = portfolio.margin_call(btc_perp, mark("18073"), at(1)).value();
    const auto gone = portfolio.margin_call(btc_perp, mark("18072"), at(1)).value();
    EXPECT_FALSE(safe->is_liquidated());
    EXPECT_TRUE(gone->is_liquidated());
    EXPECT_EQ(portfolio.liquidation_mark(btc_perp, at(1)).value(), mark("18072.28915663"));

    const auto done = portfolio.liquidate(btc_perp, mark("17000"), at(2)).value();

    EXPECT_EQ(done.realised, usdt("-3000"));
    EXPECT_EQ(done.fee, usdt("212.5"));
    EXPECT_EQ(done.insurance, usdt("1212.5"));
    EXPECT_EQ(portfolio.equity(), usdt("198000"));
    EXPECT_EQ(portfolio.position(btc_perp).cost, Cash());
    EXPECT_TRUE(portfolio.check().has_value());
}

TEST(Liquidation, AboveBankruptcyTheRestOfTheMarginComesBack) {
    Portfolio portfolio = account({.mode = MarginMode::isolated, .leverage = 10});
    book(portfolio, {.side = Side::sell, .quantity = perp("1"), .price = price("20000")});

    const auto done = portfolio.liquidate(btc_perp, mark("21000"), at(2)).value();

    EXPECT_EQ(done.realised, usdt("-1000"));
    EXPECT_EQ(done.fee, usdt("262.5"));
    EXPECT_EQ(done.insurance, Cash());
    EXPECT_EQ(portfolio.equity(), usdt("198737.5"));
    EXPECT_EQ(portfolio.statement(Wallet::futures).margin, Cash());
}

TEST(Liquidation, InCrossTheWholeWalletStandsAndTheSpotWalletDoesNot) {
    Portfolio portfolio = account({.mode = MarginMode::cross, .leverage = 20});
    book(portfolio, {.quantity = perp("40"), .price = price("20000")});
    book(portfolio, {.instrument = eth_perp, .quantity = perp("10"), .price = price("1000")});

    const auto done = portfolio.liquidate(btc_perp, mark("17000"), at(2)).value();

    EXPECT_EQ(portfolio.position(eth_perp).quantity, Quantity());
    EXPECT_EQ(portfolio.statement(Wallet::futures).equity, Cash());
    EXPECT_EQ(portfolio.statement(Wallet::spot).equity, usdt("100000"));
    EXPECT_EQ(done.insurance, usdt("28625"));  // 120000 lost, 8625 in fees, 100000 held
}

TEST(Liquidation, IsolatedMarginIsReleasedInProportionAndFundingComesOutOfIt) {
    Portfolio portfolio = account({.mode = MarginMode::isolated, .leverage = 10});
    book(portfolio, {.quantity = perp("2"), .price = price("20000")});
    const auto margin = [&] { return portfolio.statement(Wallet::futures).margin; };

    book(portfolio, {.side = Side::sell, .quantity = perp("0.5"), .price = price("20000")});
    EXPECT_EQ(margin(), usdt("3000"));
    ASSERT_TRUE(portfolio
                    .settle_funding({.instrument = btc_perp,
                                     .boundary = at(480),
                                     .mark = mark("20000"),
                                     .rate = rate("0.001")})
                    .has_value());
    EXPECT_EQ(margin(), usdt("2970"));
    book(portfolio, {.side = Side::sell, .quantity = perp("2"), .price = price("20000")});
    EXPECT_EQ(margin(), usdt("1000"));  // closed 1.5, opened 0.5 short
    book(portfolio, {.quantity = perp("0.5"), .price = price("20000")});
    EXPECT_EQ(margin(), Cash());
}

// The plain formula in 128 bits, mark by mark: the check that shares no code with margin.cpp.
bool liquidated_by_hand(Int128 balance_e8, Int128 units_e3, Int128 cost_e8, Int128 mark_e8) {
    const Int128 value_e11 = units_e3 * mark_e8;
    const Int128 size_e11 = value_e11 < 0 ? -value_e11 : value_e11;
    // balance + floor(value) - cost <= ceil(notional x rate) - amount, notional towards loss
    const auto floor_div = [](Int128 a, Int128 b) { return a / b - (a % b != 0 && a < 0 ? 1 : 0); };
    const Int128 value = floor_div(value_e11, 1000);
    const Int128 size = value < 0 ? -value : value;
    const bool small = size <= Int128{5'000'000'000'000};
    const Int128 maintenance =
        small ? (size * 4 + 999) / 1000 : (size * 10 + 999) / 1000 - Int128{30'000'000'000};
    EXPECT_GE(size_e11, 0);
    return balance_e8 + value - cost_e8 <= maintenance;
}

TEST(Liquidation, MarkEqualsBruteForceOverRandomPositions) {
    constexpr std::uint64_t seed = 29;
    RecordProperty("seed", std::to_string(seed));
    std::mt19937_64 random(seed);
    int found = 0;
    for (int i = 0; i < 300; ++i) {
        const bool isolated = i % 2 == 0;
        const auto leverage = static_cast<int>(1 + random() % 50);
        Portfolio portfolio = account(
            {.mode = isolated ? MarginMode::isolated : MarginMode::cross, .leverage = leverage});
        const Quantity quantity(static_cast<std::int64_t>(1 + random() % 20'000));
        const Price entry(static_cast<std::int64_t>(100'000 + random() % 3'000'000));
        const Side side = random() % 2 == 0 ? Side::buy : Side::sell;
        book(portfolio, {.side = side, .quantity = quantity, .price = entry});
        const Statement wallet = portfolio.statement(Wallet::futures);
        const Int128 balance = (isolated ? wallet.margin : wallet.cash).mantissa();
        const Int128 units = (side == Side::buy ? 1 : -1) * quantity.mantissa();
        const Int128 cost = portfolio.position(btc_perp).cost.mantissa();

        const auto mark = portfolio.liquidation_mark(btc_perp, at(1)).value();

        const auto by_hand = [&](std::int64_t at) {
            return liquidated_by_hand(balance, units, cost, at);
        };
        if (!mark) {
            EXPECT_FALSE(by_hand(1)) << "seed " << seed << ", step " << i;
            continue;
        }
        ++found;
        const std::int64_t safer = mark->mantissa() + (side == Side::buy ? 1 : -1);
        EXPECT_TRUE(by_hand(mark->mantissa())) << "seed " << seed << ", step " << i;
        EXPECT_FALSE(by_hand(safer)) << "seed " << seed << ", step " << i;
    }
    EXPECT_GT(found, 200);
}

TEST(Margin, FreeMarginCountsLossesAndNotProfits) {
    Portfolio portfolio = account({.mode = MarginMode::cross, .leverage = 10});
    book(portfolio, {.quantity = perp("1"), .price = price("20000")});

    ASSERT_TRUE(portfolio.mark(btc_perp, mark("21000")).has_value());
    EXPECT_EQ(portfolio.free_margin(Wallet::futures), usdt("97900"));
    ASSERT_TRUE(portfolio.mark(btc_perp, mark("19000")).has_value());
    EXPECT_EQ(portfolio.free_margin(Wallet::futures), usdt("97100"));
    EXPECT_EQ(portfolio.free_margin(Wallet::spot), usdt("100000"));
}

TEST(Margin, WithoutTiersInForceACallIsRefused) {
    PortfolioOptions bare = options();
    bare.listings[1].tiers = {};
    Portfolio portfolio = Portfolio::make(bare).value();
    book(portfolio, {.quantity = perp("1"), .price = price("20000")});

    EXPECT_FALSE(portfolio.margin_call(btc_perp, mark("1"), at(1)).has_value());
    EXPECT_FALSE(portfolio.liquidation_mark(btc_perp, at(1)).has_value());
    EXPECT_FALSE(portfolio.margin_call(btc_spot, mark("1"), at(1)).value().has_value());
}

}  // namespace
}  // namespace tradelab

// The three strategies on recorded BTC and ETH, with the shipped files, limits and fees.

#include "core/decimal.hpp"
#include "lab/backtest_case.hpp"
#include "os/process.hpp"
#include "statistics/periods.hpp"
#include "support/shared.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <ostream>
#include <sstream>
#include <string>

namespace tradelab {
namespace {

const BacktestCase* recorded() {
    static const auto made = BacktestCase::recorded();
    return made.get();
}

struct Pinned {
    const char* name;
    const char* result_hash;

    friend void PrintTo(const Pinned& one, std::ostream* out) { *out << one.name; }
};

constexpr Pinned pinned[] = {
    {"funding_carry_btc", "8fadebe33b8e7f2b0705a995e9f24a413717b6ea98854abe6ec5c51d0c66094f"},
    {"funding_carry_eth", "5ca282e224feb4ee86b9c46d4648e099b891370b82b323acfbdbd4271ca1f346"},
    {"mean_reversion_btc_1h", "6b628409396002e712fe6afa174b47383b3d54841d2ec14c53857cd96a0d285a"},
    {"mean_reversion_eth_1h", "445478faec8888ce3c1d8aae0d9699e6bb3ed710c19067ccb53d0a6d25f51b19"},
    {"momentum_btc_perp_1h", "f2e82480457c1cb679db94c20a566ee690c76009233b03a7437babcb8ab3467b"},
    {"momentum_eth_perp_1h", "e12ba079ff821d9f70fcb459393dd26b9ca74a8106a21112c9b087658c4f64e1"},
};

class Recorded : public ::testing::TestWithParam<Pinned> {
protected:
    void SetUp() override {
        if (recorded() == nullptr) {
            GTEST_SKIP() << "the recorded data (TRADELAB_SHARED) is not here";
        }
    }
};

TEST_P(Recorded, TheResultIsThePinnedOne) {
    const auto result = recorded()->run(GetParam().name, {});

    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(result->manifest.result_hash, GetParam().result_hash);
    EXPECT_TRUE(result->manifest.may_be_promoted) << result->manifest.why_not;
}

TEST_P(Recorded, TheWholeIsTheSumOfItsYearsAndOfItsTrades) {
    const auto result = recorded()->run(GetParam().name, {});

    ASSERT_TRUE(result) << describe(result.error());
    Cash pnl, fees, funding, trip_fees, trip_funding;
    for (const PeriodRow& year : result->years) {
        pnl += year.pnl;
        fees += year.fees;
        funding += year.funding;
    }
    for (const RoundTrip& trip : result->trades) {
        trip_fees += trip.fees;
        trip_funding += trip.funding;
    }
    const Statement& account = result->statement;
    EXPECT_EQ(pnl, account.equity - account.opening);
    EXPECT_EQ(fees, account.fees);
    EXPECT_EQ(funding, account.funding);
    EXPECT_EQ(trip_fees, account.fees);
    EXPECT_EQ(trip_funding, account.funding);
}

INSTANTIATE_TEST_SUITE_P(Shipped, Recorded, ::testing::ValuesIn(pinned));

// ---- the carry's income, recomputed from the files as they were downloaded ----

std::string unpacked(const std::string& name) {
    RealProcess process;
    const auto run = process.run({.program = "/usr/bin/gzip",
                                  .arguments = {"-dc", shared_file("data/" + name)->string()},
                                  .output_max = std::size_t{64} << 20U});
    EXPECT_TRUE(run.has_value() && run->exit_code == 0) << name;
    return run ? run->output.bytes : "";
}

// The cells of one column by the time in the first, in milliseconds snapped to the second.
std::map<std::int64_t, std::string> column(const std::string& name, int wanted) {
    std::map<std::int64_t, std::string> out;
    std::istringstream lines(unpacked(name));
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        std::istringstream cells(line);
        std::string cell;
        std::getline(cells, cell, ',');
        const std::int64_t second = std::stoll(cell) / 1000;
        for (int at = 1; at <= wanted; ++at) {
            std::getline(cells, cell, ',');
        }
        out[second] = cell;
    }
    return out;
}

// Received is quantity x mark x rate, with rounding up to 1e-8 of what is paid: a short of positive
// quantity q receives floor(q x mark x rate).
Cash paid(Quantity position, const std::string& mark, const std::string& rate) {
    const std::int64_t mark_e8 = parse_mantissa(mark, DecimalPlaces(8)).value();
    // Some rates are written 9.8E-7; twelve places of a number this small are exact in a double.
    const std::int64_t rate_e12 = std::llround(std::stod(rate) * 1e12);
    // position in 1e-3, mark in 1e-8, rate in 1e-12: 1e-23 altogether.
    const Int128 product = Int128{position.mantissa()} * mark_e8 * rate_e12;
    return Cash(static_cast<std::int64_t>(divide(product, 1'000'000'000'000'000, as_payer)));
}

TEST(RecordedCarry, FundingOfEveryYearIsThatOfTheDownloadedFiles) {
    if (recorded() == nullptr) {
        GTEST_SKIP() << "the recorded data (TRADELAB_SHARED) is not here";
    }
    const auto result = recorded()->run("funding_carry_btc", {});
    ASSERT_TRUE(result) << describe(result.error());
    const auto rates = column("um/fundingRate/BTCUSDT.csv.gz", 2);
    const auto closes = column("um/mark/BTCUSDT-1h.csv.gz", 4);

    std::map<int, Cash> by_year;
    for (const FundingRecord& settled : result->record.funding) {
        const std::int64_t second = settled.boundary.ns() / 1'000'000'000;
        const auto rate = rates.find(second);
        const auto mark = closes.find(second - 3600);  // by the open of the bar that ends there
        ASSERT_NE(rate, rates.end()) << iso_text(settled.boundary);
        ASSERT_NE(mark, closes.end()) << iso_text(settled.boundary);
        by_year[month_of_close(settled.boundary).year] +=
            paid(settled.position, mark->second, rate->second);
    }

    std::map<int, Rate> all_rates;
    for (const auto& [second, rate] : rates) {
        const UnixNanos boundary(second * 1'000'000'000);
        if (boundary > result->manifest.from && boundary <= result->manifest.to) {
            all_rates[month_of_close(boundary).year] += Rate(std::llround(std::stod(rate) * 1e12));
        }
    }
    ASSERT_EQ(result->funding_rates.size(), all_rates.size());
    for (const FundingRates& year : result->funding_rates) {
        EXPECT_EQ(year.sum, all_rates[year.year]) << year.year;
    }
    EXPECT_GT(result->record.funding.size(), 3'000U);
    for (const PeriodRow& year : result->years) {
        EXPECT_EQ(year.funding, by_year[std::stoi(year.name)]) << year.name;
    }
}

// Spot loses what the perpetual wins, so that by legs about half of all trades would win.
TEST(RecordedCarry, CountsPairsAndIsHedgedAllTheTime) {
    if (recorded() == nullptr) {
        GTEST_SKIP() << "the recorded data (TRADELAB_SHARED) is not here";
    }
    const auto result = recorded()->run("funding_carry_btc", {});
    ASSERT_TRUE(result) << describe(result.error());

    std::map<std::uint32_t, int> legs;
    for (const RoundTrip& trip : result->trades) {
        ++legs[trip.trade];
    }
    EXPECT_EQ(legs.begin()->first, 1U);
    EXPECT_EQ(legs.rbegin()->first, legs.size());
    EXPECT_TRUE(std::ranges::all_of(legs, [](const auto& one) { return one.second >= 2; }));
    const TradeFigures& figures = result->performance.trades;
    EXPECT_LE(figures.trades, legs.size());
    EXPECT_GE(figures.trades + 1, legs.size());  // the last may be open
    EXPECT_GE(result->record.coverage.of_exposure(), Rate(990'000'000'000));
    EXPECT_EQ(result->record.counts.margin_unwinds, 0U);
    EXPECT_EQ(result->record.counts.basis_unwinds, 0U);
    EXPECT_EQ(result->record.counts.delta_trims, 0U);
}

// A pair that the margin has shrunk away to what the venue no longer takes can never be left.
TEST(RecordedCarry, IsNeverStuckWithWhatItCannotSell) {
    if (recorded() == nullptr) {
        GTEST_SKIP() << "the recorded data (TRADELAB_SHARED) is not here";
    }
    for (const char* name : {"funding_carry_btc", "funding_carry_eth"}) {
        const auto result = recorded()->run(name, {});
        ASSERT_TRUE(result) << describe(result.error());

        EXPECT_TRUE(std::ranges::none_of(result->record.orders, [](const auto& order) {
            return order.refused_by_filter || order.refused_by_risk;
        })) << name;
    }
}

// Every settlement while the pair was held is in the ledger: none is left out, none is made up.
TEST(RecordedCarry, EverySettlementThatFellIntoAPositionIsBooked) {
    if (recorded() == nullptr) {
        GTEST_SKIP() << "the recorded data (TRADELAB_SHARED) is not here";
    }
    const auto result = recorded()->run("funding_carry_btc", {});
    ASSERT_TRUE(result) << describe(result.error());
    const auto rates = column("um/fundingRate/BTCUSDT.csv.gz", 2);

    std::size_t held = 0;
    for (const auto& [second, rate] : rates) {
        const UnixNanos boundary(second * 1'000'000'000);
        const auto covers = [&](const RoundTrip& trip) {
            return trip.funding != Cash() && trip.opened_at < boundary &&
                   (!trip.closed_at || boundary <= *trip.closed_at);
        };
        held += std::ranges::any_of(result->trades, covers) ? 1U : 0U;
    }

    EXPECT_EQ(result->record.funding.size(), held);
}

}  // namespace
}  // namespace tradelab

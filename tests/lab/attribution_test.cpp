#include "lab/attribution.hpp"

#include "core/time.hpp"

#include <gtest/gtest.h>

namespace tradelab {
namespace {

constexpr std::int64_t hour_ns = 3'600'000'000'000;
constexpr Cash hundred{10'000'000'000};

// Hourly bars from a first close on, with these equities in whole units.
EquityCurve curve(UnixNanos first_close, std::initializer_list<std::int64_t> units) {
    EquityCurve out;
    for (const std::int64_t equity : units) {
        out.ts.push_back(first_close.ns() + static_cast<std::int64_t>(out.ts.size()) * hour_ns);
        out.equity.push_back(equity * 100'000'000);
        out.exposure.push_back(0);
    }
    return out;
}

FillRecord fill(UnixNanos at, FillCause cause, std::int64_t fee) {
    FillRecord out;
    out.cause = cause;
    out.fee = Cash(fee);
    out.at = at;
    return out;
}

class TwoYears : public ::testing::Test {
protected:
    // 22:00, 23:00 and 24:00 of the last day of 2021, 1:00 and 2:00 of the first of 2022.
    UnixNanos midnight = parse_iso("2022-01-01").value();
    RunRecord record;
    std::vector<double> traded;

    TwoYears() {
        record.curve = curve(UnixNanos(midnight.ns() - 2 * hour_ns), {101, 102, 104, 103, 107});
    }
    [[nodiscard]] AttributionInput input() {
        traded.resize(record.fills.size());
        return {.opened_at = UnixNanos(midnight.ns() - 3 * hour_ns),
                .opening = hundred,
                .bars_per_year = 8760,
                .record = &record,
                .trades = {},
                .traded = traded};
    }
};

TEST_F(TwoYears, TheBarThatClosesAtMidnightBelongsToTheOldYear) {
    const auto years = by_year(input());

    ASSERT_EQ(years.size(), 2U);
    EXPECT_EQ(years[0].name, "2021");
    EXPECT_EQ(years[0].bars, 3U);
    EXPECT_EQ(years[0].pnl, Cash(400'000'000));
    EXPECT_EQ(years[1].name, "2022");
    EXPECT_EQ(years[1].pnl, Cash(300'000'000));
    EXPECT_EQ(years[1].performance.opening, Cash(10'400'000'000));
}

TEST_F(TwoYears, AFillAtAnOpenBelongsToTheBarThatBeginsThereAndAStopToTheOneThatEnds) {
    record.fills = {fill(midnight, FillCause::next_open, 5), fill(midnight, FillCause::stop, 7)};

    const auto years = by_year(input());

    EXPECT_EQ(years[0].fees, Cash(7));
    EXPECT_EQ(years[1].fees, Cash(5));
}

TEST_F(TwoYears, FundingAtMidnightBelongsToTheOldYear) {
    FundingRecord funding;
    funding.boundary = midnight;
    funding.paid = Cash(-9);
    record.funding = {funding};

    const auto years = by_year(input());

    EXPECT_EQ(years[0].funding, Cash(-9));
    EXPECT_EQ(years[1].funding, Cash(0));
}

TEST_F(TwoYears, RowsOfAnyCutAddUpToTheWhole) {
    record.fills = {fill(midnight, FillCause::next_open, 5), fill(midnight, FillCause::stop, 7)};
    const std::vector<std::string> names = {"odd", "even"};
    const std::vector<std::uint8_t> label = {0, 1, 0, 1, 0};

    const auto rows = by_label(input(), names, label);

    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].pnl, Cash(100'000'000 + 200'000'000 + 400'000'000));
    EXPECT_EQ(rows[1].pnl, Cash(100'000'000 - 100'000'000));
    EXPECT_EQ(rows[0].pnl + rows[1].pnl, as_a_whole(input()).pnl);
    EXPECT_EQ(rows[0].fees + rows[1].fees, Cash(12));
}

TEST_F(TwoYears, ALabelWithoutBarsHasNoRow) {
    const std::vector<std::string> names = {"all", "none"};

    const auto rows = by_label(input(), names, std::vector<std::uint8_t>(5, 0));

    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].name, "all");
}

}  // namespace
}  // namespace tradelab

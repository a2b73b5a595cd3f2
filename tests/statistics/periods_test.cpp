#include "statistics/periods.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tradelab {
namespace {

UnixNanos at(const char* text) {
    return parse_iso(text).value();
}

TEST(CalendarMonth, ABarThatClosesAtMidnightBelongsToTheDayBefore) {
    EXPECT_EQ(month_of_close(at("2024-03-01T00:00:00Z")),
              (CalendarMonth{.year = 2024, .month = 2}));
    EXPECT_EQ(month_of_close(at("2024-03-01T01:00:00Z")),
              (CalendarMonth{.year = 2024, .month = 3}));
    EXPECT_EQ(month_of_close(at("1970-01-01T00:00:00Z")),
              (CalendarMonth{.year = 1969, .month = 12}));
}

TEST(PeriodReturns, CutWhereTheMonthOfACloseChanges) {
    constexpr std::int64_t step = 6LL * 3600 * 1'000'000'000 - 1;  // closes around every midnight
    std::vector<std::int64_t> ts;
    for (std::int64_t now = at("1969-11-20T00:00:00Z").ns(); ts.size() < 20'000; now += step) {
        ts.push_back(now);
    }
    const std::vector<std::int64_t> equity(ts.size(), 100);

    for (const Calendar calendar : {Calendar::months, Calendar::years}) {
        for (const PeriodReturn& period : period_returns(Cash(100), ts, equity, calendar)) {
            for (std::size_t bar = period.first; bar < period.first + period.bars; ++bar) {
                const CalendarMonth month = month_of_close(UnixNanos(ts[bar]));
                ASSERT_EQ(month.year, period.month.year) << bar;
                ASSERT_TRUE(calendar == Calendar::years || month == period.month) << bar;
            }
        }
    }
}

TEST(PeriodReturns, ChainFromOneStretchToTheNext) {
    const std::vector<std::int64_t> ts = {at("2023-12-31T12:00:00Z").ns(),
                                          at("2024-01-01T00:00:00Z").ns(),
                                          at("2024-01-31T00:00:00Z").ns(),
                                          at("2024-03-05T00:00:00Z").ns()};
    const std::vector<std::int64_t> equity = {110, 120, 90, 180};

    const auto months = period_returns(Cash(100), ts, equity, Calendar::months);
    const auto years = period_returns(Cash(100), ts, equity, Calendar::years);

    ASSERT_EQ(months.size(), 3U) << "a month without bars is not there";
    EXPECT_EQ(months[0].month, (CalendarMonth{.year = 2023, .month = 12}));
    EXPECT_EQ(months[0].bars, 2U);
    EXPECT_DOUBLE_EQ(*months[0].simple_return, 0.2);
    EXPECT_DOUBLE_EQ(*months[1].simple_return, -0.25);
    EXPECT_EQ(months[2].opening, Cash(90));
    EXPECT_DOUBLE_EQ(*months[2].simple_return, 1.0);
    ASSERT_EQ(years.size(), 2U);
    EXPECT_DOUBLE_EQ(*years[1].simple_return, 0.5);
}

TEST(PeriodReturns, OfNothingAreUndefined) {
    const std::vector<std::int64_t> ts = {at("2024-01-02T00:00:00Z").ns(),
                                          at("2024-02-02T00:00:00Z").ns()};
    const std::vector<std::int64_t> equity = {0, 5};

    const auto months = period_returns(Cash(100), ts, equity, Calendar::months);

    EXPECT_DOUBLE_EQ(*months[0].simple_return, -1.0);
    EXPECT_EQ(months[1].simple_return, std::nullopt);
    EXPECT_TRUE(period_returns(Cash(100), {}, {}, Calendar::years).empty());
}

}  // namespace
}  // namespace tradelab

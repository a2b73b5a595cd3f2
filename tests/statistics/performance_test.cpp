#include "statistics/performance.hpp"

#include "os/random.hpp"
#include "statistics/returns.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace tradelab {
namespace {

constexpr std::int64_t day = 86'400'000'000'000;

struct Series {
    std::vector<std::int64_t> ts;
    std::vector<std::int64_t> equity;
    std::vector<std::int64_t> exposure;

    [[nodiscard]] PerformanceInput input() const {
        return {.opened_at = UnixNanos(0),
                .opening = Cash(1'000'000),
                .ts = ts,
                .equity = equity,
                .exposure = exposure,
                .bars_per_year = 365};
    }
};

Series daily(std::vector<std::int64_t> equity) {
    Series series{.ts = {}, .equity = std::move(equity), .exposure = {}};
    for (std::size_t at = 0; at < series.equity.size(); ++at) {
        series.ts.push_back(static_cast<std::int64_t>(at + 1) * day);
    }
    return series;
}

Series random_walk(std::uint64_t seed, std::size_t bars) {
    SeededRandom random(seed);
    std::vector<std::int64_t> equity;
    std::int64_t value = 1'000'000;
    for (std::size_t at = 0; at < bars; ++at) {
        value += random.between(-value / 50, value / 45);
        equity.push_back(value);
    }
    Series series = daily(std::move(equity));
    for (std::size_t at = 0; at < bars; ++at) {
        series.exposure.push_back(random.below(3) == 0 ? 0 : 500'000);
    }
    return series;
}

TEST(Performance, OfNoBarsHasNothingToSay) {
    const auto performance =
        performance_of({.opened_at = UnixNanos(0), .opening = Cash(5), .bars_per_year = 365});

    EXPECT_EQ(performance.bars, 0U);
    EXPECT_EQ(performance.closing, Cash(5));
    EXPECT_EQ(performance.total_return, std::nullopt);
    EXPECT_EQ(performance.sharpe, std::nullopt);
    EXPECT_EQ(performance.max_drawdown, std::nullopt);
    EXPECT_EQ(performance.best_bar, std::nullopt);
    EXPECT_EQ(performance.exposure, std::nullopt);
    EXPECT_EQ(performance.annual_turnover, std::nullopt);
}

TEST(Performance, OfOneBarHasAReturnAndNoDeviation) {
    const auto performance = performance_of(daily({1'100'000}).input());

    EXPECT_DOUBLE_EQ(*performance.total_return, 0.1);
    EXPECT_DOUBLE_EQ(performance.best_bar->value, 0.1);
    EXPECT_EQ(performance.volatility, std::nullopt);
    EXPECT_EQ(performance.annual_sharpe, std::nullopt);
    EXPECT_EQ(performance.value_at_risk, std::nullopt);
}

TEST(Performance, DrawdownSaysWhenItBeganBottomedAndEnded) {
    const auto performance =
        performance_of(daily({1'200'000, 900'000, 600'000, 1'200'000, 1'100'000}).input());

    ASSERT_TRUE(performance.max_drawdown);
    EXPECT_DOUBLE_EQ(performance.max_drawdown->depth, 0.5);
    EXPECT_EQ(performance.max_drawdown->peak_at, UnixNanos(day));
    EXPECT_EQ(performance.max_drawdown->trough_at, UnixNanos(3 * day));
    EXPECT_EQ(performance.max_drawdown->recovered_at, UnixNanos(4 * day));
    EXPECT_EQ(performance.longest_under_water, Duration(3 * day));
    EXPECT_DOUBLE_EQ(*performance.ulcer_index, std::sqrt((0.0625 + 0.25 + 1.0 / 144) / 5));
}

TEST(Performance, AFallFromTheOpeningIsADrawdownThatNeedNotEnd) {
    const auto performance = performance_of(daily({900'000, 800'000}).input());

    EXPECT_DOUBLE_EQ(performance.max_drawdown->depth, 0.2);
    EXPECT_EQ(performance.max_drawdown->peak_at, UnixNanos(0));
    EXPECT_EQ(performance.max_drawdown->recovered_at, std::nullopt);
    EXPECT_EQ(performance.longest_under_water, Duration(2 * day));
}

TEST(Performance, RuinEndsTheReturnsAndLeavesGrowthUndefined) {
    const auto performance = performance_of(daily({500'000, -100'000, 700'000, -1}).input());

    EXPECT_EQ(performance.ruined_at, UnixNanos(2 * day));
    EXPECT_DOUBLE_EQ(performance.worst_bar->value, -1.2);
    EXPECT_EQ(performance.annual_growth, std::nullopt);
    EXPECT_EQ(performance.annual_sharpe, std::nullopt);
    EXPECT_EQ(performance.annual_sortino, std::nullopt);
    EXPECT_DOUBLE_EQ(*performance.total_return, -1.000001);
    EXPECT_DOUBLE_EQ(performance.max_drawdown->depth, 1.1);
}

TEST(Performance, AYearOfDaysAgreesWithBruteForce) {
    const Series series = random_walk(21, 365);

    const auto performance = performance_of(series.input());

    long double before = 1'000'000;
    long double sum = 0;
    long double squares = 0;
    long double losses = 0;
    for (const std::int64_t now : series.equity) {
        const long double r = static_cast<long double>(now) / before - 1;
        before = static_cast<long double>(now);
        sum += r;
        squares += r * r;
        losses += r < 0 ? r * r : 0;
    }
    const long double mean = sum / 365;
    const long double deviation = std::sqrt((squares - 365 * mean * mean) / 364);
    const auto year = std::sqrt(365.0L);
    EXPECT_DOUBLE_EQ(performance.years, 1.0);
    EXPECT_NEAR(*performance.annual_growth, *performance.total_return, 1e-15);
    EXPECT_NEAR(*performance.annual_sharpe, static_cast<double>(mean / deviation * year), 1e-11);
    EXPECT_NEAR(*performance.annual_sortino,
                static_cast<double>(mean / std::sqrt(losses / 365) * year),
                1e-11);
    EXPECT_NEAR(*performance.annual_volatility, static_cast<double>(deviation * year), 1e-13);
    EXPECT_DOUBLE_EQ(*performance.calmar,
                     *performance.annual_growth / performance.max_drawdown->depth);
}

TEST(Performance, TheDeepestFallIsTheDeepestOfAllPairs) {
    const Series series = random_walk(22, 400);
    std::vector<std::int64_t> all = {1'000'000};
    all.insert(all.end(), series.equity.begin(), series.equity.end());
    double deepest = 0;
    for (std::size_t high = 0; high < all.size(); ++high) {
        for (std::size_t low = high; low < all.size(); ++low) {
            deepest = std::max(deepest,
                               1 - static_cast<double>(all[low]) / static_cast<double>(all[high]));
        }
    }

    EXPECT_NEAR(performance_of(series.input()).max_drawdown->depth, deepest, 1e-15);
}

TEST(Performance, ExposureCountsBarsAndTime) {
    Series series = daily({1'000'000, 1'000'000, 2'000'000});
    series.ts[2] = 12 * day;  // ten days pass in the last bar
    series.exposure = {0, 500'000, 1'000'000};

    const auto performance = performance_of(series.input());

    EXPECT_DOUBLE_EQ(*performance.exposure, 2.0 / 3);
    EXPECT_DOUBLE_EQ(*performance.time_in_market, 11.0 / 12);
    EXPECT_DOUBLE_EQ(*performance.mean_leverage, 1.0 / 3);
}

TEST(Performance, CostsAreSharesOfWhatWasEarnedBeforeThem) {
    const Series series = daily({1'100'000});
    auto input = series.input();
    input.gross = Cash(160'000);
    input.slippage = Cash(40'000);
    input.fees = Cash(50'000);
    input.funding = Cash(-10'000);
    input.traded = 0.011 * 73;  // mean equity is 0.011

    const auto performance = performance_of(input);

    EXPECT_DOUBLE_EQ(*performance.costs.fee_share, 0.25);
    EXPECT_DOUBLE_EQ(*performance.costs.slippage_share, 0.2);
    EXPECT_DOUBLE_EQ(*performance.costs.funding_share, -0.05);
    EXPECT_NEAR(*performance.annual_turnover, 73.0 * 365, 1e-9);
    input.gross = Cash(-50'000);
    EXPECT_EQ(performance_of(input).costs.fee_share, std::nullopt);
}

TEST(Performance, BestAndWorstMonthsAreOfTheCalendar) {
    std::vector<std::int64_t> equity(90, 1'000'000);
    std::fill(equity.begin() + 31, equity.begin() + 59, 1'500'000);  // February 1970
    std::fill(equity.begin() + 59, equity.end(), 750'000);

    const auto performance = performance_of(daily(std::move(equity)).input());

    EXPECT_DOUBLE_EQ(performance.best_month->value, 0.5);
    EXPECT_EQ(performance.best_month->at, UnixNanos(59 * day));
    EXPECT_DOUBLE_EQ(performance.worst_month->value, -0.5);
}

}  // namespace
}  // namespace tradelab

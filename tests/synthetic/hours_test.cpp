#include "synthetic/hours.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iostream>
#include <vector>

// The statistics that a reader of the settings may expect.  Every seed is fixed, so a bound either
// holds for good or shows a change of the generator.
namespace tradelab {
namespace {

constexpr std::int64_t twenty_years = 7'300;

std::vector<double> returns_of(const std::vector<SyntheticHour>& hours) {
    std::vector<double> all;
    for (const SyntheticHour& hour : hours) {
        all.push_back(hour.log_return);
    }
    return all;
}

double mean_of(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) {
        sum += value;
    }
    return sum / static_cast<double>(values.size());
}

double kurtosis_of(const std::vector<double>& values) {
    const double mean = mean_of(values);
    double squares = 0;
    double fourths = 0;
    for (const double value : values) {
        const double d = (value - mean) * (value - mean);
        squares += d;
        fourths += d * d;
    }
    return fourths * static_cast<double>(values.size()) / (squares * squares);
}

double autocorrelation(const std::vector<double>& values, std::size_t lag) {
    const double mean = mean_of(values);
    double together = 0;
    double alone = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        alone += (values[i] - mean) * (values[i] - mean);
        together += i >= lag ? (values[i] - mean) * (values[i - lag] - mean) : 0;
    }
    return together / alone;
}

std::vector<double> sizes_of(std::vector<double> values) {
    for (double& value : values) {
        value = std::abs(value);
    }
    return values;
}

// Annual Sharpe ratio of who holds s / sigma in every hour.
double follower_sharpe(const std::vector<SyntheticHour>& hours) {
    std::vector<double> gains;
    for (const SyntheticHour& hour : hours) {
        gains.push_back(hour.edge * hour.log_return / hour.sigma);
    }
    const double mean = mean_of(gains);
    double squares = 0;
    for (const double gain : gains) {
        squares += (gain - mean) * (gain - mean);
    }
    return mean / std::sqrt(squares / static_cast<double>(gains.size())) *
           std::sqrt(hours_per_year);
}

TEST(SyntheticHours, TailsAreFatAndVolatilityClusters) {
    const auto returns = returns_of(synthetic_hours({.seed = 1, .days = twenty_years}));

    EXPECT_GT(kurtosis_of(returns), 5) << "a normal has 3";
    EXPECT_GT(autocorrelation(sizes_of(returns), 1), 0.1);
    EXPECT_GT(autocorrelation(sizes_of(returns), 24), 0.05);
    EXPECT_LT(std::abs(autocorrelation(returns, 1)), 0.02) << "nothing to gain from the sign";
}

TEST(SyntheticHours, VolatilityIsTheStatedOneWhereNothingRaisesIt) {
    const auto returns = returns_of(synthetic_hours({.seed = 2,
                                                     .days = twenty_years,
                                                     .annual_volatility = 0.6,
                                                     .wild_share = 0,
                                                     .trend_annual = 0}));
    double squares = 0;
    for (const double value : returns) {
        squares += value * value;
    }

    EXPECT_NEAR(
        std::sqrt(squares / static_cast<double>(returns.size()) * hours_per_year), 0.6, 0.03);
}

TEST(SyntheticHours, TheDayHasItsSeason) {
    const auto hours = synthetic_hours({.seed = 3, .days = twenty_years});
    std::array<double, 24> sizes = {};
    for (std::size_t i = 0; i < hours.size(); ++i) {
        sizes[i % 24] += std::abs(hours[i].log_return);
    }

    // The peak is at 15 h, the trough at 3 h: 1.35 to 0.65.
    EXPECT_NEAR(sizes[15] / sizes[3], 1.35 / 0.65, 0.2);
}

TEST(SyntheticHours, RegimesComeInTheirSharesAndLast) {
    const auto hours = synthetic_hours({.seed = 4, .days = twenty_years});
    double wild = 0;
    double up = 0;
    int changes = 0;
    for (std::size_t i = 0; i < hours.size(); ++i) {
        wild += hours[i].wild ? 1 : 0;
        up += hours[i].trend == Trend::up ? 1 : 0;
        changes +=
            i > 0 && (hours[i].wild != hours[i - 1].wild || hours[i].trend != hours[i - 1].trend)
                ? 1
                : 0;
    }
    const auto count = static_cast<double>(hours.size());

    EXPECT_NEAR(wild / count, 0.3, 0.08);
    EXPECT_NEAR(up / count, 1.0 / 3, 0.08);
    // 608 draws in 7,300 days of 12; those that draw the same regime again change nothing.
    EXPECT_GT(changes, 300);
    EXPECT_LT(changes, 650);
}

TEST(SyntheticHours, TheIdealFollowerGetsTheStatedSharpeAndNobodyWithoutEdge) {
    // The standard error over 20 years is 1 / sqrt(20) = 0.22.
    for (const double stated : {2.0, -1.5, 0.0}) {
        const double measured = follower_sharpe(synthetic_hours(
            {.seed = 5, .days = twenty_years, .trend_annual = 0, .edge_sharpe = stated}));

        std::cout << "stated " << stated << ", measured " << measured << '\n';
        EXPECT_NEAR(measured, stated, 0.5);
    }
}

TEST(SyntheticHours, ThePlantedEdgeIsInTheDifferenceToTheSameMarketWithout) {
    // The same shocks, so the noise cancels: what is left is the edge itself.
    const auto with =
        synthetic_hours({.seed = 6, .days = twenty_years, .trend_annual = 0, .edge_sharpe = 3});
    const auto without = synthetic_hours({.seed = 6, .days = twenty_years, .trend_annual = 0});
    std::vector<double> planted;
    for (std::size_t i = 24; i < with.size(); ++i) {
        ASSERT_DOUBLE_EQ(with[i].sigma, without[i].sigma);
        const double difference = with[i].log_return - without[i].log_return;
        planted.push_back(with[i].edge * difference / with[i].sigma);
    }

    EXPECT_NEAR(mean_of(planted) * std::sqrt(hours_per_year), 3, 0.05);
}

TEST(SyntheticHours, AnEdgeThatEndsIsThereUntilThenAndTheSameMarketWithoutItAfterwards) {
    const SyntheticSettings settings{.seed = 6, .days = 60, .edge_sharpe = 3};
    SyntheticSettings ends = settings;
    ends.edge_days = 40;
    SyntheticSettings none = settings;
    none.edge_sharpe = 0;
    const auto all = synthetic_hours(settings);
    const auto until = synthetic_hours(ends);
    const auto without = synthetic_hours(none);

    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool is_there = i < std::size_t{40} * 24;
        EXPECT_EQ(until[i].log_return, is_there ? all[i].log_return : without[i].log_return) << i;
        EXPECT_EQ(until[i].edge == 0, !is_there || all[i].edge == 0) << i;
    }
    EXPECT_EQ(settings_text(ends), settings_text(settings) + " edge_days=40");
}

TEST(SyntheticHours, WithoutTrendThePriceExpectsNothing) {
    // The mean over 100 markets of half a year of price / first price - 1; the standard error is
    // 0.04, and what a missing -sigma^2 / 2 would add is 0.09.
    double sum = 0;
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        double log_price = 0;
        for (const SyntheticHour& hour :
             synthetic_hours({.seed = seed, .days = 180, .wild_share = 0, .trend_annual = 0})) {
            log_price += hour.log_return;
        }
        sum += std::exp(log_price) - 1;
    }

    EXPECT_NEAR(sum / 100, 0, 0.08);
}

TEST(SyntheticHours, TheBasisRevertsAndIsBounded) {
    const auto hours = synthetic_hours({.seed = 7, .days = twenty_years});
    std::vector<double> basis;
    for (const SyntheticHour& hour : hours) {
        basis.push_back(hour.basis * 1e4);
    }
    const auto [least, most] = std::ranges::minmax_element(basis);

    EXPECT_NEAR(mean_of(basis), 1, 1.5);
    EXPECT_GT(*least, -60);
    EXPECT_LT(*most, 60);
    EXPECT_GT(autocorrelation(basis, 1), 0.8);
    EXPECT_LT(autocorrelation(basis, 24 * 60), 0.2);
}

TEST(SyntheticHours, NeitherPriceNorHourLeavesItsRangeHoweverWild) {
    const auto hours = synthetic_hours({.seed = 8,
                                        .days = twenty_years,
                                        .annual_volatility = 3,
                                        .student_nu = 3,
                                        .wild_share = 1,
                                        .wild_factor = 10});
    double log_price = 0;
    for (const SyntheticHour& hour : hours) {
        ASSERT_LE(std::abs(hour.log_return), 0.6932);
        log_price += hour.log_return;
        ASSERT_LE(std::abs(log_price), 7.7);
    }
}

}  // namespace
}  // namespace tradelab

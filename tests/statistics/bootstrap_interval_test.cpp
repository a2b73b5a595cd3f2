#include "statistics/bootstrap_interval.hpp"

#include "statistics/moments.hpp"
#include "statistics/random_series.hpp"
#include "statistics/ratios.hpp"
#include "statistics/sharpe_inference.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace tradelab {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// How often an interval of 90 % holds what is true, over series of 250 bars with memory.
double coverage(IntervalOptions options, double phi, double truth_mean) {
    constexpr std::size_t sets = 200;
    constexpr std::size_t bars = 250;
    const double deviation = 1 / std::sqrt(1 - phi * phi);
    const double truth = options.figure == IntervalOf::mean ? truth_mean : truth_mean / deviation;
    options.confidence = 0.9;
    options.resamples = 150;
    int held = 0;
    for (std::size_t set = 0; set < sets; ++set) {
        auto series = autoregressive_series(91, set, bars, phi);
        for (double& value : series) {
            value += truth_mean;
        }
        const auto found =
            bootstrap_interval(series, {.bars = bars, .mean_block = 6, .seed = set}, options);
        held += found && found->low <= truth && truth <= found->high ? 1 : 0;
    }
    return held / static_cast<double>(sets);
}

// Three binomial deviations are 6.4 points; the percentile form is known to fall short by a few
// more.
TEST(BootstrapInterval, HoldsTheTruthAsOftenAsItSays) {
    for (const auto figure : {IntervalOf::mean, IntervalOf::sharpe}) {
        const double studentised =
            coverage({.figure = figure, .form = IntervalForm::studentised}, 0.3, 0.1);
        const double percentile =
            coverage({.figure = figure, .form = IntervalForm::percentile}, 0.3, 0.1);
        EXPECT_NEAR(studentised, 0.9, 0.064) << "seed 91";
        EXPECT_NEAR(percentile, 0.9, 0.09) << "seed 91";
    }
}

TEST(BootstrapInterval, IsTheSameForTheSameSeedAndWidensWithConfidence) {
    const auto series = normal_series(92, 0, 400);
    const StationaryBootstrap bootstrap{.bars = 400, .mean_block = 3, .seed = 5};
    const auto narrow = bootstrap_interval(series, bootstrap, {.confidence = 0.5});
    const auto wide = bootstrap_interval(series, bootstrap, {.confidence = 0.99});

    ASSERT_TRUE(narrow && wide);
    EXPECT_EQ(bootstrap_interval(series, bootstrap, {.confidence = 0.5}), narrow);
    EXPECT_LT(wide->low, narrow->low);
    EXPECT_GT(wide->high, narrow->high);
    EXPECT_LT(narrow->low, *sharpe(series));
    EXPECT_GT(narrow->high, *sharpe(series));
}

// Without memory it is the error of Mertens, whose formula knows skewness and kurtosis.
TEST(DependentSharpeError, WithoutMemoryIsTheKnownFormula) {
    auto series = fat_tailed_series(93, 0, 3000);
    for (double& value : series) {
        value += 0.2;
    }
    const double expected = *sharpe_standard_error(*sharpe_sample(series));
    EXPECT_NEAR(*dependent_sharpe_error(series, 1) / expected, 1, 0.01);
}

TEST(BootstrapInterval, OfNothingUsableIsUndefined) {
    const StationaryBootstrap bootstrap{.bars = 100};
    auto broken = normal_series(94, 0, 100);
    broken[3] = nan;
    EXPECT_FALSE(bootstrap_interval(std::vector<double>(100, 0.0), bootstrap, {}));
    EXPECT_FALSE(bootstrap_interval(broken, bootstrap, {}));
    EXPECT_FALSE(bootstrap_interval(normal_series(94, 1, 19), {.bars = 19}, {}));
    // One trade in a hundred bars: every third resample has none.
    std::vector<double> rare(100, 0.0);
    rare[50] = 0.1;
    EXPECT_FALSE(bootstrap_interval(rare, bootstrap, {}));
    EXPECT_FALSE(dependent_sharpe_error(broken, 2));
    EXPECT_FALSE(dependent_sharpe_error(std::vector<double>(100, 0.5), 2));
}

TEST(BootstrapDrawdown, GrowsWithHorizonAndConfidence) {
    auto series = normal_series(95, 0, 500);
    for (double& value : series) {
        value = 0.0005 + 0.01 * value;
    }
    const StationaryBootstrap bootstrap{.bars = 500, .mean_block = 5, .seed = 6};
    const auto brief = bootstrap_drawdown(series, bootstrap, {.horizon = 50});
    const auto usual = bootstrap_drawdown(series, bootstrap, {.horizon = 500});
    const auto long_one = bootstrap_drawdown(series, bootstrap, {.horizon = 2000});
    const auto mild = bootstrap_drawdown(series, bootstrap, {.horizon = 500, .confidence = 0.5});

    ASSERT_TRUE(brief && usual && long_one && mild);
    EXPECT_LT(*brief, *usual);
    EXPECT_LT(*usual, *long_one);
    EXPECT_LT(*mild, *usual);
    EXPECT_LT(*long_one, 1);
}

TEST(BootstrapDrawdown, OfAFixedReturnIsExact) {
    // Half of it lost every bar: after three an eighth is left, whichever bars are drawn.
    const std::vector<double> halving(30, -0.5);
    EXPECT_EQ(bootstrap_drawdown(halving, {.bars = 30}, {.horizon = 3}), 0.875);
    EXPECT_EQ(bootstrap_drawdown(std::vector<double>(30, 0.01), {.bars = 30}, {.horizon = 3}), 0);
    EXPECT_FALSE(bootstrap_drawdown(halving, {.bars = 30}, {}));
    EXPECT_FALSE(bootstrap_drawdown(std::vector<double>{0.1, nan}, {.bars = 2}, {.horizon = 3}));
}

}  // namespace
}  // namespace tradelab

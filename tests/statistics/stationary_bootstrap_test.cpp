#include "statistics/stationary_bootstrap.hpp"

#include "statistics/block_length.hpp"
#include "statistics/long_run_variance.hpp"
#include "statistics/moments.hpp"
#include "statistics/published.hpp"
#include "statistics/random_series.hpp"
#include "statistics/resampled_sums.hpp"

#include <cmath>
#include <limits>
#include <vector>

namespace tradelab {
namespace {

TEST(StationaryBootstrap, AResampleHangsOnItsNumberAlone) {
    const StationaryBootstrap bootstrap{.bars = 300, .mean_block = 5, .seed = 3};
    std::vector<std::uint32_t> first(300);
    std::vector<std::uint32_t> again(300);
    std::vector<std::uint32_t> next(300);

    stationary_bootstrap(bootstrap, 7, first);
    stationary_bootstrap(bootstrap, 8, next);
    stationary_bootstrap(bootstrap, 7, again);

    EXPECT_EQ(first, again);
    EXPECT_NE(first, next);
}

TEST(StationaryBootstrap, BlocksHaveTheLengthAskedFor) {
    constexpr std::size_t bars = 1000;
    for (const double mean_block : {1.0, 2.5, 20.0}) {
        std::vector<std::uint32_t> indices(bars);
        double blocks = 0;
        for (std::uint64_t resample = 0; resample < 200; ++resample) {
            stationary_bootstrap(
                {.bars = bars, .mean_block = mean_block, .seed = 4}, resample, indices);
            blocks += 1;
            for (std::size_t t = 1; t < bars; ++t) {
                EXPECT_LT(indices[t], bars);
                blocks += indices[t] != (indices[t - 1] + 1) % bars ? 1 : 0;
            }
        }

        // A block that happens to go on where the last one ended hides one in a thousand.
        EXPECT_NEAR(200.0 * bars / blocks / mean_block, 1, 0.03);
    }
}

// What both tables say is the plain sum over the bars drawn.
TEST(ResampledSums, EqualTheSumsOfTheBarsDrawn) {
    constexpr std::size_t bars = 211;
    const auto series = normal_series(5, 0, bars);
    const auto other = normal_series(5, 1, bars);
    for (const double mean_block : {1.0, 3.0, 40.0}) {
        const StationaryBootstrap bootstrap{.bars = bars, .mean_block = mean_block, .seed = 6};
        const auto resamples = Resamples::stationary(bootstrap, 20);
        ResampledSums sums(resamples);
        sums.place(0, series, {});
        sums.place(15, other, {.origin = 0.5, .scale = 2});
        EXPECT_EQ(resamples.table() == Resamples::Table::values, mean_block < 2) << mean_block;

        std::vector<std::uint32_t> indices(bars);
        for (std::size_t resample = 0; resample < 20; ++resample) {
            stationary_bootstrap(bootstrap, resample, indices);
            double plain = 0;
            double changed = 0;
            for (const auto index : indices) {
                plain += series[index];
                changed += (other[index] - 0.5) * 2;
            }
            const auto found = sums.sums(resample);
            EXPECT_NEAR(found[0], plain, 1e-10);
            EXPECT_NEAR(found[15], changed, 1e-10);
            EXPECT_EQ(found[7], 0);
        }
    }
}

TEST(Resamples, OfGivenBarsAreThoseOfDrawnOnes) {
    const StationaryBootstrap bootstrap{.bars = 50, .mean_block = 6, .seed = 8};
    std::vector<std::uint32_t> indices(100);
    stationary_bootstrap(bootstrap, 0, std::span(indices).first(50));
    stationary_bootstrap(bootstrap, 1, std::span(indices).subspan(50));

    const auto drawn = Resamples::stationary(bootstrap, 2);
    const auto given = Resamples::from_indices(indices, 50, 6);

    ASSERT_EQ(given.count(), 2U);
    for (std::size_t resample = 0; resample < 2; ++resample) {
        ASSERT_EQ(given.terms(resample).size(), drawn.terms(resample).size());
        for (std::size_t i = 0; i < given.terms(resample).size(); ++i) {
            EXPECT_EQ(given.terms(resample)[i].place, drawn.terms(resample)[i].place);
            EXPECT_EQ(given.terms(resample)[i].weight, drawn.terms(resample)[i].weight);
        }
    }
}

// The definition, lag by lag.
double variance_by_definition(const std::vector<double>& values, double mean_block) {
    const std::size_t n = values.size();
    const auto bars = static_cast<double>(n);
    const double mean = *mean_of(values);
    const double q = 1 - 1 / mean_block;
    double variance = 0;
    for (std::size_t lag = 0; lag < n; ++lag) {
        double covariance = 0;
        for (std::size_t t = lag; t < n; ++t) {
            covariance += (values[t] - mean) * (values[t - lag] - mean) / bars;
        }
        const auto i = static_cast<double>(lag);
        const double kernel = (1 - i / bars) * std::pow(q, i) + i / bars * std::pow(q, bars - i);
        variance += lag == 0 ? covariance : 2 * kernel * covariance;
    }
    return variance;
}

TEST(LongRunVariance, OnePassEqualsTheDefinition) {
    const auto values = autoregressive_series(9, 0, 157, 0.4);
    for (const double mean_block : {1.0, 1.5, 7.0, 60.0, 1000.0}) {
        const double expected = variance_by_definition(values, mean_block);
        EXPECT_NEAR(*long_run_variance(values, mean_block) / expected, 1, 1e-11) << mean_block;
    }
}

TEST(LongRunVariance, IsWhatTheBootstrapMeansScatterBy) {
    constexpr std::size_t bars = 300;
    const auto values = autoregressive_series(10, 0, bars, 0.3);
    const auto resamples =
        Resamples::stationary({.bars = bars, .mean_block = 6, .seed = 11}, 20'000);
    ResampledSums sums(resamples);
    sums.place(0, values, {.origin = *mean_of(values)});
    double squares = 0;
    for (std::size_t resample = 0; resample < resamples.count(); ++resample) {
        const double sum = sums.sums(resample)[0];
        squares += sum * sum / bars / 20'000;
    }

    // A variance of 20,000 draws errs by one per cent.
    EXPECT_NEAR(squares / *long_run_variance(values, 6), 1, 0.04);
}

TEST(LongRunVariance, OfNothingUsableIsUndefined) {
    EXPECT_FALSE(long_run_variance({}, 1));
    EXPECT_FALSE(long_run_variance(std::vector<double>{1}, 1));
    EXPECT_FALSE(long_run_variance(std::vector<double>(50, 0.1), 3));
    EXPECT_FALSE(
        studentised_mean(std::vector<double>{1, 2, std::numeric_limits<double>::quiet_NaN()}, 2));
    EXPECT_FALSE(
        studentised_mean(std::vector<double>{1, 2, std::numeric_limits<double>::infinity()}, 2));
}

TEST(BlockLength, GrowsWithMemory) {
    const auto none = politis_white_block_length(normal_series(12, 0, 3000));
    const auto some = politis_white_block_length(autoregressive_series(12, 1, 3000, 0.3));
    const auto much = politis_white_block_length(autoregressive_series(12, 2, 3000, 0.8));

    EXPECT_LT(none->stationary, some->stationary);
    EXPECT_LT(some->stationary, much->stationary);
    EXPECT_GE(none->stationary, 1);
    EXPECT_GE(none->circular, none->stationary);
}

TEST(BlockLength, OfASetIsTheMedianOfThoseThatHaveOne) {
    std::vector<std::vector<double>> columns;
    for (std::size_t k = 0; k < 5; ++k) {
        columns.push_back(autoregressive_series(13, k, 800, 0.15 * static_cast<double>(k)));
    }
    const auto median = median_block_length(spans_of(columns));

    columns.emplace_back(800, 0.0);
    std::ranges::reverse(columns);

    ASSERT_TRUE(median);
    EXPECT_EQ(median_block_length(spans_of(columns)), median);
}

TEST(BlockLength, OfNothingUsableIsUndefined) {
    EXPECT_FALSE(politis_white_block_length(normal_series(14, 0, 19)));
    EXPECT_TRUE(politis_white_block_length(normal_series(14, 0, 20)));
    EXPECT_FALSE(politis_white_block_length(std::vector<double>(100, 2.0)));
    auto broken = normal_series(14, 1, 100);
    broken[50] = std::numeric_limits<double>::quiet_NaN();
    EXPECT_FALSE(politis_white_block_length(broken));
    EXPECT_FALSE(median_block_length({}));
}

}  // namespace
}  // namespace tradelab

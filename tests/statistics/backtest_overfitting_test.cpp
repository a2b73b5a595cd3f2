#include "statistics/backtest_overfitting.hpp"

#include "statistics/moments.hpp"
#include "statistics/published.hpp"
#include "statistics/random_series.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace tradelab {
namespace {

using Json = nlohmann::json;
using Columns = std::vector<std::vector<double>>;

TEST_F(PublishedVectors, BacktestOverfittingIsReproducedInBothConventions) {
    const std::string text = read("pbo_function.json");
    if (text.empty()) {
        return;
    }
    const Json vector = Json::parse(text);
    const Columns columns =
        columns_of(vector.at("M_rows_are_time").get<std::vector<std::vector<double>>>());
    OverfittingOptions options{.blocks = vector.at("S").get<std::size_t>(),
                               .risk_free = 0.03 / 252};

    const auto paper = probability_of_backtest_overfitting(spans_of(columns), options);
    options.rank = RankShare::of_count;
    const auto package = probability_of_backtest_overfitting(spans_of(columns), options);

    ASSERT_TRUE(paper && package);
    const Json& of_paper = vector.at("expected_paper");
    const Json& of_package = vector.at("expected_R");
    EXPECT_EQ(paper->probability, of_paper.at("phi").get<double>());
    EXPECT_EQ(package->probability, of_package.at("phi").get<double>());
    for (std::size_t split = 0; split < 6; ++split) {
        EXPECT_NEAR(paper->logits.at(split),
                    of_paper.at("lambda_rank_over_N_plus_1").at(split).get<double>(),
                    1e-12);
        EXPECT_NEAR(package->logits.at(split),
                    of_package.at("lambda_rank_over_N").at(split).get<double>(),
                    1e-12);
        EXPECT_NEAR(package->in_sample.at(split), of_package.at("Rn").at(split), 1e-12);
        EXPECT_NEAR(package->out_of_sample.at(split), of_package.at("Rbn").at(split), 1e-12);
    }
    // The package's test holds its "slope" between 0.19 and 0.20, and its adjusted fit between
    // -0.24 and -0.22.  What it calls slope is the intercept of the reversed line, in-sample on
    // out-of-sample; ours is the slope of the paper's line.
    const double ratio = *deviation_of(package->in_sample) / *deviation_of(package->out_of_sample);
    const double reversed = *package->slope * ratio * ratio;
    EXPECT_NEAR(
        *mean_of(package->in_sample) - reversed * *mean_of(package->out_of_sample), 0.19817, 5e-6);
    EXPECT_NEAR(*package->slope, -0.2198930578627365, 1e-12);
    EXPECT_NEAR(*package->adjusted_fit, -0.2344211905511811, 1e-12);
    EXPECT_EQ(package->loss_probability, 0.5);
}

Columns noise(std::uint64_t seed, std::size_t series, std::size_t bars) {
    Columns columns;
    for (std::size_t k = 0; k < series; ++k) {
        columns.push_back(normal_series(seed, k, bars));
    }
    return columns;
}

// Brute force: the halves are built bar by bar, and nothing is shared between splits.
double sharpe_of(const std::vector<double>& values) {
    double mean = 0;
    for (const double value : values) {
        mean += value / static_cast<double>(values.size());
    }
    double squares = 0;
    for (const double value : values) {
        squares += (value - mean) * (value - mean);
    }
    return mean / std::sqrt(squares / static_cast<double>(values.size() - 1));
}

TEST(BacktestOverfitting, EqualsBruteForceWithUnevenBlocks) {
    constexpr std::size_t blocks = 10;
    constexpr std::size_t bars = 123;
    const Columns columns = noise(41, 9, bars);

    const auto found = probability_of_backtest_overfitting(spans_of(columns), {.blocks = blocks});

    ASSERT_TRUE(found);
    EXPECT_EQ(found->logits.size(), 252U);
    std::vector<double> winners;
    for (unsigned half = 0; half < (1U << blocks); ++half) {
        if (std::popcount(half) != blocks / 2) {
            continue;
        }
        std::pair<double, double> winner{-1e9, 0};
        for (const auto& column : columns) {
            std::vector<double> in;
            std::vector<double> out;
            for (std::size_t block = 0; block < blocks; ++block) {
                auto& side = (half >> block & 1U) != 0 ? in : out;
                for (std::size_t t = block * bars / blocks; t < (block + 1) * bars / blocks; ++t) {
                    side.push_back(column[t]);
                }
            }
            winner = std::max(winner, std::pair{sharpe_of(in), sharpe_of(out)});
        }
        winners.push_back(winner.second);
    }
    auto ours = found->out_of_sample;
    std::ranges::sort(ours);
    std::ranges::sort(winners);
    ASSERT_EQ(ours.size(), winners.size());
    for (std::size_t i = 0; i < ours.size(); ++i) {
        EXPECT_NEAR(ours[i], winners[i], 1e-12);
    }
}

TEST(BacktestOverfitting, IsNearOneHalfOnNoiseAndNearZeroWithAnEdge) {
    constexpr std::size_t sets = 40;
    double sum = 0;
    for (std::size_t set = 0; set < sets; ++set) {
        sum +=
            probability_of_backtest_overfitting(spans_of(noise(50 + set, 20, 320)), {.blocks = 8})
                ->probability;
    }
    Columns with_edge = noise(49, 20, 2000);
    for (double& value : with_edge[7]) {
        value += 0.3;
    }

    // Single sets scatter by 0.25; the mean of 40 by 0.04.
    EXPECT_NEAR(sum / sets, 0.5, 0.15);
    EXPECT_LT(probability_of_backtest_overfitting(spans_of(with_edge), {})->probability, 0.01);
}

TEST(BacktestOverfitting, OrderOfSeriesAndUselessOnesChangeNothing) {
    Columns columns = noise(60, 12, 400);
    const auto before = probability_of_backtest_overfitting(spans_of(columns), {.blocks = 8});

    std::ranges::reverse(columns);
    columns.emplace_back(400, 0.0);
    columns.push_back(normal_series(61, 0, 400));
    columns.back()[5] = std::numeric_limits<double>::quiet_NaN();
    const auto after = probability_of_backtest_overfitting(spans_of(columns), {.blocks = 8});

    ASSERT_TRUE(before && after);
    EXPECT_EQ(after->probability, before->probability);
    EXPECT_EQ(after->logits, before->logits);
    EXPECT_EQ(after->used, 12U);
}

TEST(BacktestOverfitting, OfTooLittleIsUndefined) {
    const Columns one = noise(62, 1, 400);
    const Columns brief = noise(63, 5, 31);
    EXPECT_FALSE(probability_of_backtest_overfitting({}, {}));
    EXPECT_FALSE(probability_of_backtest_overfitting(spans_of(one), {}));
    EXPECT_FALSE(probability_of_backtest_overfitting(spans_of(brief), {}));
}

}  // namespace
}  // namespace tradelab

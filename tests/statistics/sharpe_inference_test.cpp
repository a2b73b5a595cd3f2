#include "statistics/sharpe_inference.hpp"

#include "statistics/published.hpp"
#include "statistics/random_series.hpp"
#include "statistics/ratios.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace tradelab {
namespace {

using Json = nlohmann::json;

// The moments that a case states, or those of the returns that it names.
SharpeSample sample_of(const Json& in, const Json& vectors) {
    if (in.contains("returns")) {
        const auto returns =
            vectors.at(in.at("returns").get<std::string>()).get<std::vector<double>>();
        return *sharpe_sample(returns);
    }
    const char* length = in.contains("T") ? "T" : "n";
    return {.sharpe = in.at("sr").get<double>(),
            .bars = in.contains(length) ? in.at(length).get<std::size_t>() : 1000,
            .skewness = in.at("skew").get<double>(),
            .raw_kurtosis = in.at("kurt").get<double>()};
}

TEST_F(PublishedVectors, ProbabilisticSharpesAndErrorsAreReproduced) {
    const std::string text = read("psr_dsr_mintrl.json");
    if (text.empty()) {
        return;
    }
    const Json vectors = Json::parse(text);
    for (const Json& one : vectors.at("psr")) {
        const Json& in = one.at("in");
        const auto found = probabilistic_sharpe(sample_of(in, vectors), in.at("sr_star"));
        ASSERT_TRUE(found) << one;
        EXPECT_NEAR(*found, one.at("expected").get<double>(), one.at("tol").get<double>()) << one;
        if (one.contains("verified")) {
            auto with_kurtosis = sample_of(in, vectors);
            with_kurtosis.raw_kurtosis = 5.78;
            EXPECT_NEAR(*probabilistic_sharpe(with_kurtosis, in.at("sr_star")),
                        one.at("verified").at("full").get<double>(),
                        1e-12);
            EXPECT_NEAR(*found, one.at("verified").at("kurt_ignored(3)").get<double>(), 1e-12);
            with_kurtosis = sample_of(in, vectors);
            with_kurtosis.skewness = 0;
            EXPECT_NEAR(*probabilistic_sharpe(with_kurtosis, in.at("sr_star")),
                        one.at("verified").at("both_ignored").get<double>(),
                        1e-12);
            with_kurtosis = sample_of(in, vectors);
            with_kurtosis.raw_kurtosis = 1;
            EXPECT_NEAR(*probabilistic_sharpe(with_kurtosis, in.at("sr_star")),
                        one.at("verified").at("kurt_term_dropped").get<double>(),
                        1e-12);
        }
    }
    for (const Json& one : vectors.at("sr_std")) {
        const auto found = sharpe_standard_error(sample_of(one.at("in"), vectors));
        ASSERT_TRUE(found) << one;
        EXPECT_NEAR(*found, one.at("expected").get<double>(), one.at("tol").get<double>()) << one;
    }
}

TEST_F(PublishedVectors, SharpesAreReproduced) {
    const std::string text = read("psr_dsr_mintrl.json");
    if (text.empty()) {
        return;
    }
    const Json vectors = Json::parse(text);
    for (const Json& one : vectors.at("sharpe")) {
        const Json& named = one.at("in").at("returns");
        auto returns = (named.is_string() ? vectors.at(named.get<std::string>()) : named)
                           .get<std::vector<double>>();
        const double risk_free = one.at("in").value("rf", 0.0);
        for (double& value : returns) {
            value -= risk_free;
        }
        EXPECT_NEAR(*sharpe(returns), one.at("expected").get<double>(), one.at("tol").get<double>())
            << one;
    }
}

TEST_F(PublishedVectors, DeflatedSharpesAreReproduced) {
    const std::string text = read("psr_dsr_mintrl.json");
    if (text.empty()) {
        return;
    }
    const Json vectors = Json::parse(text);
    const Json& maximum = vectors.at("expected_max").at(0);
    EXPECT_NEAR(expected_maximum(maximum.at("in").at("N").get<double>()),
                maximum.at("expected").get<double>(),
                maximum.at("tol").get<double>());
    for (const Json& one : vectors.at("dsr")) {
        const Json& in = one.at("in");
        const auto periods = in.at("periods").get<double>();
        const SharpeSample sample{.sharpe = in.at("sr_annual").get<double>() / std::sqrt(periods),
                                  .bars = in.at("T").get<std::size_t>(),
                                  .skewness = in.at("skew").get<double>(),
                                  .raw_kurtosis = in.at("kurt").get<double>()};
        const double variance = in.at("var_trials_annual").get<double>() / periods;

        const auto found = deflated_sharpe_of_paper(sample, in.at("N").get<double>(), variance);

        ASSERT_TRUE(found) << one;
        EXPECT_NEAR(
            found->probability, one.at("expected").get<double>(), one.at("tol").get<double>());
        if (one.contains("also")) {
            const Json& also = one.at("also");
            EXPECT_NEAR(sample.sharpe, also.at("sr_per_obs").get<double>(), 1e-15);
            EXPECT_NEAR(found->hurdle, also.at("sr0_per_obs").get<double>(), 1e-14);
            EXPECT_NEAR(
                found->hurdle * std::sqrt(periods), also.at("sr0_annual").get<double>(), 1e-12);
        }
    }
}

TEST_F(PublishedVectors, MinimumLengthsAreReproduced) {
    const std::string text = read("psr_dsr_mintrl.json");
    if (text.empty()) {
        return;
    }
    const Json vectors = Json::parse(text);
    for (const Json& one : vectors.at("mintrl")) {
        const Json& in = one.at("in");
        const auto bars = min_track_record_length(
            sample_of(in, vectors), in.at("sr_star").get<double>(), in.at("p").get<double>());
        ASSERT_TRUE(bars) << one;
        EXPECT_NEAR(*bars / in.at("div").get<double>(),
                    one.at("expected").get<double>(),
                    one.at("tol").get<double>())
            << one;
    }
    const Json& backtest = vectors.at("minbtl").at(0);
    EXPECT_NEAR(*min_backtest_length(backtest.at("in").at("N").get<double>(),
                                     backtest.at("in").at("sr_is_annual").get<double>()),
                backtest.at("expected_years").get<double>(),
                backtest.at("tol").get<double>());
}

TEST(ExpectedMaximum, OnlyGrowsWithTrials) {
    EXPECT_EQ(expected_maximum(1), 0);
    double before = 0;
    for (double trials = 1; trials < 1e6; trials *= 1.07) {
        const double found = expected_maximum(trials);
        EXPECT_GE(found, before) << trials;
        before = found;
    }
}

// The mean of the greatest of N normals, by simulation.
TEST(ExpectedMaximum, IsWhatTheGreatestOfManyAverages) {
    constexpr std::size_t trials = 100;
    constexpr std::size_t sets = 4000;
    double sum = 0;
    for (std::size_t set = 0; set < sets; ++set) {
        sum += std::ranges::max(normal_series(31, set, trials));
    }

    // The approximation is 0.02 above the exact 2.508; a simulation this long errs by 0.007.
    EXPECT_NEAR(sum / sets, expected_maximum(trials), 0.05);
}

TEST(DeflatedSharpe, NeverRisesWithTrials) {
    const SharpeSample sample{.sharpe = 0.1, .bars = 1000, .skewness = -0.5, .raw_kurtosis = 8};
    double before = 1;
    for (double trials = 1; trials < 1e5; trials *= 1.5) {
        const auto found = deflated_sharpe(sample, trials);
        ASSERT_TRUE(found);
        EXPECT_LE(found->probability, before);
        EXPECT_LE(deflated_sharpe_of_paper(sample, trials * 2, 0.001)->probability,
                  deflated_sharpe_of_paper(sample, trials, 0.001)->probability);
        before = found->probability;
    }
    EXPECT_EQ(deflated_sharpe(sample, 1)->probability, *probabilistic_sharpe(sample, 0));
}

TEST(SharpeInference, OfNothingUsableIsUndefined) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    constexpr double infinite = std::numeric_limits<double>::infinity();
    EXPECT_FALSE(sharpe_sample(std::vector<double>{}));
    EXPECT_FALSE(sharpe_sample(std::vector<double>(100, 0.0)));
    EXPECT_FALSE(sharpe_sample(std::vector<double>(100, 0.001)));
    EXPECT_FALSE(sharpe_sample(std::vector<double>{0.1, -0.1, nan, 0.2, 0.3}));
    EXPECT_FALSE(sharpe_sample(std::vector<double>{0.1, -0.1, infinite, 0.2, 0.3}));
    // No sample has this skewness beside this kurtosis.
    const SharpeSample impossible{.sharpe = 1, .bars = 100, .skewness = 9, .raw_kurtosis = 3};
    EXPECT_FALSE(sharpe_standard_error(impossible));
    EXPECT_FALSE(probabilistic_sharpe(impossible, 0));
    EXPECT_FALSE(deflated_sharpe(impossible, 10));
    EXPECT_FALSE(min_track_record_length(impossible, 0, 0.95));
    const SharpeSample fair{.sharpe = 0.1, .bars = 100};
    EXPECT_FALSE(probabilistic_sharpe(fair, nan));
    EXPECT_FALSE(deflated_sharpe_of_paper(fair, 10, nan));
    EXPECT_FALSE(deflated_sharpe_of_paper(fair, 10, -1));
    EXPECT_FALSE(min_track_record_length(fair, 0.1, 0.95));
    EXPECT_FALSE(min_backtest_length(10, 0));
    EXPECT_FALSE(min_backtest_length(10, -1));
}

// One-sided at 5 %, on fat tails without skill: the share that claims skill must be near 5 %.
TEST(ProbabilisticSharpe, IsRightAboutSeriesWithoutSkill) {
    constexpr std::size_t series = 2000;
    int claims = 0;
    for (std::size_t i = 0; i < series; ++i) {
        const auto sample = sharpe_sample(fat_tailed_series(17, i, 500));
        claims += *probabilistic_sharpe(*sample, 0) >= 0.95 ? 1 : 0;
    }

    // Three binomial deviations (0.49 points each).
    EXPECT_NEAR(claims / static_cast<double>(series), 0.05, 0.015);
}

}  // namespace
}  // namespace tradelab

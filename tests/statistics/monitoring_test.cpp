#include "statistics/betting.hpp"
#include "statistics/random_series.hpp"
#include "statistics/shortfall_cusum.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace tradelab {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// The share of histories in which wealth ever reaches 20, each looked at after every value.
double share_rejected(const BettingRules& rules, double mean, std::uint64_t seed) {
    constexpr std::size_t histories = 500;
    int rejected = 0;
    for (std::size_t history = 0; history < histories; ++history) {
        BettingProcess process{.rules = rules};
        for (const double value : normal_series(seed, history, 1000)) {
            process.add(mean + value);
        }
        rejected += process.greatest >= 20 ? 1 : 0;
    }
    return rejected / static_cast<double>(histories);
}

TEST(BettingProcess, HoldsItsLevelAtEveryLook) {
    const BettingRules at_least{
        .against = BetAgainst::mean_at_least, .mean = 0.1, .low = -5, .high = 5};
    const BettingRules at_most{
        .against = BetAgainst::mean_at_most, .mean = 0.1, .low = -5, .high = 5};

    // At most 5 %, whatever the length; three binomial deviations above are 8 %.
    EXPECT_LE(share_rejected(at_least, 0.1, 121), 0.08) << "seed 121";
    EXPECT_LE(share_rejected(at_least, 0.3, 122), 0.01) << "seed 122";
    EXPECT_LE(share_rejected(at_most, 0.1, 123), 0.08) << "seed 123";
    EXPECT_LE(share_rejected(at_most, -0.1, 124), 0.01) << "seed 124";
}

TEST(BettingProcess, GetsRichWhereTheHypothesisIsWrong) {
    const BettingRules at_least{
        .against = BetAgainst::mean_at_least, .mean = 0.1, .low = -5, .high = 5};
    const BettingRules at_most{
        .against = BetAgainst::mean_at_most, .mean = 0.1, .low = -5, .high = 5};
    EXPECT_GE(share_rejected(at_least, -0.1, 125), 0.9) << "seed 125";
    EXPECT_GE(share_rejected(at_most, 0.3, 126), 0.9) << "seed 126";
}

TEST(BettingProcess, IsAValueThatGoesOnWhereItWasSaved) {
    BettingProcess process{.rules = {.mean = 0.2}};
    for (const double value : normal_series(127, 0, 50)) {
        process.add(value);
    }
    BettingProcess loaded = process;
    process.add(0.3);
    loaded.add(0.3);
    EXPECT_EQ(loaded, process);

    loaded.add(nan);
    loaded.add(std::numeric_limits<double>::infinity());
    EXPECT_EQ(loaded, process);
}

TEST(ShortfallCusum, SumsWhatFallsShortAndForgivesTheSlack) {
    ShortfallCusum cusum{.rules = {.promised = 1, .scale = 2, .slack = 0.5, .limit = 1.2}};

    EXPECT_EQ(cusum.add(5), ShortfallCusum::State::quiet);  // better than promised
    EXPECT_EQ(cusum.sum, 0);
    EXPECT_EQ(cusum.add(-2), ShortfallCusum::State::quiet);  // 3 short: 1.5 scales less 0.5
    EXPECT_EQ(cusum.sum, 1);
    EXPECT_EQ(cusum.add(nan), ShortfallCusum::State::quiet);
    EXPECT_EQ(cusum.values, 2U);
    EXPECT_EQ(cusum.add(-0.5), ShortfallCusum::State::alarm);  // 0.75 less 0.5 more
    EXPECT_EQ(cusum.sum, 1.25);
}

// Normal values, slack 0.5, limit 4: the one-sided chart of the textbooks has an average run length
// of 336 in control and 8.38 where the mean falls by one deviation (Montgomery, "Introduction to
// Statistical Quality Control").
TEST(ShortfallCusum, RunLengthsAreThoseOfTheTextbooks) {
    const CusumRules rules{.promised = 0, .scale = 1, .slack = 0.5, .limit = 4};
    const auto sample = normal_series(131, 0, 200'000);
    const RunLengthOptions options{.runs = 4000, .seed = 132};

    const auto in_control = average_run_length(rules, sample, 0, options);
    const auto fallen = average_run_length(rules, sample, -1, options);

    ASSERT_TRUE(in_control && fallen);
    // Run lengths scatter like an exponential: three standard errors are 5 per cent, and the sample
    // of 200,000 has tails of its own.
    EXPECT_NEAR(in_control->mean, 336, 25) << "seeds 131, 132";
    EXPECT_NEAR(fallen->mean, 8.38, 0.4) << "seeds 131, 132";
    EXPECT_EQ(in_control->unfinished, 0U);
}

TEST(ShortfallCusum, LimitGivesTheRunLengthAskedFor) {
    const CusumRules rules{.promised = 0.001, .scale = 0.02, .slack = 0.25};
    std::vector<double> sample = fat_tailed_series(133, 0, 500);
    for (double& value : sample) {
        value *= 0.02 / std::sqrt(2.0);
    }
    const RunLengthOptions options{.runs = 300, .values_max = 20'000, .seed = 134};

    const auto limit = cusum_limit(rules, sample, 730, options);

    ASSERT_TRUE(limit);
    CusumRules chosen = rules;
    chosen.limit = *limit;
    EXPECT_GE(average_run_length(chosen, sample, chosen.promised, options)->mean, 730);
    chosen.limit = *limit * 0.95;
    EXPECT_LT(average_run_length(chosen, sample, chosen.promised, options)->mean, 730);
}

TEST(ShortfallCusum, OfNothingUsableHasNoRunLength) {
    EXPECT_FALSE(average_run_length({}, {}, 0, {}));
    EXPECT_FALSE(average_run_length({}, std::vector<double>{0.1, nan}, 0, {}));
    EXPECT_FALSE(average_run_length({}, std::vector<double>{0.1}, 0, {.runs = 0}));
    EXPECT_FALSE(cusum_limit({}, {}, 100, {}));
}

}  // namespace
}  // namespace tradelab

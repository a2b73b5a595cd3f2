#include "statistics/trial_clusters.hpp"

#include "statistics/random_series.hpp"
#include "statistics/sharpe_inference.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace tradelab {
namespace {

std::vector<double> mixed(const std::vector<double>& one,
                          const std::vector<double>& other,
                          double rho) {
    std::vector<double> out(one.size());
    for (std::size_t t = 0; t < out.size(); ++t) {
        out[t] = rho * one[t] + std::sqrt(1 - rho * rho) * other[t];
    }
    return out;
}

TEST(TrialClusters, NeighboursOfOneIdeaAreOneTrial) {
    constexpr std::size_t bars = 1000;
    TrialClusters clusters(bars);
    const auto idea = normal_series(1, 0, bars);

    const auto first = clusters.add(idea);
    for (std::size_t i = 1; i <= 20; ++i) {
        EXPECT_EQ(clusters.add(mixed(idea, normal_series(1, i, bars), 0.9)), first) << i;
    }

    EXPECT_EQ(clusters.count(), 1U);
}

TEST(TrialClusters, WhatIsUnlikeIsATrialOfItsOwn) {
    constexpr std::size_t bars = 1000;
    TrialClusters clusters(bars);

    for (std::size_t i = 0; i < 30; ++i) {
        EXPECT_EQ(clusters.add(normal_series(2, i, bars)), i);
    }
    EXPECT_EQ(clusters.add(mixed(normal_series(2, 0, bars), normal_series(2, 99, bars), 0.5)), 30U);

    EXPECT_EQ(clusters.count(), 31U);
}

TEST(TrialClusters, CopiesScalesAndMirrorsRaiseNothing) {
    constexpr std::size_t bars = 200;
    TrialClusters clusters(bars);
    auto idea = normal_series(3, 0, bars);
    const auto first = clusters.add(idea);

    EXPECT_EQ(clusters.add(idea), first);
    for (double& value : idea) {
        value = -3 * value + 1;
    }
    EXPECT_EQ(clusters.add(idea), first);

    EXPECT_EQ(clusters.count(), 1U);
}

// What a candidate is deflated by only grows, whatever else is tried; copies of what was tried
// change nothing.
TEST(TrialClusters, MoreTrialsNeverHelpACandidate) {
    constexpr std::size_t bars = 300;
    TrialClusters clusters(bars);
    auto candidate = normal_series(4, 0, bars);
    for (double& value : candidate) {
        value += 0.15;
    }
    clusters.add(candidate);
    const auto sample = *sharpe_sample(candidate);
    const auto deflated = [&] {
        return deflated_sharpe(sample, static_cast<double>(clusters.count()))->probability;
    };
    const double alone = deflated();
    double before = alone;
    for (std::size_t i = 1; i <= 60; ++i) {
        const auto noise = normal_series(4, i, bars);
        clusters.add(noise);
        const double after = deflated();
        EXPECT_LE(after, before) << i;
        clusters.add(noise);
        clusters.add(candidate);
        EXPECT_EQ(deflated(), after) << i;
        before = after;
    }
    EXPECT_EQ(clusters.count(), 61U);
    EXPECT_LT(before, alone);
}

TEST(TrialClusters, WhatHasNoCorrelationChangesNothing) {
    TrialClusters clusters(4);
    EXPECT_FALSE(clusters.add(std::vector<double>{0, 0, 0, 0}));
    EXPECT_FALSE(clusters.add(std::vector<double>{1, 1, 1, 1}));
    EXPECT_FALSE(
        clusters.add(std::vector<double>{1, 2, std::numeric_limits<double>::quiet_NaN(), 1}));
    EXPECT_FALSE(
        clusters.add(std::vector<double>{1, 2, std::numeric_limits<double>::infinity(), 1}));
    EXPECT_EQ(clusters.count(), 0U);
}

TEST(Correlation, IsPearsons) {
    const std::vector<double> one = {1, 2, 3, 4, 5};
    const std::vector<double> other = {2, 1, 4, 3, 7};

    // Deviations (-2 -1 0 1 2) and (-1.4 -2.4 0.6 -0.4 3.6): 12 / sqrt(10 x 21.2).
    EXPECT_NEAR(*correlation(one, other), 12 / std::sqrt(212.0), 1e-15);
    EXPECT_FALSE(correlation(one, std::vector<double>(5, 1.0)));
}

}  // namespace
}  // namespace tradelab

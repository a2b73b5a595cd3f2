#include "campaign/finalists.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace tradelab {
namespace {

TEST(Finalists, StandardisedDaysAndTheirMeanAreTheReturnsButForTheirSize) {
    const std::vector<double> days = {0.01, -0.02, 0.03, 0.01};

    const auto centred = standardised(days);
    const double mean = standardised_mean(days);

    for (std::size_t at = 0; at < days.size(); ++at) {
        const double again = static_cast<double>(centred[at]) + mean;
        EXPECT_NEAR(again / (static_cast<double>(centred[0]) + mean), days[at] / days[0], 1e-6);
    }
    EXPECT_EQ(standardised_mean(std::vector<double>{0.01, 0.01, 0.01}), 0);
}

std::vector<float> wave(double period, double sign = 1) {
    std::vector<double> days;
    for (int day = 0; day < 200; ++day) {
        days.push_back(sign * std::sin(day / period) + 5);
    }
    return standardised(days);
}

TEST(Finalists, TrialsThatDidTheSameAreOneIdeaAndTheBestOfThemSpeaks) {
    const auto one = wave(3);
    const auto mirrored = wave(3, -1);
    const auto other = wave(11);
    const std::vector<Ranked> trials = {{.score = 1, .number = 1, .days = one},
                                        {.score = 3, .number = 2, .days = one},
                                        {.score = 2, .number = 3, .days = other},
                                        {.score = 0, .number = 4, .days = mirrored}};

    const auto clusters = clusters_of(trials, 0.7F);

    ASSERT_EQ(clusters.size(), 2U);
    EXPECT_EQ(clusters[0].best, 1U);
    EXPECT_EQ(clusters[0].size, 3U);
    EXPECT_EQ(clusters[1].best, 2U);
    EXPECT_EQ(clusters[1].size, 1U);
}

TEST(Finalists, EqualScoresComeByNumberWhateverTheOrder) {
    const auto one = wave(3);
    const auto other = wave(11);
    const std::vector<Ranked> trials = {{.score = 1, .number = 9, .days = one},
                                        {.score = 1, .number = 2, .days = other}};

    const auto clusters = clusters_of(trials, 0.7F);

    ASSERT_EQ(clusters.size(), 2U);
    EXPECT_EQ(clusters[0].best, 1U);
}

TEST(Finalists, DaysThatNeverMoveAreNoIdea) {
    const auto flat = standardised(std::vector<double>(50, 0.01));
    const std::vector<Ranked> trials = {{.score = 1, .number = 1, .days = flat}};

    EXPECT_TRUE(flat.empty());
    EXPECT_TRUE(clusters_of(trials, 0.7F).empty());
}

}  // namespace
}  // namespace tradelab

#include "statistics/change_point.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

namespace tradelab {
namespace {

const std::vector<double> some_values = {0.3, -0.2, 0.4, 5.1, 4.7, 5.5, 4.9, -1.0};

// The likelihood of values as one regime: the normal-inverse-gamma evidence in closed form.
double evidence(const std::vector<double>& values,
                std::size_t from,
                std::size_t to,
                const ChangePoints::Settings& prior) {
    const auto n = static_cast<double>(to - from);
    double mean = 0;
    for (std::size_t i = from; i < to; ++i) {
        mean += values[i] / n;
    }
    double squares = 0;
    for (std::size_t i = from; i < to; ++i) {
        squares += (values[i] - mean) * (values[i] - mean);
    }
    const double weight = prior.mean_weight + n;
    const double shape = prior.shape + n / 2;
    const double scale =
        prior.scale + squares / 2 +
        prior.mean_weight * n * (mean - prior.mean) * (mean - prior.mean) / (2 * weight);
    return std::exp(std::lgamma(shape) - std::lgamma(prior.shape) +
                    prior.shape * std::log(prior.scale) - shape * std::log(scale) +
                    0.5 * std::log(prior.mean_weight / weight) -
                    n / 2 * std::log(2 * std::numbers::pi));
}

// The same by walking through every way to cut the first values into regimes.
std::vector<double> by_cuts(std::size_t count, const ChangePoints::Settings& settings) {
    std::vector<double> runs(count);
    for (unsigned cuts = 0; cuts < 1U << (count - 1); ++cuts) {
        double weight = 1;
        std::size_t from = 0;
        for (std::size_t t = 1; t < count; ++t) {
            const bool is_cut = ((cuts >> (t - 1)) & 1U) != 0;
            weight *= is_cut ? settings.hazard : 1 - settings.hazard;
            if (is_cut) {
                weight *= evidence(some_values, from, t, settings);
                from = t;
            }
        }
        runs[count - from - 1] += weight * evidence(some_values, from, count, settings);
    }
    double sum = 0;
    for (const double run : runs) {
        sum += run;
    }
    for (double& run : runs) {
        run /= sum;
    }
    return runs;
}

TEST(ChangePoints, ProbabilitiesAreTheSumOverAllWaysToCut) {
    const ChangePoints::Settings settings{
        .hazard = 0.1, .run_max = 100, .mean = 0.2, .mean_weight = 0.7, .shape = 1.3, .scale = 0.4};
    ChangePoints points(settings);
    for (std::size_t count = 1; count <= some_values.size(); ++count) {
        points.step(some_values[count - 1]);

        const auto expected = by_cuts(count, settings);
        ASSERT_EQ(points.probabilities().size(), count);
        for (std::size_t run = 0; run < count; ++run) {
            EXPECT_NEAR(points.probabilities()[run], expected[run], 1e-12) << count << " " << run;
        }
    }
    EXPECT_EQ(ChangePoints(settings).likeliest_run(), 0U);
}

std::vector<double> with_a_break(unsigned seed, std::size_t at, std::size_t count) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    std::vector<double> values;
    for (std::size_t t = 0; t < count; ++t) {
        values.push_back((t < at ? 1 : 4) * normal(random));
    }
    return values;
}

TEST(ChangePoints, ABreakOfTheVolatilityIsSeenSoonAndNotBefore) {
    for (const unsigned seed : {1U, 2U, 3U, 4U, 5U}) {
        const auto values = with_a_break(seed, 300, 340);
        ChangePoints points({});
        double before = 1;
        for (std::size_t t = 0; t < values.size(); ++t) {
            points.step(values[t]);
            if (t == 299) {
                before = points.began_within(20);
            }
        }
        EXPECT_LT(before, 0.5) << "seed " << seed;
        EXPECT_GT(points.began_within(60), 0.9) << "seed " << seed;
    }
}

TEST(ChangePoints, CuttingOffTheFutureChangesNoBit) {
    const auto values = with_a_break(6, 150, 400);
    ChangePoints whole({.run_max = 60});
    std::vector<std::vector<double>> all;
    for (const double value : values) {
        whole.step(value);
        all.emplace_back(whole.probabilities().begin(), whole.probabilities().end());
    }
    for (const std::size_t cut : {1U, 59U, 60U, 61U, 62U, 150U, 399U}) {
        ChangePoints part({.run_max = 60});
        for (std::size_t t = 0; t < cut; ++t) {
            part.step(values[t]);
        }
        EXPECT_EQ(std::vector<double>(part.probabilities().begin(), part.probabilities().end()),
                  all[cut - 1])
            << "cut at " << cut;
    }
}

TEST(ChangePoints, ABoundOnTheRunHardlyChangesWhetherARegimeIsNew) {
    const auto values = with_a_break(7, 900, 930);
    ChangePoints bounded({.run_max = 500});
    ChangePoints whole({.run_max = 1'000});
    for (const double value : values) {
        bounded.step(value);
        whole.step(value);
        EXPECT_LE(bounded.probabilities().size(), 500U);
        EXPECT_NEAR(bounded.began_within(30), whole.began_within(30), 0.05);
    }
    EXPECT_NEAR(bounded.began_within(500), 1, 1e-12);
}

TEST(ChangePoints, ValuesBeyondAllBeliefLeaveProbabilities) {
    ChangePoints points({});
    for (const double value : {0.1, -0.2, 1e9, 1e-300, -1e12, 0.0, 0.0}) {
        points.step(value);
        EXPECT_NEAR(points.began_within(1'000), 1, 1e-12) << value;
    }
}

}  // namespace
}  // namespace tradelab

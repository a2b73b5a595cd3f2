#include "statistics/regime_filter.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>
#include <string>
#include <vector>

namespace tradelab {
namespace {

HiddenMarkov some_model() {
    return {.initial = {0.5, 0.3, 0.2},
            .transition = {{{0.8, 0.15, 0.05}, {0.1, 0.7, 0.2}, {0.25, 0.05, 0.7}}},
            .mean = {0.1, -0.2, 0.4},
            .deviation = {0.5, 1.0, 2.0}};
}

const std::vector<double> some_values = {0.3, -1.2, 0.1, 2.5, -0.4, 0.9, -3.1, 0.2};

double density(const HiddenMarkov& model, std::size_t state, double value) {
    const double z = (value - model.mean[state]) / model.deviation[state];
    return std::exp(-0.5 * z * z) / (model.deviation[state] * std::sqrt(2 * std::numbers::pi));
}

// The same by walking through every path of states: the sum over those that end in each.
StateProbabilities by_paths(const HiddenMarkov& model, std::size_t count) {
    std::size_t paths = 1;
    for (std::size_t i = 0; i < count; ++i) {
        paths *= hidden_states;
    }
    StateProbabilities sums{};
    for (std::size_t path = 0; path < paths; ++path) {
        std::size_t rest = path;
        std::size_t state = rest % hidden_states;
        double weight = model.initial[state] * density(model, state, some_values[0]);
        for (std::size_t t = 1; t < count; ++t) {
            rest /= hidden_states;
            const std::size_t next = rest % hidden_states;
            weight *= model.transition[state][next] * density(model, next, some_values[t]);
            state = next;
        }
        sums[state] += weight;
    }
    return sums;
}

TEST(HiddenMarkov, FilterIsTheSumOverAllPathsOfStates) {
    const HiddenMarkov model = some_model();
    Filtered filtered;
    double log_likelihood = 0;
    for (std::size_t t = 0; t < some_values.size(); ++t) {
        filtered = t == 0 ? filter_first(model, some_values[t])
                          : filter_next(model, filtered.now, some_values[t]);
        log_likelihood += filtered.log_likelihood;

        const auto sums = by_paths(model, t + 1);
        const double total = sums[0] + sums[1] + sums[2];
        EXPECT_NEAR(log_likelihood, std::log(total), 1e-12);
        for (std::size_t s = 0; s < hidden_states; ++s) {
            EXPECT_NEAR(filtered.now[s], sums[s] / total, 1e-13) << t << " " << s;
        }
    }
}

double log_likelihood_of(const HiddenMarkov& model, const std::vector<double>& values) {
    Filtered filtered = filter_first(model, values[0]);
    double sum = filtered.log_likelihood;
    for (std::size_t t = 1; t < values.size(); ++t) {
        filtered = filter_next(model, filtered.now, values[t]);
        sum += filtered.log_likelihood;
    }
    return sum;
}

// Spells of 300 returns, calm, usual and wild in turn.
std::vector<double> spells(unsigned seed, std::size_t count) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    const std::vector<double> deviations = {0.003, 0.01, 0.035};
    std::vector<double> values;
    for (std::size_t t = 0; t < count; ++t) {
        values.push_back(deviations[(t / 300) % 3] * normal(random));
    }
    return values;
}

TEST(HiddenMarkov, NoRoundOfFittingMakesTheValuesLessLikely) {
    const auto values = spells(5, 1'800);
    HiddenMarkov model = some_model();
    model.deviation = {0.005, 0.01, 0.02};
    model.mean = {};
    double before = log_likelihood_of(model, values);
    for (int round = 0; round < 20; ++round) {
        model = improved(model, values, 1e-6);
        const double after = log_likelihood_of(model, values);
        EXPECT_GE(after, before - 1e-9 * std::abs(before)) << "round " << round;
        before = after;
        for (std::size_t s = 0; s < hidden_states; ++s) {
            const auto& row = model.transition[s];
            EXPECT_NEAR(row[0] + row[1] + row[2], 1, 1e-12);
        }
    }
    EXPECT_NEAR(model.deviation[0], 0.003, 0.0005);
    EXPECT_NEAR(model.deviation[1], 0.010, 0.0015);
    EXPECT_NEAR(model.deviation[2], 0.035, 0.0040);
}

TEST(HiddenMarkov, AValueThatNoStateExpectsLeavesProbabilities) {
    const Filtered first = filter_first(some_model(), 1e6);
    const Filtered next = filter_next(some_model(), first.now, -1e150);

    EXPECT_NEAR(first.now[0] + first.now[1] + first.now[2], 1, 1e-12);
    EXPECT_NEAR(next.now[0] + next.now[1] + next.now[2], 1, 1e-12);
}

TEST(RegimeFilter, TellsCalmFromUsualFromWild) {
    for (const unsigned seed : {1U, 2U, 3U}) {
        const auto values = spells(seed, 5'400);
        RegimeFilter filter({});
        std::size_t right = 0;
        std::size_t asked = 0;
        for (std::size_t t = 0; t < values.size(); ++t) {
            const auto now = filter.step(values[t]);
            // From the first fit that has seen all three states.
            if (t >= 1'000) {
                ASSERT_TRUE(now);
                right += static_cast<std::size_t>(likeliest(*now)) == (t / 300) % 3 ? 1U : 0U;
                ++asked;
            }
        }
        EXPECT_GT(static_cast<double>(right), 0.9 * static_cast<double>(asked)) << "seed " << seed;
    }
}

TEST(RegimeFilter, CuttingOffTheFutureChangesNoBit) {
    const auto values = spells(9, 2'400);
    std::vector<std::optional<StateProbabilities>> whole;
    RegimeFilter all({});
    for (const double value : values) {
        whole.push_back(all.step(value));
    }
    for (const std::size_t cut : {100U, 249U, 250U, 251U, 499U, 500U, 1'000U, 1'999U, 2'000U}) {
        RegimeFilter part({});
        std::optional<StateProbabilities> last;
        for (std::size_t t = 0; t < cut; ++t) {
            last = part.step(values[t]);
        }
        EXPECT_EQ(last, whole[cut - 1]) << "cut at " << cut;
    }
}

TEST(RegimeFilter, AnotherFutureChangesNoBitOfThePast) {
    auto values = spells(9, 1'500);
    RegimeFilter one({});
    std::vector<std::optional<StateProbabilities>> before;
    for (const double value : values) {
        before.push_back(one.step(value));
    }
    for (std::size_t t = 900; t < values.size(); ++t) {
        values[t] *= -7;
    }
    RegimeFilter other({});
    for (std::size_t t = 0; t < 900; ++t) {
        EXPECT_EQ(other.step(values[t]), before[t]) << t;
    }
}

TEST(RegimeFilter, SaysNothingOfReturnsThatDoNotMove) {
    RegimeFilter filter({.first_fit = 10});
    for (int i = 0; i < 100; ++i) {
        EXPECT_FALSE(filter.step(0));
    }
}

// A fit begins anew with its window, so nothing older leaves a trace.
TEST(RegimeFilter, ForgetsWhatIsOlderThanItsWindow) {
    const RegimeFilter::Settings settings{.first_fit = 50, .window_max = 100, .rounds = 5};
    const auto values = spells(4, 3'000);
    RegimeFilter one(settings);
    RegimeFilter other(settings);

    bool was_other = false;
    for (std::size_t t = 0; t < values.size(); ++t) {
        const auto of_one = one.step(values[t]);
        const auto of_other = other.step(t < 2'000 ? 3 * values[t] : values[t]);
        was_other = was_other || of_one != of_other;
        // Fits are a window apart, and the whole window must be of the same returns.
        if (t >= 2'000 + 2 * settings.window_max) {
            ASSERT_EQ(of_one, of_other) << t;
        }
    }

    EXPECT_TRUE(was_other);
    EXPECT_TRUE(one.model());
}

}  // namespace
}  // namespace tradelab

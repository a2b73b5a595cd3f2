#include "statistics/hidden_markov.hpp"

#include "core/check.hpp"
#include "statistics/sum.hpp"

#include <tradelab/math.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace tradelab {
namespace {

// The densities of a value in each state, all divided by the same factor, so that the largest is 1
// and none is lost to underflow.
struct Densities {
    StateProbabilities relative{};
    double log_factor = 0;
};

Densities densities_of(const HiddenMarkov& model, double value) {
    StateProbabilities logs{};
    for (std::size_t s = 0; s < hidden_states; ++s) {
        const double z = (value - model.mean[s]) / model.deviation[s];
        logs[s] = -0.5 * z * z - math::log(model.deviation[s]);
    }
    const double most = *std::ranges::max_element(logs);
    Densities densities{.relative = {}, .log_factor = most};
    for (std::size_t s = 0; s < hidden_states; ++s) {
        densities.relative[s] = math::exp(logs[s] - most);
    }
    return densities;
}

Filtered updated(const StateProbabilities& expected, const Densities& densities) {
    Filtered filtered;
    double sum = 0;
    for (std::size_t s = 0; s < hidden_states; ++s) {
        filtered.now[s] = expected[s] * densities.relative[s];
        sum += filtered.now[s];
    }
    if (!(sum > 0)) {
        // The value is impossible where the market is believed to be: begin anew.
        filtered.now = densities.relative;
        sum = densities.relative[0] + densities.relative[1] + densities.relative[2];
    }
    for (double& each : filtered.now) {
        each /= sum;
    }
    filtered.log_likelihood =
        math::log(sum) + densities.log_factor - 0.5 * math::log(2 * std::numbers::pi);
    return filtered;
}

StateProbabilities expected_after(const HiddenMarkov& model, const StateProbabilities& before) {
    StateProbabilities expected{};
    for (std::size_t from = 0; from < hidden_states; ++from) {
        for (std::size_t to = 0; to < hidden_states; ++to) {
            expected[to] += before[from] * model.transition[from][to];
        }
    }
    return expected;
}

// What Baum and Welch sum up over all values.
struct Sums {
    StateProbabilities first{};
    std::array<std::array<CompensatedSum, hidden_states>, hidden_states> moves{};
    std::array<CompensatedSum, hidden_states> weight{};
    std::array<CompensatedSum, hidden_states> value{};
    std::array<CompensatedSum, hidden_states> square{};
};

Sums sums_of(const HiddenMarkov& model, std::span<const double> values) {
    std::vector<StateProbabilities> forward;
    std::vector<StateProbabilities> relative;
    forward.reserve(values.size());
    relative.reserve(values.size());
    for (const double value : values) {
        relative.push_back(densities_of(model, value).relative);
        forward.push_back(forward.empty() ? filter_first(model, value).now
                                          : filter_next(model, forward.back(), value).now);
    }
    Sums sums;
    StateProbabilities backward = {1, 1, 1};
    for (std::size_t t = values.size(); t-- > 0;) {
        double total = 0;
        StateProbabilities state{};
        for (std::size_t s = 0; s < hidden_states; ++s) {
            state[s] = forward[t][s] * backward[s];
            total += state[s];
        }
        for (std::size_t s = 0; s < hidden_states; ++s) {
            state[s] = total > 0 ? state[s] / total : forward[t][s];
            const double off = values[t] - model.mean[s];
            sums.weight[s].add(state[s]);
            sums.value[s].add(state[s] * off);
            sums.square[s].add(state[s] * off * off);
        }
        sums.first = state;
        if (t == 0) {
            break;
        }
        StateProbabilities earlier{};
        double moves = 0;
        std::array<StateProbabilities, hidden_states> joint{};
        for (std::size_t from = 0; from < hidden_states; ++from) {
            for (std::size_t to = 0; to < hidden_states; ++to) {
                const double way = model.transition[from][to] * relative[t][to] * backward[to];
                earlier[from] += way;
                joint[from][to] = forward[t - 1][from] * way;
                moves += joint[from][to];
            }
        }
        if (!(moves > 0)) {
            // The model leads from no state to the next value: the series is in two pieces here.
            backward = {1, 1, 1};
            continue;
        }
        for (std::size_t from = 0; from < hidden_states; ++from) {
            for (std::size_t to = 0; to < hidden_states; ++to) {
                sums.moves[from][to].add(joint[from][to] / moves);
            }
        }
        // Only its direction matters.
        const double most = *std::ranges::max_element(earlier);
        for (std::size_t s = 0; s < hidden_states; ++s) {
            backward[s] = earlier[s] / most;
        }
    }
    return sums;
}

}  // namespace

Filtered filter_first(const HiddenMarkov& model, double value) {
    return updated(model.initial, densities_of(model, value));
}

Filtered filter_next(const HiddenMarkov& model, const StateProbabilities& before, double value) {
    return updated(expected_after(model, before), densities_of(model, value));
}

HiddenMarkov improved(const HiddenMarkov& model,
                      std::span<const double> values,
                      double deviation_floor) {
    TL_CHECK(values.size() >= 2 && deviation_floor > 0);
    const Sums sums = sums_of(model, values);
    HiddenMarkov better = model;
    better.initial = sums.first;
    for (std::size_t s = 0; s < hidden_states; ++s) {
        const double weight = sums.weight[s].value();
        double leaving = 0;
        for (const CompensatedSum& moves : sums.moves[s]) {
            leaving += moves.value();
        }
        // A state that nobody believes in any more stays as it is.
        constexpr double dust = 1e-12;
        if (weight > dust) {
            const double shift = sums.value[s].value() / weight;
            const double variance = sums.square[s].value() / weight - shift * shift;
            better.mean[s] = model.mean[s] + shift;
            better.deviation[s] = std::max(std::sqrt(std::max(variance, 0.0)), deviation_floor);
        }
        if (leaving > dust) {
            for (std::size_t to = 0; to < hidden_states; ++to) {
                better.transition[s][to] = sums.moves[s][to].value() / leaving;
            }
        }
    }
    return better;
}

}  // namespace tradelab

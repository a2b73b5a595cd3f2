#pragma once

#include "brain/proposer.hpp"
#include "brain/space.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <numbers>
#include <set>
#include <utility>
#include <vector>

namespace tradelab::brain {

struct Trial {
    std::optional<double> score;
    std::optional<Behaviour> behaviour;
};
using Market = std::function<Trial(std::size_t family, const Ticks& ticks)>;

struct Budget {
    std::uint64_t seed = 1;
    std::size_t trials = 300;
    std::size_t batch = 8;
    std::size_t batches = 1'000'000;
};

// Appends the outcomes of these proposals, checking what every proposal must keep.
inline void run(std::vector<Outcome>& past,
                const std::vector<Family>& families,
                const std::vector<Proposal>& proposals,
                const Market& market) {
    std::set<std::pair<std::size_t, Ticks>> tried;
    for (const Outcome& outcome : past) {
        tried.emplace(outcome.family, outcome.ticks);
    }
    for (const Proposal& proposal : proposals) {
        ASSERT_LT(proposal.family, families.size());
        ASSERT_TRUE(Space(families[proposal.family]).allows(proposal.ticks));
        ASSERT_TRUE(tried.emplace(proposal.family, proposal.ticks).second) << "tried twice";
        ASSERT_FALSE(proposal.rationale.empty());
        ASSERT_LE(proposal.parents.size(), parents_max);
        const Trial trial = market(proposal.family, proposal.ticks);
        past.push_back({.family = proposal.family,
                        .ticks = proposal.ticks,
                        .score = trial.score,
                        .behaviour = trial.behaviour,
                        .arm = proposal.arm,
                        .trial = past.size() + 1});
    }
}

// A campaign of one proposer; shorter than the budget where it has no more ideas.
inline std::vector<Outcome> campaign(Proposer& proposer,
                                     const std::vector<Family>& families,
                                     const Market& market,
                                     Budget budget,
                                     std::vector<Outcome> past = {}) {
    for (std::size_t i = 0; i < budget.batches && past.size() < budget.trials; ++i) {
        const std::size_t wanted = std::min(budget.batch, budget.trials - past.size());
        const auto proposals = proposer.propose({.seed = budget.seed,
                                                 .families = families,
                                                 .past = past,
                                                 .pending = {},
                                                 .wanted = wanted});
        EXPECT_LE(proposals.size(), wanted);
        if (proposals.empty()) {
            break;
        }
        run(past, families, proposals, market);
        if (testing::Test::HasFatalFailure()) {
            break;
        }
    }
    return past;
}

inline double best_score(const std::vector<Outcome>& past) {
    double best = -1e300;
    for (const Outcome& outcome : past) {
        best = std::max(best, outcome.score.value_or(best));
    }
    return best;
}

// Ranges of 0 to 100; the best is 0, at a place away from the middle and from the edges.
inline double offset_of(std::size_t i, std::int64_t tick) {
    return (static_cast<double>(tick) - 25 - 9 * static_cast<double>(i % 6)) / 10;
}

inline Trial sphere(std::size_t /*family*/, const Ticks& ticks) {
    double sum = 0;
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        sum += offset_of(i, ticks[i]) * offset_of(i, ticks[i]);
    }
    return {.score = -sum, .behaviour = {}};
}

inline Trial rastrigin(std::size_t /*family*/, const Ticks& ticks) {
    double sum = 0;
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        const double x = offset_of(i, ticks[i]);
        sum += x * x + 10 * (1 - std::cos(2 * std::numbers::pi * x));
    }
    return {.score = -sum, .behaviour = {}};
}

}  // namespace tradelab::brain

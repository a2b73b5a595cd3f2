#include "brain/campaign.hpp"
#include "brain/card.hpp"
#include "brain/cma_search.hpp"
#include "brain/council.hpp"
#include "brain/coverage.hpp"
#include "brain/crazy.hpp"
#include "brain/families.hpp"
#include "brain/map_elites.hpp"
#include "brain/mutation.hpp"
#include "brain/playbook.hpp"
#include "brain/tpe.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace tradelab::brain {
namespace {

Card wide_card() {
    return {.name = "wide",
            .effect = "Trends last.",
            .source = {.authors = "A", .title = "B", .published = "C", .year = 2000},
            .sample = "All of it.",
            .costs = "None.",
            .plugin = "org.test.trend",
            .parameters = {{.name = "fast",
                            .unit = "bars",
                            .range = CardRange{2'000'000'000, 100'000'000'000},
                            .choice = {}},
                           {.name = "slow",
                            .unit = "bars",
                            .range = CardRange{50'000'000'000, 400'000'000'000},
                            .choice = {}}}};
}

std::unique_ptr<Proposer> proposer(const std::string& name) {
    if (name == "coverage") {
        return std::make_unique<Coverage>();
    }
    if (name == "tpe") {
        return std::make_unique<Tpe>();
    }
    if (name == "cma_es") {
        return std::make_unique<CmaSearch>();
    }
    if (name == "map_elites") {
        return std::make_unique<MapElites>();
    }
    if (name == "mutation") {
        return std::make_unique<Mutation>();
    }
    if (name == "crazy") {
        return std::make_unique<Crazy>();
    }
    if (name == "playbook") {
        return std::make_unique<Playbook>(std::vector<Card>{wide_card()});
    }
    std::vector<std::unique_ptr<Proposer>> more;
    more.push_back(std::make_unique<Playbook>(std::vector<Card>{wide_card()}));
    return make_council(std::move(more));
}

// Two families with constraints, choices and fixed parameters, and one of a single dimension.
std::vector<Family> several() {
    Family other = trend();
    other.name = "trend on another market";
    Family single = box("single", 1, {-500, 500});
    return {trend(), std::move(other), std::move(single)};
}

Trial rugged(std::size_t family, const Ticks& ticks) {
    double score = family == 1 ? 0.2 : 0;
    for (const std::int64_t tick : ticks) {
        score += static_cast<double>((tick * 7919) % 101) / 101;
    }
    if (ticks[0] % 5 == 3) {
        return {};
    }
    return {.score = score,
            .behaviour = Behaviour{.median_holding_bars = static_cast<double>(ticks[0] % 30),
                                   .turnover_a_year = static_cast<double>(ticks.back()),
                                   .bias = 0.5,
                                   .regime = ProfitRegime::calm_rising}};
}

bool equal(const std::vector<Proposal>& left, const std::vector<Proposal>& right) {
    return std::ranges::equal(left, right, [](const Proposal& a, const Proposal& b) {
        return a.family == b.family && a.ticks == b.ticks && a.parents == b.parents &&
               a.rationale == b.rationale && a.arm == b.arm;
    });
}

class EveryProposer : public testing::TestWithParam<const char*> {};

// campaign() itself checks ranges, constraints and repetitions.
TEST_P(EveryProposer, FillsItsAnswersWithinRangesAndConstraintsAndRepeatsNothing) {
    const auto arm = proposer(GetParam());
    const auto past = campaign(*arm, several(), rugged, {.seed = 5, .trials = 240, .batch = 7});
    EXPECT_EQ(past.size(), 240U);
}

TEST_P(EveryProposer, ACampaignThatWasKilledGoesOnAsIfItHadNotBeen) {
    const auto families = several();
    const auto first = proposer(GetParam());
    const auto whole = campaign(*first, families, rugged, {.seed = 9, .batches = 20});

    for (const std::size_t batches : {1U, 8U, 15U}) {
        auto past = campaign(*first, families, rugged, {.seed = 9, .batches = batches});
        // Another process: nothing but the outcomes is left.
        const auto second = proposer(GetParam());
        const auto resumed = campaign(
            *second, families, rugged, {.seed = 9, .batches = 20 - batches}, std::move(past));

        ASSERT_EQ(resumed.size(), whole.size());
        for (std::size_t i = 0; i < whole.size(); ++i) {
            ASSERT_EQ(resumed[i].ticks, whole[i].ticks) << "trial " << i;
            ASSERT_EQ(resumed[i].arm, whole[i].arm) << "trial " << i;
        }
    }
}

TEST_P(EveryProposer, TheSameBriefGivesTheSameAnswerWhateverWasAskedBefore) {
    const auto families = several();
    const auto arm = proposer(GetParam());
    const auto past = campaign(*arm, families, rugged, {.seed = 2, .trials = 60});
    const Brief brief{.seed = 2, .families = families, .past = past, .pending = {}, .wanted = 9};

    const auto once = arm->propose(brief);
    static_cast<void>(arm->propose({.seed = 77,
                                    .families = families,
                                    .past = std::span(past).first(11),
                                    .pending = {},
                                    .wanted = 3}));

    EXPECT_TRUE(equal(once, arm->propose(brief)));
    EXPECT_TRUE(equal(once, proposer(GetParam())->propose(brief)));
}

TEST_P(EveryProposer, AnotherSeedGivesAnotherAnswer) {
    const auto families = several();
    const auto arm = proposer(GetParam());
    const auto with_seed = [&](std::uint64_t seed) {
        return arm->propose(
            {.seed = seed, .families = families, .past = {}, .pending = {}, .wanted = 12});
    };
    EXPECT_FALSE(equal(with_seed(1), with_seed(2)));
}

TEST_P(EveryProposer, WhatIsPendingIsNotProposedAgain) {
    const auto families = several();
    const auto arm = proposer(GetParam());
    const auto past = campaign(*arm, families, rugged, {.seed = 4, .trials = 40});
    std::vector<Proposal> pending;
    for (int i = 0; i < 6; ++i) {
        const auto more = arm->propose(
            {.seed = 4, .families = families, .past = past, .pending = pending, .wanted = 5});
        for (const Proposal& each : more) {
            for (const Proposal& other : pending) {
                EXPECT_FALSE(each.family == other.family && each.ticks == other.ticks);
            }
        }
        pending.insert(pending.end(), more.begin(), more.end());
    }
    EXPECT_FALSE(pending.empty());
}

TEST_P(EveryProposer, ASmallSpaceIsTriedToItsEndAndNoFurther) {
    // 3 x 4 x 4 ticks, of which the constraint leaves 3 x 10.
    Family small = trend();
    small.parameters = {
        choice("entry", {"a", "b", "c"}), parameter("fast", {10, 13}), parameter("slow", {10, 13})};
    small.constraints = {{.lower = 1, .upper = 2, .margin = 0}};
    const std::string name = GetParam();
    const auto arm = proposer(name);

    const auto past = campaign(*arm, {small}, rugged, {.seed = 1, .trials = 100});

    if (name == "cma_es" || name == "playbook") {
        // The one goes where it is led, the other where its cards are.
        EXPECT_LE(past.size(), 30U);
    } else {
        EXPECT_EQ(past.size(), 30U);
    }
}

TEST_P(EveryProposer, NothingToSearchIsNoTrouble) {
    const auto arm = proposer(GetParam());
    EXPECT_TRUE(
        arm->propose({.seed = 1, .families = {}, .past = {}, .pending = {}, .wanted = 5}).empty());

    const std::vector<Family> fixed = {box("fixed", 2, {5, 5})};
    EXPECT_LE(
        arm->propose({.seed = 1, .families = fixed, .past = {}, .pending = {}, .wanted = 5}).size(),
        1U);
}

INSTANTIATE_TEST_SUITE_P(
    Arms,
    EveryProposer,
    testing::Values(
        "coverage", "tpe", "cma_es", "map_elites", "mutation", "crazy", "playbook", "council"),
    [](const auto& named) { return std::string(named.param); });

// The same on every processor, compiler and level of optimisation: a change of this number is a
// change of what every campaign does.
TEST(Council, WhatItProposesIsPinned) {
    const auto council = proposer("council");
    const auto past = campaign(*council, several(), rugged, {.seed = 20, .trials = 250});
    std::uint64_t hash = 0xCBF29CE484222325U;
    const auto add = [&](std::uint64_t value) { hash = (hash ^ value) * 0x100000001B3U; };
    for (const Outcome& outcome : past) {
        add(outcome.family);
        for (const std::int64_t tick : outcome.ticks) {
            add(static_cast<std::uint64_t>(tick));
        }
        for (const char letter : outcome.arm) {
            add(static_cast<unsigned char>(letter));
        }
    }
    EXPECT_EQ(hash, 8418118652570313342U);
}

TEST(Coverage, ServesEveryFamilyAlike) {
    Coverage coverage;
    const auto past = campaign(coverage, several(), rugged, {.seed = 1, .trials = 90});
    std::vector<std::size_t> count(3);
    for (const Outcome& outcome : past) {
        ++count[outcome.family];
    }
    EXPECT_EQ(count, (std::vector<std::size_t>{30, 30, 30}));
}

TEST(Crazy, TriesPairsThatAreMissing) {
    // Everything so far had both parameters low or both high.
    const std::vector<Family> families = {box("box", 2, {0, 99})};
    std::vector<Outcome> past;
    for (std::int64_t i = 0; i < 60; ++i) {
        const std::int64_t at = i % 2 == 0 ? i % 25 : 75 + i % 25;
        past.push_back({.family = 0,
                        .ticks = {at, (at + i) % 25 + (i % 2 == 0 ? 0 : 75)},
                        .score = 1,
                        .behaviour = {},
                        .arm = "human",
                        .trial = static_cast<std::uint64_t>(i)});
    }
    Crazy crazy;
    const auto proposals =
        crazy.propose({.seed = 1, .families = families, .past = past, .pending = {}, .wanted = 14});
    ASSERT_EQ(proposals.size(), 14U);
    for (const Proposal& each : proposals) {
        const bool both_low = each.ticks[0] < 25 && each.ticks[1] < 25;
        const bool both_high = each.ticks[0] >= 75 && each.ticks[1] >= 75;
        EXPECT_FALSE(both_low || both_high);
    }
}

}  // namespace
}  // namespace tradelab::brain

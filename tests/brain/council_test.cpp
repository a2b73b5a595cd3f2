#include "brain/council.hpp"

#include "brain/campaign.hpp"
#include "brain/families.hpp"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>

namespace tradelab::brain {
namespace {

// Proposes the next ticks in order; it may have no more ideas after so many.
class Counting final : public Proposer {
public:
    Counting(std::string name, std::int64_t offset, std::size_t ideas = 100'000)
        : name_(std::move(name)), offset_(offset), ideas_(ideas) {}

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::vector<Proposal> propose(const Brief& brief) override {
        std::size_t made = 0;
        for (const auto& each : brief.past) {
            made += each.arm == name_ ? 1U : 0U;
        }
        for (const auto& each : brief.pending) {
            made += each.arm == name_ ? 1U : 0U;
        }
        std::vector<Proposal> out;
        for (; out.size() < brief.wanted && made < ideas_; ++made) {
            out.push_back({.family = 0,
                           .ticks = {offset_ + static_cast<std::int64_t>(made)},
                           .parents = {},
                           .rationale = "The next.",
                           .arm = name_});
        }
        return out;
    }

private:
    std::string name_;
    std::int64_t offset_;
    std::size_t ideas_;
};

constexpr std::int64_t apart = 100'000;

std::unique_ptr<Council> council_of(std::size_t arms) {
    std::vector<std::unique_ptr<Proposer>> made;
    for (std::size_t i = 0; i < arms; ++i) {
        made.push_back(std::make_unique<Counting>(std::string(1, static_cast<char>('a' + i)),
                                                  static_cast<std::int64_t>(i) * apart));
    }
    return std::make_unique<Council>(
        std::move(made),
        std::make_unique<Counting>("crazy", static_cast<std::int64_t>(arms) * apart));
}

std::map<std::string, std::size_t> counts_of(const std::vector<Outcome>& past) {
    std::map<std::string, std::size_t> counts;
    for (const Outcome& outcome : past) {
        ++counts[outcome.arm];
    }
    return counts;
}

// The arm whose turn `ticks` is scores `good` above the noise.
Market market_where(std::int64_t best, double good) {
    return [=](std::size_t /*family*/, const Ticks& ticks) -> Trial {
        Draws noise(8, "noise", {static_cast<std::uint64_t>(ticks[0])});
        return {.score = noise.normal() + (ticks[0] / apart == best ? good : 0), .behaviour = {}};
    };
}

const std::vector<Family> line = {box("line", 1, {0, 20 * apart})};

TEST(Council, GivesTheCrazyArmExactlyOneInTen) {
    for (const std::size_t batch : {1U, 3U, 10U, 17U}) {
        const auto council = council_of(6);
        const auto past = campaign(
            *council, line, market_where(2, 1), {.seed = 1, .trials = 300, .batch = batch});
        std::size_t crazy = 0;
        for (std::size_t i = 0; i < past.size(); ++i) {
            crazy += past[i].arm == "crazy" ? 1U : 0U;
            // Within one batch arms are asked in turn, so the order there is theirs.
            if ((i + 1) % batch == 0) {
                EXPECT_EQ(crazy, (i + 1) / 10) << "batch " << batch << ", trial " << i;
            }
        }
    }
}

TEST(Council, GivesTheBestArmTheMostAndEveryOtherItsFloor) {
    for (std::int64_t best = 0; best < 6; ++best) {
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            const auto council = council_of(6);
            const auto past =
                campaign(*council, line, market_where(best, 2), {.seed = seed, .trials = 400});
            for (const auto& [arm, count] : counts_of(past)) {
                EXPECT_GE(count, 20U) << arm << ", seed " << seed;
                if (arm == std::string(1, static_cast<char>('a' + best))) {
                    // 40 are crazy and 100 the floors of the others.
                    EXPECT_GT(count, 160U) << "seed " << seed;
                }
            }
        }
    }
}

TEST(Council, ForgetsAnArmThatWasGoodOnce) {
    const auto council = council_of(3);
    const Market early = market_where(0, 3);
    const Market late = market_where(1, 5);
    auto past = campaign(*council, line, early, {.seed = 1, .trials = 200});
    const auto before = counts_of(past);
    past = campaign(*council, line, late, {.seed = 1, .trials = 900}, std::move(past));
    const auto after = counts_of(past);

    EXPECT_GT(before.at("a"), 90U);
    EXPECT_GT(after.at("b") - before.at("b"), after.at("a") - before.at("a"));
}

TEST(Council, AnArmWithoutIdeasLeavesItsPlaceToTheOthers) {
    std::vector<std::unique_ptr<Proposer>> arms;
    arms.push_back(std::make_unique<Counting>("few", 0, 3));
    arms.push_back(std::make_unique<Counting>("many", apart));
    Council council(std::move(arms), std::make_unique<Counting>("crazy", 2 * apart, 5));

    const auto past = campaign(council, line, market_where(1, 0), {.seed = 1, .trials = 200});

    const auto counts = counts_of(past);
    EXPECT_EQ(counts.at("few"), 3U);
    EXPECT_EQ(counts.at("crazy"), 5U);
    EXPECT_EQ(counts.at("many"), 192U);
}

TEST(Council, SaysWhatEachArmHasDone) {
    const auto council = council_of(2);
    const auto past = campaign(*council, line, market_where(1, 4), {.seed = 1, .trials = 100});
    const std::vector<Proposal> pending = {
        {.family = 0, .ticks = {99}, .parents = {}, .rationale = "x", .arm = "a"}};

    const auto standings = council->standings(
        {.seed = 1, .families = line, .past = past, .pending = pending, .wanted = 1});

    ASSERT_EQ(standings.size(), 3U);
    EXPECT_EQ(standings[0].arm, "a");
    EXPECT_EQ(standings[2].arm, "crazy");
    EXPECT_EQ(standings[0].credit.made, standings[0].credit.answered + 1);
    EXPECT_EQ(
        standings[0].credit.answered + standings[1].credit.answered + standings[2].credit.answered,
        100U);
    EXPECT_GT(standings[1].credit.mean(), standings[0].credit.mean());
}

TEST(Council, TrialsOfPeopleCountForNobody) {
    const auto council = council_of(2);
    const std::vector<Outcome> past = {
        {.family = 0, .ticks = {5}, .score = 3, .behaviour = {}, .arm = "human", .trial = 1}};
    for (const auto& standing : council->standings(
             {.seed = 1, .families = line, .past = past, .pending = {}, .wanted = 1})) {
        EXPECT_EQ(standing.credit.made, 0U);
        EXPECT_EQ(standing.credit.mean(), 0.5);
    }
}

TEST(Reward, IsTheWayFromTheUpperQuartileToTheBest) {
    Reward reward;
    EXPECT_EQ(reward.of(10), 0.5);
    EXPECT_EQ(reward.of(20), 1);            // a record
    EXPECT_EQ(reward.of(std::nullopt), 0);  // and no mark
    EXPECT_EQ(reward.of(15), 0);
    EXPECT_EQ(reward.of(0), 0);
    EXPECT_EQ(reward.of(17.5), 0.5);  // between 15, the quartile of the four, and 20
    EXPECT_EQ(reward.of(1'000), 1);
}

TEST(Reward, WhatOnlyRepeatsTheBestEarnsNothingMore) {
    Reward reward;
    for (const double score : {1.0, 2.0, 3.0, 10.0}) {
        static_cast<void>(reward.of(score));
    }
    EXPECT_EQ(reward.of(10), 1);
    for (int i = 0; i < 64; ++i) {
        static_cast<void>(reward.of(10));
    }
    EXPECT_EQ(reward.of(10), 0);
    EXPECT_EQ(reward.of(10.5), 1);
}

TEST(Reward, DoesNotHangOnTheUnitOfTheScore) {
    Reward one;
    Reward other;
    Draws draws(1, "scores", {});
    for (int i = 0; i < 200; ++i) {
        const double score = draws.normal();
        EXPECT_NEAR(one.of(score), other.of(1'000 * score + 7), 1e-9);
    }
}

TEST(Credit, DrawsHaveTheMeanAndSpreadOfTheBelief) {
    const Credit credit{.gained = 6, .missed = 2, .made = 8, .answered = 8};
    Draws draws(3, "beta", {});
    double sum = 0;
    double squares = 0;
    constexpr int count = 20'000;
    for (int i = 0; i < count; ++i) {
        const double draw = credit.draw(draws);
        ASSERT_GT(draw, 0);
        ASSERT_LT(draw, 1);
        sum += draw;
        squares += draw * draw;
    }
    const double mean = sum / count;
    // Beta(7, 3): mean 0.7, variance 21 / (100 * 11).  Five standard errors.
    EXPECT_NEAR(mean, credit.mean(), 5 * 0.138 / std::sqrt(count));
    EXPECT_NEAR(squares / count - mean * mean, 21.0 / 1'100, 0.001);
}

}  // namespace
}  // namespace tradelab::brain

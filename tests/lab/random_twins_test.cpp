#include "lab/random_twins.hpp"

#include <gtest/gtest.h>

#include <array>
#include <numeric>
#include <vector>

namespace tradelab {
namespace {

// One instrument, a bar a day.
HeldPath path_of(std::vector<double> share, std::vector<double> change) {
    HeldPath path;
    path.days = share.size();
    path.day.resize(share.size());
    std::iota(path.day.begin(), path.day.end(), 0);
    path.cost.resize(share.size());
    path.lines.push_back({.share = std::move(share),
                          .change = std::move(change),
                          .funding = std::vector<double>(path.days)});
    return path;
}

double sum_of(const std::vector<double>& days) {
    return std::accumulate(days.begin(), days.end(), 0.0);
}

TEST(RandomTwins, AStayEndsWhereNothingIsHeldAndWhereTheSideChanges) {
    const auto stays = stays_of(path_of({0, 1, 0.5, 0, -1, -1, 1}, std::vector<double>(7)));

    ASSERT_EQ(stays.size(), 3U);
    EXPECT_EQ(stays[0].first, 1U);
    EXPECT_EQ(stays[0].bars, 2U);
    EXPECT_EQ(stays[1].first, 4U);
    EXPECT_EQ(stays[1].bars, 2U);
    EXPECT_EQ(stays[2].first, 6U);
}

TEST(RandomTwins, EachPaysTheSameCostsAndHoldsAsLong) {
    auto path = path_of({0, 1, 1, 0, 0, -1, -1, -1, 0, 0, 0, 0}, std::vector<double>(12));
    path.cost = {0, 0.01, 0, 0.02, 0, 0.04, 0, 0, 0.08, 0, 0, 0};
    path.lines[0].funding = std::vector<double>(12, 0.001);

    for (const auto& days : random_twins(path, {.seed = 7, .count = 50})) {
        EXPECT_NEAR(sum_of(days), -0.15 - 2 * 0.001 + 3 * 0.001, 1e-12);
    }
    EXPECT_NEAR(sum_of(replayed(path)), -0.15 + 0.001, 1e-12);
}

// What fills during a bar is held from the next one on, so its cost lies in a bar in which nothing
// is held yet.
TEST(RandomTwins, ACostBeforeItsStayGoesWithTheStayThatItOpens) {
    auto path = path_of({0, 1, 1, 0, 0, -1, 0, 0}, std::vector<double>(8));
    path.cost = {0.01, 0, 0, 0.02, 0.04, 0, 0.08, 0};

    const auto days = replayed(path);
    EXPECT_NEAR(days[1], -0.01, 1e-12);
    EXPECT_NEAR(days[2], -0.02, 1e-12) << "left at the open after it";
    EXPECT_NEAR(days[5], -0.04 - 0.08, 1e-12);
    for (const auto& twin : random_twins(path, {.seed = 7, .count = 50})) {
        EXPECT_NEAR(sum_of(twin), -0.15, 1e-12);
    }
}

// One bar between two stays: what was paid there is more often for leaving at its open.
TEST(RandomTwins, ACostRightAfterAStayIsForLeavingIt) {
    auto path = path_of({1, 0, -1, 0}, std::vector<double>(4));
    path.cost = {0, 0.02, 0, 0};

    EXPECT_NEAR(replayed(path)[0], -0.02, 1e-12);
    EXPECT_NEAR(replayed(path)[2], 0, 1e-12);
}

TEST(RandomTwins, WhoKnewTheBestDaysBeatsAllThatDidNotDrawThem) {
    const auto path = path_of({0, 1, 0, 0, -1, 0, 0, 1, 0, 0}, {0, 3, 0, 0, -2, 0, 0, 1, 0, 0});

    const double own = sum_of(replayed(path));
    std::size_t equal = 0;
    for (const auto& days : random_twins(path, {.seed = 3, .count = 400})) {
        EXPECT_LE(sum_of(days), own);
        equal += sum_of(days) == own ? 1U : 0U;
    }
    // The order with the short stay in the middle is a third of all, on the same days one of 120.
    EXPECT_LT(equal, 12U);
}

TEST(RandomTwins, EveryPlaceIsAsLikelyAsAnyOther) {
    constexpr std::size_t bars = 6;
    const auto path = path_of({1, 1, 0, 0, 0, 0}, std::vector<double>(bars, 0.01));
    std::array<int, bars> held = {};

    constexpr std::size_t count = 5000;
    for (const auto& days : random_twins(path, {.seed = 11, .count = count})) {
        for (std::size_t bar = 0; bar < bars; ++bar) {
            held.at(bar) += days[bar] > 0 ? 1 : 0;
        }
    }

    // Five places: the ends are held in one of them, what lies between in two.
    for (std::size_t bar = 0; bar < bars; ++bar) {
        const double expected = (bar == 0 || bar == bars - 1 ? 1 : 2) * count / 5.0;
        EXPECT_NEAR(held.at(bar), expected, 150) << bar;
    }
}

TEST(RandomTwins, TheSeedDecides) {
    const auto path = path_of({1, 0, 0, -1, 0, 0, 1, 0}, {1, 2, 3, 4, 5, 6, 7, 8});

    EXPECT_EQ(random_twins(path, {.seed = 5, .count = 3}),
              random_twins(path, {.seed = 5, .count = 3}));
    EXPECT_NE(random_twins(path, {.seed = 5, .count = 3}),
              random_twins(path, {.seed = 6, .count = 3}));
}

}  // namespace
}  // namespace tradelab

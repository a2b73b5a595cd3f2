#include "report/ranking.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace tradelab {
namespace {

using testing::HasSubstr;

// A hundred days from `first` on, with a swing of so many days.
OutOfSample strategy(const std::string& name, double promised, int swing, std::int64_t first = 0) {
    OutOfSample out{.name = name, .promised = promised};
    for (std::int64_t day = first; day < first + 100; ++day) {
        out.returns.emplace(day, day % (2 * swing) < swing ? 0.01 : -0.01);
    }
    return out;
}

TEST(Ranking, WhereNothingRunsIsByWhatWasPromised) {
    const Rank rank = rank_among(strategy("one", 1.5, 1), {});

    EXPECT_EQ(rank.value, 1.5);
    EXPECT_EQ(rank.correlation, std::nullopt);
    EXPECT_EQ(rank.why, "nothing else runs");
    // What runs is not held against itself.
    const OutOfSample itself = strategy("one", 1.5, 1);
    EXPECT_EQ(rank_among(itself, {&itself, 1}).value, 1.5);
}

TEST(Ranking, TakesAwayWhatAlreadyRunsEarnsOfIt) {
    const std::vector<OutOfSample> running = {strategy("like it", 1.0, 1),
                                              strategy("unlike it", 3.0, 2)};

    const Rank rank = rank_among(strategy("one", 1.5, 1), running);

    ASSERT_TRUE(rank.correlation);
    EXPECT_NEAR(*rank.correlation, 1, 1e-12);
    EXPECT_NEAR(*rank.value, 0.5, 1e-12);
    EXPECT_EQ(rank.with, "like it");
    EXPECT_EQ(rank.days, 100U);
    EXPECT_THAT(rank.why, HasSubstr("1.50 promised - 1.00 x 1.00 of like it, on 100 days"));
}

TEST(Ranking, PutsTheOneThatBringsSomethingNewBeforeTheOneThatPromisesMore) {
    const std::vector<OutOfSample> running = {strategy("running", 2.0, 1)};

    const Rank more_of_it = rank_among(strategy("more of it", 2.2, 1), running);
    const Rank news = rank_among(strategy("news", 1.2, 2), running);

    EXPECT_TRUE(ranks_before(news, more_of_it));
    EXPECT_FALSE(ranks_before(more_of_it, news));
    EXPECT_TRUE(ranks_before(more_of_it, Rank{}));
    EXPECT_FALSE(ranks_before(Rank{}, more_of_it));
    EXPECT_FALSE(ranks_before(Rank{}, Rank{}));
}

TEST(Ranking, IsUndefinedWithTheReasonWhereDaysAreMissing) {
    OutOfSample unkept = strategy("unkept", 1.0, 1);
    unkept.returns.clear();
    const OutOfSample one = strategy("one", 1.5, 1);
    const OutOfSample elsewhere = strategy("elsewhere", 1.0, 1, 41);

    const Rank beside_unkept = rank_among(one, {&unkept, 1});
    EXPECT_EQ(beside_unkept.value, std::nullopt);
    EXPECT_EQ(beside_unkept.why, "undefined: no days were kept of unkept");
    EXPECT_EQ(rank_among(unkept, {&one, 1}).value, std::nullopt);
    const Rank apart = rank_among(one, {&elsewhere, 1});
    EXPECT_EQ(apart.value, std::nullopt);
    EXPECT_THAT(apart.why, HasSubstr("59 days in common with elsewhere, 60 are needed"));
    EXPECT_EQ(rank_among({.name = "failed"}, {&one, 1}).why,
              "only what passes is promised anything");
    // One that is known is enough, and the other is named.
    const Rank part = rank_among(one, std::vector{unkept, strategy("known", 1.0, 2)});
    EXPECT_TRUE(part.value);
    EXPECT_THAT(part.why, HasSubstr("not known: no days were kept of unkept"));
    EXPECT_TRUE(part.is_at_most);
}

TEST(Ranking, TakesTheDaysThatTheSearchNeverSaw) {
    Dossier dossier;
    dossier.document.strategy = "one";
    dossier.document.verdict.promised = PromisedSharpe{.median = 1.5};
    const auto add = [&](const char* name, std::int64_t first_day, std::vector<double> returns) {
        DossierEpoch epoch;
        epoch.name = name;
        epoch.first_day = first_day;
        epoch.returns = std::move(returns);
        dossier.epochs.push_back(std::move(epoch));
    };
    add("explore", 10, {0.1, 0.2});
    add("walk-forward", 12, {0.3});
    add("vault", 13, {0.4});

    const OutOfSample days = out_of_sample(dossier);

    EXPECT_EQ(days.promised, 1.5);
    EXPECT_EQ(days.returns, (std::map<std::int64_t, double>{{12, 0.3}, {13, 0.4}}));
}

}  // namespace
}  // namespace tradelab

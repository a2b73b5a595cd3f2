#include "campaign/campaign.hpp"

#include "campaign/campaign_case.hpp"
#include "campaign/more_years.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tradelab {
namespace {

std::vector<std::string> hashes(const CampaignResult& result) {
    std::vector<std::string> out;
    for (const CampaignTrial& trial : result.trials) {
        out.push_back(trial.result_hash);
    }
    return out;
}

TEST_F(CampaignTest, IsTheSameWithAnyNumberOfWorkers) {
    const auto alone = run();
    options_.workers = 3;
    const auto together = run();

    ASSERT_TRUE(alone) << describe(alone.error());
    ASSERT_TRUE(together) << describe(together.error());
    EXPECT_EQ(alone->trials.size(), 24U);
    EXPECT_EQ(hashes(*alone), hashes(*together));
    ASSERT_EQ(alone->finalists.size(), together->finalists.size());
    for (std::size_t at = 0; at < alone->finalists.size(); ++at) {
        EXPECT_EQ(alone->finalists[at].trial, together->finalists[at].trial);
    }
}

TEST_F(CampaignTest, FindsAStrongEdgeAmongItsFinalists) {
    const auto result = run();

    ASSERT_TRUE(result) << describe(result.error());
    ASSERT_FALSE(result->finalists.empty());
    const CampaignTrial& best = result->trials[result->finalists.front().trial];
    EXPECT_GT(best.appraisal.annual_sharpe.value_or(0), 1.5);
    EXPECT_EQ(best.appraisal.fate, TrialFate::candidate);
}

TEST_F(CampaignTest, EveryTrialIsRecordedOnceBeforeTheNextBatch) {
    std::vector<std::uint64_t> recorded;
    std::vector<std::size_t> told;
    const auto result =
        run({.record = [&](std::span<const CampaignTrial> trials) -> Status {
                 for (const CampaignTrial& one : trials) {
                     recorded.push_back(one.number);
                 }
                 return {};
             },
             .progress = [&](const CampaignProgress& at) { told.push_back(at.tried); }});

    ASSERT_TRUE(result) << describe(result.error());
    ASSERT_EQ(recorded.size(), 24U);
    for (std::size_t at = 0; at < recorded.size(); ++at) {
        EXPECT_EQ(recorded[at], at + 1);
    }
    EXPECT_EQ(told, (std::vector<std::size_t>{10, 20, 24}));
}

TEST_F(CampaignTest, ALedgerThatCannotBeWrittenEndsIt) {
    const auto result = run({.record = [](std::span<const CampaignTrial>) -> Status {
        return fail(ErrorCode::refused, "no space left");
    }});

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().context, "no space left");
}

TEST_F(CampaignTest, WhatWasTriedIsNotRunAgain) {
    distinct_ = 7;

    const auto result = run();

    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(result->trials.size(), 7U);
    EXPECT_GT(result->repeated, 0U);
}

TEST_F(CampaignTest, AnInterruptionEndsItWhenTheBatchThatRunsIsRecorded) {
    std::vector<std::uint64_t> recorded;
    const auto result = run({.record = [&](std::span<const CampaignTrial> trials) -> Status {
                                 for (const CampaignTrial& one : trials) {
                                     recorded.push_back(one.number);
                                     EXPECT_FALSE(one.result_hash.empty());
                                 }
                                 return {};
                             },
                             .is_interrupted = [] { return true; }});

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::interrupted);
    EXPECT_EQ(result.error().context, "the campaign was interrupted after 10 of 24 trials");
    EXPECT_EQ(recorded.size(), 10U);
}

TEST_F(CampaignTest, ATrialThatHardlyTradesHasNoScore) {
    options_.trades_min = 100'000;

    const auto result = run();

    ASSERT_TRUE(result) << describe(result.error());
    for (const CampaignTrial& trial : result->trials) {
        EXPECT_EQ(trial.appraisal.fate, TrialFate::idle);
        EXPECT_FALSE(trial.appraisal.score);
    }
    EXPECT_TRUE(result->finalists.empty());
}

TEST_F(CampaignTest, AMarketThatDoesNotHoldExploreIsRefused) {
    options_.explore.to = market_.plan().to + std::chrono::hours(24);

    const auto result = run();

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::data_missing);
}

TEST_F(CampaignTest, AFamilyNamesAParameterThatThePluginDoesNotHave) {
    const FixedTicks fixed[] = {{.parameter = "no_such", .ticks = 1}};

    const auto family = make_search_family(candidate(), {&market_}, fixed);

    ASSERT_FALSE(family);
    EXPECT_EQ(family.error().code, ErrorCode::not_found);
}

TEST_F(CampaignTest, WhoTradedTooRarelyIsToldHowManyYearsAreMissing) {
    std::vector<CampaignTrial> trials(4);
    for (std::size_t at = 0; at < trials.size(); ++at) {
        trials[at].appraisal.fate = TrialFate::idle;
        trials[at].conduct.trades = 10 * at;  // 0, 10, 20, 30
    }
    options_.trades_min = 60;

    // At their rates six times, three times and twice the five years that there are.
    EXPECT_DOUBLE_EQ(more_years(std::span(trials).subspan(1), families_, options_, 5).value(), 10);
    EXPECT_DOUBLE_EQ(more_years(trials, families_, options_, 5).value(), 25);
    EXPECT_EQ(more_years(std::span(trials).first(1), families_, options_, 5), std::nullopt);
    trials[1].appraisal.fate = TrialFate::loss;
    EXPECT_EQ(more_years(std::span(trials).subspan(1, 1), families_, options_, 5), std::nullopt);
}

}  // namespace
}  // namespace tradelab

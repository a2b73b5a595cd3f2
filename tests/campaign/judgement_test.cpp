#include "campaign/judgement.hpp"

#include "campaign/campaign_case.hpp"
#include "campaign/holding.hpp"
#include "os/simulated_disk.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace tradelab {
namespace {

class JudgementTest : public CampaignTest {
protected:
    JudgementTest() {
        options_.explore = stretch_of(epochs_, Epoch::explore);
        options_.trades_min = trades_needed(epochs_, subject_.rules.minimum);
        subject_.campaign = std::string(64, 'c');
        VaultBinding& binding = subject_.binding;
        for (std::string* hash : {&binding.plugin,
                                  &binding.data,
                                  &binding.limits,
                                  &binding.venue,
                                  &binding.epochs,
                                  &binding.rules}) {
            *hash = std::string(64, 'b');
        }
        binding.engine = "tl.engine/1";
        binding.fill_model = "pessimistic/1";
        binding.vault_from = epochs_.span(Epoch::vault).from;
        binding.vault_to = epochs_.span(Epoch::vault).to;
    }

    JudgementRecord record() {
        return {.lifetime = lifetime_,
                .verdicts = verdicts_,
                .now = UnixNanos(1'700'000'000'000'000'000)};
    }

    Result<Judgement> judged(const CampaignResult& result) { return judged(result, record()); }

    Result<Judgement> judged(const CampaignResult& result, const JudgementRecord& record) {
        const ParameterFile file = made(parse_parameter_file(
            made(RealDisk().read_file(source / "strategies/momentum_syn_perp_1h.json",
                                      {.size_max = parameter_file_bytes_max})),
            "momentum_syn_perp_1h.json"));
        subject_.files.assign(result.finalists.size(), file);
        const auto ensembles = singles(result);
        return judge_campaign({.families = families_,
                               .venues = venues_,
                               .run = options_.run,
                               .result = result,
                               .epochs = epochs_,
                               .ensembles = ensembles},
                              subject_,
                              record);
    }

    const Epochs epochs_ = made(Epochs::make(
        {.from = market_.plan().from, .to = market_.plan().to, .embargo = {}, .shares = {}}));
    SimulatedDisk state_;
    Lifetime lifetime_{state_, "/state/vault"};
    VerdictStore verdicts_{state_, "/state/verdicts"};
    JudgementSubject subject_;
};

TEST_F(JudgementTest, EveryTrialHasOneFateAndTheVerdictIsKept) {
    const auto result = run();
    ASSERT_TRUE(result) << describe(result.error());
    ASSERT_FALSE(result->finalists.empty());

    const auto judgement = judged(*result);

    ASSERT_TRUE(judgement) << describe(judgement.error());
    const FateCounts& counts = judgement->counts;
    EXPECT_EQ(counts.tried, result->trials.size());
    EXPECT_EQ(counts.failed + counts.lost + counts.costs + counts.correction +
                  counts.not_enough_data + counts.proven,
              counts.tried);
    const auto kept = verdicts_.find(judgement->verdict_id);
    ASSERT_TRUE(kept) << describe(kept.error());
    EXPECT_EQ(*kept, *judgement->document);
    EXPECT_EQ(made(lifetime_.tests()).size(), 1U);
}

TEST_F(JudgementTest, TheVerdictIsThatOfTheLooksWhichAreToldNothingThatExplains) {
    const auto result = run();
    ASSERT_TRUE(result) << describe(result.error());
    const auto ensembles = singles(*result);
    const EvidenceRequest request{.families = families_,
                                  .venues = venues_,
                                  .run = options_.run,
                                  .result = *result,
                                  .epochs = epochs_,
                                  .ensembles = ensembles};

    const auto judgement = judged(*result);
    const auto alone =
        judge(made(gate_input_of(request)),
              subject_.rules,
              {.days = epochs_.days(Epoch::vault), .joint_level = first_joint_level()},
              [&](std::size_t at, const FirstLook&) { return vault_evidence_of(request, at); });

    ASSERT_TRUE(judgement) << describe(judgement.error());
    ASSERT_TRUE(alone) << describe(alone.error());
    GateVerdict told = judgement->document->verdict;
    ASSERT_TRUE(told.find("plateau.share")->value);
    ASSERT_TRUE(told.find("twins.walk_forward.beaten")->value);
    ASSERT_TRUE(told.find("regimes.traded")->value);
    const auto first = std::ranges::find(told.figures, "plateau.neighbours", &Figure::name);
    told.figures.erase(first, told.figures.end());
    EXPECT_EQ(told, *alone);
}

TEST_F(JudgementTest, OfHoldingAndOfTheSearchNothingIsUndefined) {
    const auto result = run();
    ASSERT_TRUE(result) << describe(result.error());

    const auto judgement = judged(*result);

    ASSERT_TRUE(judgement) << describe(judgement.error());
    const GateVerdict& verdict = judgement->document->verdict;
    for (const Figure& figure : verdict.figures) {
        if (figure.name.find(".hold.") != std::string::npos || figure.name.starts_with("search.")) {
            EXPECT_TRUE(figure.value) << figure.name;
        }
    }
    ASSERT_TRUE(verdict.find("search.overfitting"));
    ASSERT_TRUE(verdict.find("vault.hold.beta"));
    EXPECT_EQ(result->cluster_days.size(), result->clusters);
}

TEST_F(JudgementTest, HoldingIsWhatTheClosesDid) {
    const auto closes = market_.daily_closes();
    const DailyReturns days{.first_day = closes[9].day, .values = {0, 0, 0}};

    const auto held = held_all_the_time(markets_of(families_), days);

    ASSERT_EQ(held.size(), 3U);
    for (std::size_t at = 0; at < held.size(); ++at) {
        EXPECT_DOUBLE_EQ(held[at], closes[at + 9].close / closes[at + 8].close - 1);
    }
}

TEST_F(JudgementTest, LosingTradesAreCounted) {
    const auto result = run();
    ASSERT_TRUE(result) << describe(result.error());

    const auto judgement = judged(*result);

    ASSERT_TRUE(judgement) << describe(judgement.error());
    const Figure* losing = judgement->document->verdict.find("minimum.losing_trades");
    ASSERT_NE(losing, nullptr);
    ASSERT_TRUE(losing->value);
    EXPECT_GE(*losing->value, 10);
    EXPECT_LT(*losing->value,
              *judgement->document->verdict.find("minimum.trades_walk_forward")->value);
}

TEST_F(JudgementTest, TheSameHypothesisDoesNotSeeItsVaultTwice) {
    const auto result = run();
    ASSERT_TRUE(result) << describe(result.error());

    const auto first = judged(*result);
    ASSERT_TRUE(first) << describe(first.error());
    ASSERT_FALSE(first->document->binding.empty()) << "an edge this strong comes to its vault";
    const auto second = judged(*result);

    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::refused);
}

TEST_F(JudgementTest, ThePowerIsToldBeforeTheVaultIsOpened) {
    const auto result = run();
    ASSERT_TRUE(result) << describe(result.error());
    auto told = record();
    std::vector<double> powers;
    told.before_opening = [&](const FirstLook& look) {
        powers.push_back(look.power.at_walk_forward_sharpe);
        EXPECT_FALSE(made(lifetime_.tests()).front().opened_at);
    };

    const auto judgement = judged(*result, told);

    ASSERT_TRUE(judgement) << describe(judgement.error());
    ASSERT_EQ(powers.size(), 1U);
    EXPECT_GT(powers.front(), 0);
}

TEST_F(JudgementTest, AnInterruptionBeforeItSpendsNothing) {
    const auto result = run();
    ASSERT_TRUE(result) << describe(result.error());
    auto interrupted = record();
    interrupted.is_interrupted = [] { return true; };

    const auto judgement = judged(*result, interrupted);

    ASSERT_FALSE(judgement);
    EXPECT_EQ(judgement.error().code, ErrorCode::interrupted);
    EXPECT_TRUE(made(lifetime_.tests()).empty());
}

TEST_F(JudgementTest, WhatMayNotBeHeardIsGrantedNoLevel) {
    const auto result = run();
    ASSERT_TRUE(result) << describe(result.error());
    auto refused = record();
    refused.before_hearing = [] { return fail(ErrorCode::refused, "another was heard", "wait"); };

    const auto judgement = judged(*result, refused);

    ASSERT_FALSE(judgement);
    EXPECT_EQ(judgement.error().code, ErrorCode::refused);
    EXPECT_TRUE(made(lifetime_.tests()).empty());
}

TEST_F(JudgementTest, AnInterruptionBeforeTheVaultLeavesItShutAndTheSameCampaignGoesOn) {
    const auto result = run();
    ASSERT_TRUE(result) << describe(result.error());
    auto interrupted = record();
    bool is_set = false;
    interrupted.before_opening = [&](const FirstLook&) { is_set = true; };
    interrupted.is_interrupted = [&] { return is_set; };

    const auto shut = judged(*result, interrupted);
    const auto between = made(lifetime_.tests());
    const auto judgement = judged(*result);

    ASSERT_FALSE(shut);
    EXPECT_EQ(shut.error().code, ErrorCode::interrupted);
    ASSERT_EQ(between.size(), 1U);
    EXPECT_FALSE(between.front().opened_at);
    ASSERT_TRUE(judgement) << describe(judgement.error());
    EXPECT_EQ(judgement->document->test, between.front().grant.test);
    EXPECT_EQ(made(lifetime_.tests()).size(), 1U);
}

TEST_F(JudgementTest, WithoutAFinalistNothingIsSpent) {
    options_.trades_min = 100'000;
    const auto result = run();
    ASSERT_TRUE(result) << describe(result.error());

    const auto judgement = judged(*result);

    ASSERT_TRUE(judgement) << describe(judgement.error());
    EXPECT_FALSE(judgement->document);
    EXPECT_TRUE(made(lifetime_.tests()).empty());
}

}  // namespace
}  // namespace tradelab

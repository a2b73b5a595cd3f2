#include "campaign/campaign.hpp"

#include "config/risk_file.hpp"
#include "honesty/planted.hpp"
#include "os/real_disk.hpp"
#include "plugin/load.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <stdexcept>

namespace tradelab {
namespace {

template <class T>
T made(Result<T> result) {
    if (!result) {
        throw std::runtime_error(describe(result.error()));
    }
    return *std::move(result);
}

// Walks through the look-backs of the crossing averages, as a search without memory would.
class Walk final : public brain::Proposer {
public:
    explicit Walk(std::size_t fast) : fast_(fast) {}
    [[nodiscard]] std::string_view name() const override { return "walk"; }
    [[nodiscard]] std::vector<brain::Proposal> propose(const brain::Brief& brief) override {
        std::vector<brain::Proposal> out;
        for (std::size_t at = 0; at < brief.wanted; ++at) {
            brain::Ticks ticks;
            for (const Parameter& one : brief.families[0].parameters) {
                ticks.push_back(one.initial);
            }
            const auto place = static_cast<std::int64_t>(brief.past.size() + at) % distinct;
            ticks[fast_] = 3 + place;
            ticks[fast_ + 1] = 12 + 5 * place;
            out.push_back({.family = 0,
                           .ticks = std::move(ticks),
                           .parents = {},
                           .rationale = "the next one",
                           .arm = "walk"});
        }
        return out;
    }

    std::int64_t distinct = 1000;

private:
    std::size_t fast_;
};

class CampaignTest : public testing::Test {
protected:
    CampaignTest() {
        options_.budget = 24;
        options_.batch = 10;
        options_.explore = {.from = market_.plan().from, .to = market_.plan().to};
        options_.run.limits = made(read_risk(disk_, source / "config/risk.toml")).limits;
        const FixedTicks fixed[] = {{.parameter = "entry", .ticks = 1},
                                    {.parameter = "direction", .ticks = 2},
                                    {.parameter = "adx_min", .ticks = 0},
                                    {.parameter = "stop", .ticks = 100},
                                    {.parameter = "vol_target", .ticks = 5}};
        families_.push_back(made(make_search_family(candidate(), {&market_}, fixed)));
        for (std::size_t at = 0; at < families_[0].space.parameters.size(); ++at) {
            fast_ = families_[0].space.parameters[at].name == "fast" ? at : fast_;
        }
    }

    Candidate candidate() {
        auto plugin = made(
            load(disk_,
                 made(read_package(disk_, packages / "org.tradelab.momentum", Origin::bundled)),
                 this_host()));
        auto declaration = made(read_declaration(*plugin.descriptor));
        return {.name = "cross",
                .file_sha256 = {},
                .rationale = {},
                .origin = {},
                .timeframe = made(BarInterval::parse("8h")),
                .ticks = initial_ticks(declaration),
                .roles = {perp_},
                .plugin = std::move(plugin),
                .declaration = std::move(declaration)};
    }

    Result<CampaignResult> run(const CampaignWatch& watch = {}) {
        Walk walk(fast_);
        walk.distinct = distinct_;
        return run_campaign(
            {.families = families_, .proposer = walk, .venues = venues_}, options_, watch);
    }

    const std::filesystem::path source = TRADELAB_SOURCE_DIR;
    const std::filesystem::path packages =
        std::filesystem::path(TRADELAB_BUILD_DIR) / "stage/lib/tradelab/plugins";
    const InstrumentName perp_ = made(InstrumentName::make("synthetic.usdm:SYN-USDT-PERP"));
    const RealDisk disk_;
    const NoiseBase base_;
    const Market market_ = made(market_of(path_of(
        {.edge =
             PlantedEdge{.rule = {.kind = EdgeKind::momentum, .fast = 8, .slow = 40}, .sharpe = 4},
         .bars = 2000,
         .seed = 5},
        base_)));
    const VenueBook venues_ =
        made(VenueBook::read(disk_, source / "config/venues", std::span(&perp_, 1)));
    std::vector<SearchFamily> families_;
    CampaignOptions options_;
    std::size_t fast_ = 0;
    std::int64_t distinct_ = 1000;
};

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

TEST_F(CampaignTest, AnInterruptionEndsIt) {
    const auto result = run({.is_interrupted = [] { return true; }});

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::interrupted);
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

}  // namespace
}  // namespace tradelab

#include "cli/program.hpp"
#include "support/tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tradelab {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

std::string strategy(const std::string& name) {
    return (source_tree() / "strategies" / (name + ".json")).string();
}

class CampaignCommand : public testing::Test {
public:
    Program tradelab;

    // Two generated years, nothing planted.
    void make_market() {
        const auto made = tradelab({"data", "synth", "--seed", "3", "--days", "730"});
        ASSERT_EQ(made.exit_code, 0) << made.errors.bytes;
    }
    [[nodiscard]] Outcome search(std::vector<std::string> more) const {
        more.insert(more.begin(),
                    {"lab",
                     "campaign",
                     strategy("momentum_syn_perp_1h"),
                     strategy("mean_reversion_syn_perp_1h"),
                     "--trials",
                     "24"});
        return tradelab(std::move(more));
    }
};

TEST_F(CampaignCommand, ASearchIsCountedInTheLedgerAndEveryTrialHasOneFate) {
    make_market();

    const auto run = search({"--json"});

    ASSERT_EQ(run.exit_code, 0) << run.errors.bytes;
    const auto answer = nlohmann::json::parse(run.output.bytes);
    EXPECT_THAT(answer.at("campaign"), MatchesRegex("[0-9a-f]{64}"));
    EXPECT_EQ(answer.at("synthetic"), true);
    EXPECT_EQ(answer.at("tried"), 24);
    int fates = 0;
    for (const char* fate : {"failed",
                             "lost_before_costs",
                             "killed_by_costs",
                             "killed_by_correction",
                             "not_enough_data",
                             "proven"}) {
        fates += answer.at(fate).get<int>();
    }
    EXPECT_EQ(fates, 24);
    const auto trials =
        nlohmann::json::parse(tradelab({"trials", "list", "--all", "--json"}).output.bytes);
    EXPECT_EQ(trials.at("trials").size(), 24U);
}

TEST_F(CampaignCommand, OneSeedGivesOneResultWithAnyNumberOfThreads) {
    make_market();

    const auto one = search({"--json", "--threads", "1"});
    const auto three = search({"--json", "--threads", "3"});

    ASSERT_EQ(one.exit_code, 0) << one.errors.bytes;
    ASSERT_EQ(three.exit_code, 0) << three.errors.bytes;
    EXPECT_EQ(nlohmann::json::parse(one.output.bytes).at("finalists"),
              nlohmann::json::parse(three.output.bytes).at("finalists"));
}

TEST_F(CampaignCommand, ATrialOfASearchIsReproduced) {
    make_market();
    ASSERT_EQ(search({}).exit_code, 0);

    const auto again = tradelab({"reproduce", "7"});

    EXPECT_EQ(again.exit_code, 0) << again.output.bytes << again.errors.bytes;
}

TEST_F(CampaignCommand, TheTableSaysThatTheMarketIsSynthetic) {
    make_market();

    const auto run = search({"--plain"});

    ASSERT_EQ(run.exit_code, 0) << run.errors.bytes;
    EXPECT_THAT(run.output.bytes, HasSubstr("SYNTHETIC"));
    EXPECT_THAT(run.output.bytes, HasSubstr("killed by costs"));
}

TEST_F(CampaignCommand, WithoutHistoryItSaysWhatIsMissing) {
    const auto run = search({});

    EXPECT_EQ(run.exit_code, 6);
    EXPECT_THAT(run.errors.bytes, HasSubstr("the store has no history"));
}

}  // namespace
}  // namespace tradelab

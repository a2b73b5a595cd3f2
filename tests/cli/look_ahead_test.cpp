#include "cli/campaign_case.hpp"
#include "cli/lab_checks.hpp"
#include "journal/trials.hpp"
#include "lifecycle/lifecycle.hpp"
#include "os/real_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace tradelab {
namespace {

using testing::HasSubstr;

class WhatLooksAhead : public CampaignCase {
public:
    [[nodiscard]] std::vector<StrategyLife> lives() const {
        RealDisk disk;
        return Lifecycle(disk, state() / "lifecycle").lives().value();
    }
};

// It reads the bars that it is handed at once to their end before it acts on the first: the gate
// sees nothing but what it earned.
TEST_F(WhatLooksAhead, IsRetiredByTheChecksThoughTheGateHasPassedIt) {
    make_market();
    tradelab.variables = {{"TRADELAB_PLUGINS", packages.string()}};
    write_text(tradelab.home.path() / "foresees.json",
               R"({"schema": "tradelab.strategy/1", "name": "foresees",)"
               R"( "plugin": {"id": "org.example.foresees", "versions": ">=1.0.0 <2.0.0"},)"
               R"( "roles": {"main": "synthetic.spot:SYN-USDT"}, "timeframe": "1h",)"
               R"( "parameters": {}, "rationale": "It knows.",)"
               R"( "origin": {"by": "human", "text": "A test."}, "parents": []})");

    const auto run = tradelab({"lab", "campaign", "foresees.json", "--trials", "4", "--json"});

    ASSERT_EQ(run.exit_code, 0) << run.errors.bytes;
    EXPECT_THAT(run.output.bytes, HasSubstr("is retired: it failed the look-ahead checks"));
    const RealDisk disk;
    const StrategyLife found = lives().front();
    EXPECT_EQ(found.stage, LifeStage::retired);
    const StageStep& last = found.steps.back();
    EXPECT_EQ(last.edge.from, LifeStage::vaulted) << "the gate had passed it";
    EXPECT_THAT(last.edge.by, HasSubstr("the look-ahead checks of campaign "));
    const auto trials = read_trials(disk, state() / "trials").value();
    EXPECT_EQ(trials.back().trial.proposal.arm, checks_arm);
    EXPECT_EQ(trials.back().trial.checks, TrialChecks::failed);
    EXPECT_EQ(last.edge.evidence, "result " + trials.back().trial.result);
}

}  // namespace
}  // namespace tradelab

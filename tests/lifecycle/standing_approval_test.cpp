#include "lifecycle/standing_approval.hpp"

#include "config/risk_file.hpp"
#include "lifecycle/carry_over.hpp"
#include "lifecycle/decision.hpp"
#include "lifecycle/expiry.hpp"
#include "lifecycle/subject.hpp"
#include "lifecycle/tested_histories.hpp"
#include "os/simulated_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

namespace tradelab {
namespace {

using testing::AllOf;
using testing::HasSubstr;

Result<RiskLimits> limits_of(std::string_view text) {
    return parse_risk(text, "risk.toml").value().limits;
}

class StandingApproval : public testing::Test {
public:
    SimulatedDisk disk;
    Lifecycle record{disk, "/state/lifecycle"};
    TestedHistories histories{disk, "/state/lifecycle"};

    // All as it was tested, and each strategy runs with `footing`.
    RunningNow running(const Footing& footing = footing_of_one()) {
        return {.limits = limits_of(shipped_limits).value(),
                .engine = binding_of("one").engine,
                .fill_model = binding_of("one").fill_model,
                .read_limits = &limits_of,
                .rules = binding_of("one").rules,
                .footing = [footing](const StrategyLife&) -> Result<const Footing*> {
                    return &footing;
                },
                .tested_on = [this](const KeptFooting& kept) { return histories.of(kept); }};
    }

    // As far as `stage`, all on day 0.
    void bring_to(LifeStage stage, const std::optional<Footing>& footing = footing_of_one()) {
        bring(stage, footing ? std::optional(histories.keep(*footing).value()) : std::nullopt);
    }
    void bring(LifeStage stage, const std::optional<KeptFooting>& footing) {
        for (int at = 0; at < static_cast<int>(stage); ++at) {
            StageEdge edge =
                step("one", static_cast<LifeStage>(at), static_cast<LifeStage>(at + 1));
            edge.footing = edge.footing ? footing : std::nullopt;
            add(edge, day(0));
        }
    }
    void add(const StageEdge& edge, UnixNanos now) {
        const auto added = record.add(std::array{edge}, now);
        ASSERT_TRUE(added) << describe(added.error());
    }
    [[nodiscard]] StrategyLife life() { return record.find("one").value(); }
    [[nodiscard]] ApprovalJudgement judged(const RunningNow& now) {
        return judge_standing(life(), now, day(1));
    }
    [[nodiscard]] std::vector<StageEdge> voids(const RunningNow& now) {
        return voided_approvals(std::array{life()}, now, day(1));
    }
};

TEST_F(StandingApproval, AnotherPluginVoidsItWithBothHashesAndTheRemedy) {
    bring_to(LifeStage::approved);
    EXPECT_EQ(judged(running()).state, ApprovalState::holds);
    Footing other = footing_of_one();
    other.plugin = sha256_hex("another library");

    const auto due = voids(running(other));

    ASSERT_EQ(due.size(), 1U);
    EXPECT_THAT(due.front().why,
                AllOf(HasSubstr("the plugin was " + footing_of_one().plugin.substr(0, 12)),
                      HasSubstr("is " + other.plugin.substr(0, 12)),
                      HasSubstr("set it back, or search again")));
    add(due.front(), day(1));
    EXPECT_TRUE(was_voided(life()));
}

TEST_F(StandingApproval, AnotherVenueFileAndOtherRulesOfTheGateVoidIt) {
    bring_to(LifeStage::approved);
    Footing venue = footing_of_one();
    venue.venue = sha256_hex("other fees");
    RunningNow rules = running();
    rules.rules = sha256_hex("other rules");

    EXPECT_THAT(voids(running(venue)).at(0).why, HasSubstr("the venue file was "));
    EXPECT_THAT(voids(rules).at(0).why, HasSubstr("the hash of the gate's rules was "));
}

TEST_F(StandingApproval,
       MoreHistoryKeepsItAPartThatIsGoneVoidsItAndASeriesThatIsGoneDecidesNothing) {
    bring_to(LifeStage::approved);
    Footing longer = footing_of_one();
    longer.history.front().parts.push_back(sha256_hex("2026").substr(0, part_digits));
    longer.history.push_back({.series = "another", .parts = {}});
    Footing rewritten = footing_of_one();
    rewritten.history.front().parts.back() = sha256_hex("2025, again").substr(0, part_digits);
    Footing gone = footing_of_one();
    gone.history.clear();

    EXPECT_EQ(judged(running(longer)).state, ApprovalState::holds);
    EXPECT_THAT(voids(running(rewritten)).at(0).why,
                AllOf(HasSubstr(footing_of_one().history.front().parts.back().substr(0, 12)),
                      HasSubstr("BTC-USDT-PERP bars 1h")));
    EXPECT_EQ(judged(running(gone)).state, ApprovalState::undecided);
    EXPECT_THAT(judged(running(gone)).text(),
                AllOf(HasSubstr("is not in the store"), HasSubstr("tradelab data import")));
    EXPECT_TRUE(voids(running(gone)).empty());
}

TEST_F(StandingApproval, MorePartsThanAFileHoldsAreNotKeptAndNotCompared) {
    Footing many = footing_of_one();
    many.history.front().parts.assign(history_parts_max, std::string(part_digits, 'a'));
    ASSERT_EQ(**histories.of(histories.keep(many).value()), many.history);
    many.history.front().parts.emplace_back(part_digits, 'b');
    EXPECT_FALSE(check(many.history));
    bring_to(LifeStage::approved, many);

    EXPECT_EQ(judged(running()).state, ApprovalState::undecided);
    EXPECT_THAT(judged(running()).why, HasSubstr("more parts than could be kept"));
}

// Years of daily files, which everybody that one campaign selects was tested on.
TEST_F(StandingApproval, AHistoryIsKeptOnceAndTheRecordNamesIt) {
    Footing years = footing_of_one();
    years.history.front().parts.assign(6'000, std::string(part_digits, 'a'));
    bring_to(LifeStage::approved, years);
    const auto one_life = disk.read_file("/state/lifecycle", {.size_max = 1 << 20}).value().size();

    EXPECT_LT(one_life, 8'000U);
    EXPECT_EQ(disk.list("/state/histories").value().size(), 2U) << "it, and the lock";
    EXPECT_EQ(judged(running(years)).state, ApprovalState::holds);
}

TEST_F(StandingApproval, AHistoryThatIsGoneOrEditedDecidesNothingAndNamesItsFile) {
    bring_to(LifeStage::approved);
    const Disk::Path file =
        "/state/histories/" + sha256_hex(text_of(footing_of_one().history)) + ".json";
    const std::string text = disk.read_file(file, {.size_max = 1 << 20}).value();
    ASSERT_TRUE(write_atomically(disk, file, text + " "));

    EXPECT_EQ(judged(running()).state, ApprovalState::undecided);
    EXPECT_THAT(judged(running()).text(),
                AllOf(HasSubstr(file.string()), HasSubstr("tradelab lab campaign")));
    EXPECT_TRUE(voids(running()).empty());
    ASSERT_TRUE(disk.remove_file(file));
    EXPECT_EQ(judged(running()).state, ApprovalState::undecided);
    ASSERT_TRUE(write_atomically(disk, file, text));
    EXPECT_EQ(judged(running()).state, ApprovalState::holds);
}

// As version 2 of the record has it.
TEST_F(StandingApproval, AHistoryInsideOfARecordIsComparedAsOneInAFile) {
    KeptFooting before = named(footing_of_one());
    before.history.clear();
    before.inside = footing_of_one().history;
    bring(LifeStage::approved, before);
    Footing rewritten = footing_of_one();
    rewritten.history.front().parts.front() = sha256_hex("2024, again").substr(0, part_digits);

    EXPECT_FALSE(disk.list("/state/histories"));
    EXPECT_EQ(judged(running()).state, ApprovalState::holds);
    EXPECT_EQ(voids(running(rewritten)).size(), 1U);
}

TEST_F(StandingApproval, PartsInAnotherOrderAreTheSameHistory) {
    Footing three = footing_of_one();
    three.history.front().parts.push_back(sha256_hex("2026").substr(0, part_digits));
    bring_to(LifeStage::approved, three);
    Footing turned = three;
    std::ranges::reverse(turned.history.front().parts);
    Footing without = turned;
    without.history.front().parts.erase(without.history.front().parts.begin() + 1);

    EXPECT_EQ(judged(running(turned)).state, ApprovalState::holds);
    EXPECT_EQ(voids(running(without)).size(), 1U);
}

TEST_F(StandingApproval, ARecordFromBeforeThatIsNotTakenBackAndNotApprovedAnyMore) {
    bring_to(LifeStage::awaiting_approval, std::nullopt);
    const auto refused = decide(record,
                                {.word = HumanWord::approve,
                                 .strategy = "one",
                                 .by = "user 1000",
                                 .why = "read it",
                                 .now = day(1),
                                 .running = running()});
    ASSERT_FALSE(refused);
    EXPECT_THAT(describe(refused.error()),
                AllOf(HasSubstr("tested before the plugin, venue and history"),
                      HasSubstr("tradelab lab campaign")));

    add(step("one", LifeStage::awaiting_approval, LifeStage::approved), day(0));

    EXPECT_EQ(judged(running()).state, ApprovalState::undecided);
    EXPECT_TRUE(voids(running()).empty());
    RunningNow looser = running();
    looser.limits.open_orders = Limit<std::int64_t>(65);
    EXPECT_EQ(voids(looser).size(), 1U) << "what can be compared is";
}

TEST_F(StandingApproval, WhatDoesNotRunHereIsHeldAgainstTermsAlone) {
    bring_to(LifeStage::approved);
    RunningNow nothing = running();
    nothing.footing = [](const StrategyLife&) -> Result<const Footing*> { return nullptr; };
    RunningNow unknown = running();
    unknown.footing = [](const StrategyLife&) -> Result<const Footing*> {
        return fail(ErrorCode::not_found, "there is no such plugin");
    };

    EXPECT_EQ(judged(nothing).state, ApprovalState::holds);
    EXPECT_EQ(judged(unknown).state, ApprovalState::undecided);
    EXPECT_THAT(judged(unknown).why, HasSubstr("there is no such plugin"));
}

TEST_F(StandingApproval, IsCarriedOverToAnotherEngineOnRecordAndNotForAMomentLonger) {
    bring_to(LifeStage::approved);
    RunningNow newer = running();
    newer.engine = "tl.engine/2";
    const EvidenceReplay same{.recorded = sha256_hex("result"), .replayed = sha256_hex("result")};
    const EvidenceReplay other{.recorded = sha256_hex("result"), .replayed = sha256_hex("x")};
    EXPECT_EQ(judged(newer).state, ApprovalState::undecided);
    EXPECT_TRUE(voids(newer).empty()) << "nothing is taken back before a replay was tried";
    EXPECT_EQ(judge_standing(life(), newer, day(1), other).state, ApprovalState::changed);
    ASSERT_EQ(judge_standing(life(), newer, day(1), same).state, ApprovalState::carried_over);

    add(carried_over(life(), newer, same), day(1));

    const StageEdge last = life().steps.back().edge;
    EXPECT_EQ(life().stage, LifeStage::approved);
    EXPECT_EQ(last.by, carry_over_author);
    EXPECT_THAT(
        last.evidence,
        AllOf(HasSubstr(sha256_hex("result")), HasSubstr("tl.engine/1"), HasSubstr("tl.engine/2")));
    EXPECT_EQ(last.expires_at, day(7));
    EXPECT_EQ(last.binding->engine, "tl.engine/2");
    EXPECT_EQ(judged(newer).state, ApprovalState::holds);
    EXPECT_EQ(judged(running()).state, ApprovalState::undecided) << "not back without a replay";
    EXPECT_EQ(judge_standing(life(), newer, day(7)).state, ApprovalState::expired);
    EXPECT_THAT(expired_approvals(std::array{life()}, day(7)).at(0).why,
                HasSubstr("The approval by user 1000"));
}

TEST_F(StandingApproval, ACarryOverOfWhatAwaitsApprovalLetsAHumanApproveWhatRunsNow) {
    bring_to(LifeStage::awaiting_approval);
    RunningNow newer = running();
    newer.engine = "tl.engine/2";
    const HumanDecision yes{.word = HumanWord::approve,
                            .strategy = "one",
                            .by = "user 1000",
                            .why = "read it",
                            .now = day(1),
                            .running = newer};
    const auto early = decide(record, yes);
    ASSERT_FALSE(early);
    EXPECT_THAT(describe(early.error()), HasSubstr("has not replayed the evidence"));

    add(carried_over(life(), newer, {.recorded = "same", .replayed = "same"}), day(1));
    const auto approved = decide(record, yes);

    ASSERT_TRUE(approved) << describe(approved.error());
    EXPECT_EQ(approved->steps.back().edge.binding->engine, "tl.engine/2");
    EXPECT_EQ(approved->steps.back().edge.expires_at, day(8));
}

TEST_F(StandingApproval, ACarryOverChangesNothingButEngineAndFillModel) {
    bring_to(LifeStage::approved);
    RunningNow newer = running();
    newer.engine = "tl.engine/2";
    const StageEdge right = carried_over(life(), newer, {.recorded = "same", .replayed = "same"});
    std::vector<StageEdge> wrong(5, right);
    wrong[0].expires_at = day(8);
    wrong[1].binding->plugin = sha256_hex("another");
    wrong[2].limits += "\n";
    wrong[3].by = "user 1000";
    wrong[4].expires_at.reset();

    for (std::size_t at = 0; at < wrong.size(); ++at) {
        EXPECT_FALSE(record.add(std::array{wrong[at]}, day(1))) << at;
    }
    EXPECT_TRUE(record.add(std::array{right}, day(1)));
}

// Back to where it awaits a human, by each way that there is; what was said then is said for ever.
TEST_F(StandingApproval, CountsOnceWhateverEndedItAndOnlyAHumanLetsInAgain) {
    const StageStep before = [&] {
        bring_to(LifeStage::approved);
        return life().steps.back();
    }();
    const auto demotion = step("one", LifeStage::approved, LifeStage::paper);
    Footing other = footing_of_one();
    other.plugin = sha256_hex("another library");
    const std::vector<std::vector<StageEdge>> ways = {
        {demotion,
         step("one", LifeStage::paper, LifeStage::consistent),
         step("one", LifeStage::consistent, LifeStage::awaiting_approval)},
        {expired_approvals(std::array{life()}, day(7)).at(0)},
        {voids(running(other)).at(0)},
        {step("one", LifeStage::approved, LifeStage::canary),
         step("one", LifeStage::canary, LifeStage::paper),
         step("one", LifeStage::paper, LifeStage::consistent),
         step("one", LifeStage::consistent, LifeStage::awaiting_approval)}};
    for (std::size_t way = 0; way < ways.size(); ++way) {
        record = Lifecycle(disk, "/state/lifecycle-" + std::to_string(way));
        bring_to(LifeStage::approved);
        ASSERT_TRUE(record.add(ways[way], day(2))) << way;
        ASSERT_EQ(life().stage, LifeStage::awaiting_approval) << way;

        // All is as it was approved, within its days.
        EXPECT_EQ(judged(running()).state, ApprovalState::used) << way;
        EXPECT_FALSE(record.add(
            std::array{step("one", LifeStage::awaiting_approval, LifeStage::canary)}, day(2)))
            << way;
        StageEdge again = before.edge;
        again.by = "the check of paper";
        EXPECT_FALSE(record.add(std::array{again}, day(2))) << way;
        EXPECT_FALSE(
            record.add(std::array{step("one", LifeStage::approved, LifeStage::canary)}, day(2)))
            << way;

        const auto anew = decide(record,
                                 {.word = HumanWord::approve,
                                  .strategy = "one",
                                  .by = "user 1000",
                                  .why = "read it again",
                                  .now = day(2),
                                  .running = running()});
        ASSERT_TRUE(anew) << describe(anew.error());
        EXPECT_EQ(judge_standing(*anew, running(), day(3)).state, ApprovalState::holds) << way;
    }
}

TEST_F(StandingApproval, IsUsedByWhatItLetInAndByARejectionAndLetsNobodyInOnceItIsOver) {
    bring_to(LifeStage::approved);
    const auto late =
        record.add(std::array{step("one", LifeStage::approved, LifeStage::canary)}, day(7));
    ASSERT_FALSE(late);
    EXPECT_THAT(describe(late.error()), HasSubstr("was approved until"));

    add(step("one", LifeStage::approved, LifeStage::canary), day(6));

    EXPECT_EQ(judged(running()).state, ApprovalState::used);
    add(step("one", LifeStage::canary, LifeStage::retired), day(6));
    EXPECT_EQ(judged(running()).state, ApprovalState::used);
    EXPECT_FALSE(record.add(
        std::array{step("one", LifeStage::awaiting_approval, LifeStage::approved)}, day(6)));
}

}  // namespace
}  // namespace tradelab

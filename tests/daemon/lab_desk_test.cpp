#include "daemon/lab_desk.hpp"

#include "config/risk_file.hpp"
#include "daemon/facts.hpp"
#include "journal/writer.hpp"
#include "lifecycle/expiry.hpp"
#include "lifecycle/subject.hpp"
#include "lifecycle/tested_histories.hpp"
#include "os/simulated_disk.hpp"
#include "research/children.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Disk::Path state = "/state";

// Those that were approved, but for one.
RiskLimits limits_with_leverage(int percent) {
    std::string text(shipped_limits);
    const std::string_view key = "max_leverage_percent = ";
    text.replace(text.find(key) + key.size(), 3, std::to_string(percent));
    return parse_risk(text, "risk.toml").value().limits;
}

Result<RiskLimits> limits_of(std::string_view text) {
    return parse_risk(text, "risk.toml").value().limits;
}

// A desk in a daemon on which nothing trades, on a clock that stands still.
class LabDeskTest : public testing::Test {
public:
    SimulatedDisk disk;
    SimulatedClock clock{day(0)};
    Children children;
    Lifecycle record{disk, state / "lifecycle"};
    Log log =
        Log::open(
            disk, clock, {.file = state / "log", .bytes_max = 1 << 20, .age_max = 24h, .keep = 1})
            .value();
    PaperAccount account =
        PaperAccount::idle(disk, state / "paper", Cash(1'000'000'000'000)).value();

    // What it looked at last is a second ago.
    [[nodiscard]] std::vector<std::string> needs_after_a_look(LabDesk& desk) {
        clock.advance(1s);
        EXPECT_EQ(desk.look(account), LabDesk::Wish::none);
        DaemonFacts told = facts();
        desk.add_to(told);
        return told.lab_needs;
    }
    [[nodiscard]] LabDesk open(const std::string& fill_model = {},
                               const std::optional<RunningNow>& running = {}) {
        auto desk =
            LabDesk::open({.disk = disk, .clock = clock, .log = log, .companions = children},
                          {.lifecycle = state / "lifecycle",
                           .paper = state / "paper",
                           .takes_proven = true,
                           .fill_model = fill_model,
                           .running = running});
        EXPECT_TRUE(desk) << describe(desk.error());
        return *std::move(desk);
    }
    void bring_to(LifeStage stage) {
        ASSERT_TRUE(TestedHistories(disk, state / "lifecycle").keep(footing_of_one()));
        std::vector<StageEdge> edges;
        for (int at = 0; at < static_cast<int>(stage); ++at) {
            edges.push_back(
                step("one", static_cast<LifeStage>(at), static_cast<LifeStage>(at + 1)));
        }
        const auto added = record.add(edges, clock.now());
        ASSERT_TRUE(added) << describe(added.error());
    }
};

TEST_F(LabDeskTest, AnApprovalThatHasExpiredIsTakenBackOnRecordAndAskedForAgain) {
    bring_to(LifeStage::approved);
    LabDesk desk = open();
    clock.advance(7 * 24h - 2s);
    EXPECT_THAT(needs_after_a_look(desk), IsEmpty());
    EXPECT_EQ(record.find("one")->stage, LifeStage::approved);

    const auto needs = needs_after_a_look(desk);

    const StrategyLife life = record.find("one").value();
    EXPECT_EQ(life.stage, LifeStage::awaiting_approval);
    EXPECT_TRUE(has_expired(life));
    const StageEdge& last = life.steps.back().edge;
    EXPECT_EQ(last.by, expiry_author);
    EXPECT_EQ(last.evidence, life.steps[life.steps.size() - 2].edge.evidence);
    EXPECT_THAT(last.why, HasSubstr(iso_text(day(7))));
    EXPECT_EQ(life.steps.back().at, day(7));
    const std::string id = life.strategy.substr(0, 12);
    EXPECT_THAT(needs,
                ElementsAre(AllOf(HasSubstr("one awaits you again"),
                                  HasSubstr("expired and counts for nothing"),
                                  HasSubstr("tradelab approve " + id))));
    EXPECT_THAT(disk.read_file(state / "log", {.size_max = 1 << 20}).value(),
                HasSubstr("approval_expired"));
    // Once is enough, for this process and for the next.
    (void)needs_after_a_look(desk);
    LabDesk again = open();
    EXPECT_EQ(needs_after_a_look(again).size(), 1U);
    EXPECT_EQ(record.find("one")->steps.size(), life.steps.size());
}

TEST_F(LabDeskTest, AnApprovalUnderOtherTermsThanRunIsTakenBackOnRecordWithThePartThatChanged) {
    bring_to(LifeStage::approved);
    RunningNow running{.limits = limits_with_leverage(100),
                       .engine = binding_of("one").engine,
                       .fill_model = binding_of("one").fill_model,
                       .read_limits = &limits_of};
    LabDesk tighter = open({}, running);
    EXPECT_THAT(needs_after_a_look(tighter), IsEmpty());
    EXPECT_EQ(record.find("one")->stage, LifeStage::approved);

    running.limits = limits_with_leverage(300);
    LabDesk looser = open({}, running);
    EXPECT_THAT(needs_after_a_look(looser),
                ElementsAre(AllOf(HasSubstr("one awaits you again, its approval is void"),
                                  HasSubstr("max_leverage_percent was 200"))));
    EXPECT_EQ(record.find("one")->stage, LifeStage::awaiting_approval);
    EXPECT_EQ(record.find("one")->steps.back().edge.by, binding_author);
    EXPECT_THAT(disk.read_file(state / "log", {.size_max = 1 << 20}).value(),
                HasSubstr("approval_void"));
}

TEST_F(LabDeskTest, AnotherEngineThatHasNotReplayedTheEvidenceIsToldAndTakesNothingBack) {
    bring_to(LifeStage::approved);
    LabDesk desk = open({},
                        RunningNow{.limits = limits_with_leverage(200),
                                   .engine = "tl.engine/2",
                                   .fill_model = binding_of("one").fill_model,
                                   .read_limits = &limits_of});

    EXPECT_THAT(needs_after_a_look(desk),
                ElementsAre(AllOf(HasSubstr("one is approved, which does not count now"),
                                  HasSubstr("has not replayed the evidence"),
                                  HasSubstr("tradelab preflight"))));
    EXPECT_EQ(record.find("one")->stage, LifeStage::approved);
}

TEST_F(LabDeskTest, AnApprovalOfWhatRunsWithAnotherPluginOnItsAccountIsTakenBackOnRecord) {
    bring_to(LifeStage::approved);
    LabDesk desk = open({},
                        RunningNow{.limits = limits_with_leverage(200),
                                   .engine = binding_of("one").engine,
                                   .fill_model = binding_of("one").fill_model,
                                   .read_limits = &limits_of});
    const ProvenMember one{.strategy = sha256_hex("one"), .name = "one"};
    ASSERT_TRUE(desk.opened({}, {one}, {{one.strategy, footing_of_one()}}));
    EXPECT_THAT(needs_after_a_look(desk), IsEmpty());
    Footing other = footing_of_one();
    other.plugin = sha256_hex("another library");

    ASSERT_TRUE(desk.opened({}, {one}, {{one.strategy, other}}));

    EXPECT_THAT(
        needs_after_a_look(desk),
        ElementsAre(AllOf(HasSubstr("its approval is void"),
                          HasSubstr("the plugin was " + footing_of_one().plugin.substr(0, 12)),
                          HasSubstr("is " + other.plugin.substr(0, 12)))));
    EXPECT_EQ(record.find("one")->stage, LifeStage::awaiting_approval);
}

// A wall clock that jumps ends what a date ends, and a jump back brings nothing to life again.
TEST_F(LabDeskTest, AClockThatJumpsOverTheEndOfAnApprovalEndsItForGood) {
    bring_to(LifeStage::approved);
    LabDesk desk = open();
    clock.jump_wall_time(day(8));
    EXPECT_THAT(needs_after_a_look(desk), ElementsAre(HasSubstr("expired and counts for nothing")));

    clock.jump_wall_time(day(0));

    EXPECT_THAT(needs_after_a_look(desk), ElementsAre(HasSubstr("expired and counts for nothing")));
    EXPECT_EQ(record.find("one")->stage, LifeStage::awaiting_approval);
    // And over it again: what was taken back is not taken back twice.
    const std::size_t steps = record.find("one")->steps.size();
    clock.jump_wall_time(day(9));
    (void)needs_after_a_look(desk);
    EXPECT_EQ(record.find("one")->steps.size(), steps);
}

TEST_F(LabDeskTest, AClockThatJumpsBackLetsAnApprovalCountUntilItsDateAndNoLonger) {
    bring_to(LifeStage::approved);
    LabDesk desk = open();
    clock.jump_wall_time(day(0) - 24h * 365);
    EXPECT_THAT(needs_after_a_look(desk), IsEmpty());
    EXPECT_EQ(record.find("one")->stage, LifeStage::approved);

    clock.jump_wall_time(day(7));

    EXPECT_THAT(needs_after_a_look(desk), ElementsAre(HasSubstr("expired and counts for nothing")));
    // What the record says of when is what the clock said, in the order in which it was done.
    const StrategyLife life = record.find("one").value();
    for (std::size_t at = 1; at < life.steps.size(); ++at) {
        EXPECT_GT(life.steps[at].seq, life.steps[at - 1].seq);
        EXPECT_GE(life.steps[at].at, life.steps[at - 1].at);
    }
}

// What it held stays with it on paper, so somebody should know.
TEST_F(LabDeskTest, WhatAnAccountStillHeldIsToldWhenAnotherOneBegins) {
    LabDesk desk = open();
    const ProvenAccount first{.number = 1, .members = {{.strategy = "a", .name = "one"}}};
    const ProvenAccount second{.number = 2, .members = {{.strategy = "b", .name = "two"}}};
    ASSERT_TRUE(desk.opened(first, first.members));
    PaperView view;
    view.instances = {{.instance = InstanceId(1), .name = "momentum", .plugin = "p"}};
    view.instruments = {{.id = InstrumentId(1),
                         .name = "synthetic.usdm:SYN-USDT-PERP",
                         .places = {.price = DecimalPlaces(2), .quantity = DecimalPlaces(3)}}};
    view.positions = {
        {.instance = InstanceId(1),
         .instrument = InstrumentId(1),
         .position = {.quantity = Quantity(-1'500), .unrealised = Cash(-320'000'000)}}};
    view.statement.equity = Cash(999'100'000'000);
    const std::string held = "momentum -1.500 of synthetic.usdm:SYN-USDT-PERP (unrealised -3.2)";

    // The other one could not be opened: this one goes on.
    desk.leaving(view);
    ASSERT_TRUE(desk.opened(first, first.members));
    EXPECT_THAT(needs_after_a_look(desk), IsEmpty());

    desk.leaving(view);
    ASSERT_TRUE(desk.opened(second, second.members));
    EXPECT_THAT(needs_after_a_look(desk),
                ElementsAre(AllOf(HasSubstr("account 1 ended and still held " + held),
                                  HasSubstr("account 2 began without it"))));
    const std::string told_of = disk.read_file(state / "log", {.size_max = 1 << 20}).value();
    EXPECT_THAT(told_of, AllOf(HasSubstr("\"account_ended\""), HasSubstr(held)));
    EXPECT_THAT(told_of, HasSubstr("\"equity\":\"9991.00000000\""));

    // The next process knows it, too, and does not call for anybody again.
    LabDesk again = open();
    EXPECT_THAT(needs_after_a_look(again), IsEmpty());
    DaemonFacts told = facts();
    again.add_to(told);
    EXPECT_THAT(told.left_behind, HasSubstr(held));
    view.positions.clear();
    again.leaving(view);
    const ProvenAccount third{.number = 3, .members = second.members};
    ASSERT_TRUE(again.opened(third, third.members));
    again.add_to(told);
    EXPECT_EQ(told.left_behind, "");
}

TEST_F(LabDeskTest, ASentenceThatCannotBeReadKeepsNobodyFromTrading) {
    ASSERT_TRUE(disk.make_directories(state / "paper/left_behind"));

    (void)open();

    EXPECT_THAT(disk.read_file(state / "log", {.size_max = 1 << 20}).value(),
                HasSubstr("left_behind_not_read"));
}

TEST_F(LabDeskTest, ThatItCannotBeRecordedIsSaidAndTriedAgain) {
    bring_to(LifeStage::approved);
    LabDesk desk = open();
    clock.advance(8 * 24h);
    {
        const auto other =
            JournalWriter::open(disk, state / "lifecycle", {.kind = std::string(lifecycle_kind)});
        ASSERT_TRUE(other) << describe(other.error());

        EXPECT_THAT(needs_after_a_look(desk), ElementsAre(HasSubstr("'/state/lifecycle")));
    }
    EXPECT_EQ(record.find("one")->stage, LifeStage::approved);

    EXPECT_THAT(needs_after_a_look(desk), ElementsAre(HasSubstr("one awaits you again")));
    EXPECT_EQ(record.find("one")->stage, LifeStage::awaiting_approval);
}

TEST_F(LabDeskTest, AFolderThatACrashHasLeftIsNoAccountToTakeUp) {
    bring_to(LifeStage::vaulted);
    const LabDesk desk = open(binding_of("one").fill_model);
    ASSERT_TRUE(desk.wanted());
    EXPECT_EQ(desk.wanted()->number, 1U);

    ASSERT_TRUE(disk.make_directories(folder_of(state / "paper", *desk.wanted())));

    EXPECT_EQ(desk.wanted()->number, 2U);
}

TEST_F(LabDeskTest, AnAccountThatCannotBeOpenedLeavesNoFolderAndTakesNoNumber) {
    bring_to(LifeStage::vaulted);
    for (int start = 0; start < 3; ++start) {
        LabDesk desk = open(binding_of("one").fill_model);
        const auto wanted = desk.wanted();
        ASSERT_TRUE(wanted);
        EXPECT_EQ(wanted->number, 1U);
        // As far as its session came.
        const auto folder = folder_of(state / "paper", *wanted);
        ASSERT_TRUE(disk.make_directories(folder));
        ASSERT_TRUE(write_atomically(disk, folder / "journal", "begun"));

        desk.could_not_open(*wanted, {.code = ErrorCode::data_missing, .context = "no data"});

        EXPECT_FALSE(disk.stat(folder)) << start;
        EXPECT_FALSE(desk.wanted()) << start;
        EXPECT_TRUE(disk.stat(state / "paper"));
    }
}

TEST_F(LabDeskTest, APauseOfAnIdleAccountKeepsWhoeverIsProvenOffPaperOverARestart) {
    ASSERT_TRUE(account.command({.verb = PaperVerb::pause, .by = "user 1", .reason = "lunch"}));
    account = PaperAccount::idle(disk, state / "paper", Cash(1'000'000'000'000)).value();
    bring_to(LifeStage::vaulted);
    LabDesk desk = open(binding_of("one").fill_model);

    EXPECT_THAT(needs_after_a_look(desk), ElementsAre(HasSubstr("waits for another account")));

    ASSERT_TRUE(account.command({.verb = PaperVerb::resume, .by = "user 1", .reason = "back"}));
    clock.advance(1s);
    EXPECT_EQ(desk.look(account), LabDesk::Wish::another_account);
}

}  // namespace
}  // namespace tradelab

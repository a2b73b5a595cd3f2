#include "research/researcher.hpp"

#include "os/simulated_disk.hpp"
#include "research/children.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tradelab {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class ResearcherCase : public testing::Test {
public:
    SimulatedDisk disk;
    SimulatedClock clock{parse_iso("2024-01-01T00:00:00Z").value()};
    Children children;
    ResearchPlan plan{.command = {.program = "/bin/tradelab", .arguments = {"lab", "campaign"}},
                      .folder = "/state/research",
                      .subject = std::string(64, 'c'),
                      .trials = 24,
                      .cpu_percent = 50,
                      .pause = 2h,
                      .begins_by_itself = true};

    ResearcherCase() { EXPECT_TRUE(disk.make_directories("/state")); }

    [[nodiscard]] Researcher open() {
        return Researcher::open({.disk = disk, .clock = clock, .companions = children}, plan);
    }
    // Looks again after a while.
    void after(Researcher& researcher, std::chrono::nanoseconds wait) {
        clock.advance(wait);
        researcher.look();
    }
    [[nodiscard]] std::string seed_of_last() const {
        return children.born.back()->command.arguments.back();
    }
    void reach(std::uint64_t seed, SearchPhase phase) {
        const SearchProgress at{.campaign = std::string(64, 'a'),
                                .seed = seed,
                                .phase = phase,
                                .begun_at = clock.now(),
                                .written_at = clock.now(),
                                .outcome = "it was judged"};
        EXPECT_TRUE(keep_progress(disk, search_progress_file(plan.folder), at));
    }
};

TEST_F(ResearcherCase, BeginsByItselfAtTheLowestPriorityWithTheFirstSeed) {
    auto researcher = open();

    researcher.look();

    ASSERT_EQ(children.born.size(), 1U);
    EXPECT_EQ(children.born[0]->command.priority, Priority::background);
    EXPECT_EQ(children.born[0]->command.arguments,
              (std::vector<std::string>{"lab", "campaign", "--seed", "1"}));
    EXPECT_EQ(researcher.state(), ResearchState::running);
    EXPECT_EQ(researcher.view().process, 77);
    ASSERT_EQ(researcher.take_news().size(), 1U);
    EXPECT_TRUE(researcher.take_news().empty());
}

TEST_F(ResearcherCase, TheNextOneHasTheNextSeedAndComesAfterThePauseAlsoInAnotherProcess) {
    auto researcher = open();
    researcher.look();
    children.exit_last(0);
    after(researcher, 1s);
    EXPECT_EQ(researcher.state(), ResearchState::waiting);

    after(researcher, 2h - 1ns);
    EXPECT_EQ(children.born.size(), 1U);
    after(researcher, 1ns);

    ASSERT_EQ(children.born.size(), 2U);
    EXPECT_EQ(seed_of_last(), "2");
    children.exit_last(0);
    after(researcher, 1s);
    auto another = open();
    after(another, 2h - 1ns);
    EXPECT_EQ(children.born.size(), 2U);
    after(another, 1ns);
    EXPECT_EQ(seed_of_last(), "3");
}

// As the version before kept it: whoever upgrades must not find the search switched off.
TEST_F(ResearcherCase, ACountOfBeforeHasNoNextTimeAndTheNextSeedIsDueAtOnce) {
    for (const char* next : {"", R"(, "next_from": null)"}) {
        ASSERT_TRUE(disk.make_directories(plan.folder));
        ASSERT_TRUE(write_atomically(disk,
                                     plan.folder / "campaigns.json",
                                     R"({"schema": "tradelab.campaigns/1", "subject": ")" +
                                         plan.subject + R"(", "campaigns": 3)" + next + "}"));
        auto researcher = open();

        researcher.look();

        EXPECT_EQ(researcher.view().last_failure, "");
        ASSERT_FALSE(children.born.empty());
        EXPECT_EQ(seed_of_last(), "4");
        children.born.clear();
    }
}

TEST_F(ResearcherCase, ANextTimeThatIsNoneIsRefused) {
    ASSERT_TRUE(disk.make_directories(plan.folder));
    ASSERT_TRUE(write_atomically(disk,
                                 plan.folder / "campaigns.json",
                                 R"({"schema": "tradelab.campaigns/1", "subject": ")" +
                                     plan.subject + R"(", "campaigns": 3, "next_from": 12})"));

    EXPECT_THAT(open().view().last_failure, HasSubstr("no count of campaigns"));
}

TEST_F(ResearcherCase, APauseIsNoLongerThanTheSettingsSayWhateverHappensToTheClock) {
    auto researcher = open();
    researcher.look();
    children.exit_last(0);
    after(researcher, 1s);
    clock.jump_wall_time(parse_iso("2014-01-01T00:00:00Z").value());

    auto set_back = open();
    EXPECT_EQ(*set_back.view().begins_in, 2h);
    clock.jump_wall_time(parse_iso("2034-01-01T00:00:00Z").value());
    auto set_ahead = open();
    EXPECT_EQ(*set_ahead.view().begins_in, 0h);
    clock.jump_wall_time(parse_iso("2024-01-01T00:00:00Z").value());
    plan.pause = 1h;

    EXPECT_EQ(*open().view().begins_in, 1h);
}

TEST_F(ResearcherCase, OneThatDiedIsBegunAgainWithItsSeedLaterEachTime) {
    auto researcher = open();
    researcher.look();
    std::vector<std::chrono::seconds> waits;
    for (int death = 0; death < 12; ++death) {
        children.exit_last(1, "error: the disk is full\n");
        after(researcher, 1s);
        ASSERT_EQ(researcher.state(), ResearchState::waiting);
        EXPECT_THAT(researcher.view().last_failure, HasSubstr("the disk is full"));
        waits.push_back(
            std::chrono::duration_cast<std::chrono::seconds>(*researcher.view().begins_in));
        after(researcher, *researcher.view().begins_in);
        ASSERT_EQ(children.born.size(), static_cast<std::size_t>(death) + 2);
        EXPECT_EQ(seed_of_last(), "1");
    }

    EXPECT_EQ(waits[0], 5s);
    EXPECT_EQ(waits[1], 10s);
    EXPECT_EQ(waits[2], 20s);
    EXPECT_EQ(waits.back(), 1h);
    children.exit_last(0);
    after(researcher, 1s);
    EXPECT_EQ(researcher.view().last_failure, "");
}

TEST_F(ResearcherCase, AProgramThatCannotRunIsAFailureLikeAnyOther) {
    children.refusal = Error{.code = ErrorCode::not_found, .context = "no such program"};
    auto researcher = open();

    researcher.look();

    EXPECT_EQ(researcher.state(), ResearchState::waiting);
    EXPECT_THAT(researcher.view().last_failure, HasSubstr("no such program"));
    const auto started = researcher.start();
    ASSERT_FALSE(started);
    EXPECT_THAT(describe(started.error()), HasSubstr("no such program"));
    EXPECT_EQ(researcher.state(), ResearchState::waiting);
}

TEST_F(ResearcherCase, WhatWasJudgedBeforeIsPassedOverAtOnceButAnyOtherRefusalIsAFailure) {
    auto researcher = open();
    researcher.look();
    reach(1, SearchPhase::ended);
    children.exit_last(5);
    after(researcher, 1s);
    after(researcher, 1s);
    ASSERT_EQ(children.born.size(), 2U);
    EXPECT_EQ(seed_of_last(), "2");

    children.exit_last(5, "error: refused\n");
    after(researcher, 1s);
    EXPECT_THAT(researcher.view().last_failure, HasSubstr("refused"));
    after(researcher, 5s);

    EXPECT_EQ(seed_of_last(), "2");
}

TEST_F(ResearcherCase, OnceIsOnceAlsoInTheNextProcessAndAnotherSubjectIsAnother) {
    plan.pause = {};
    auto researcher = open();
    researcher.look();
    children.exit_last(0);
    after(researcher, 1s);
    EXPECT_EQ(researcher.state(), ResearchState::done);
    after(researcher, 1'000h);
    EXPECT_EQ(children.born.size(), 1U);

    auto same = open();
    same.look();
    EXPECT_EQ(same.state(), ResearchState::done);
    plan.subject = std::string(64, 'd');
    auto other = open();
    other.look();

    EXPECT_EQ(children.born.size(), 2U);
    EXPECT_EQ(seed_of_last(), "1");
}

TEST_F(ResearcherCase, StopEndsItWhereItCanBeTakenUpAndStartGoesOnWithTheSameSeed) {
    auto researcher = open();
    researcher.look();

    ASSERT_TRUE(researcher.stop());
    EXPECT_EQ(children.born[0]->interrupts, 1);
    EXPECT_EQ(researcher.state(), ResearchState::ending);
    EXPECT_FALSE(researcher.stop());
    EXPECT_EQ(children.born[0]->interrupts, 1);
    children.exit_last(130);
    after(researcher, 1s);
    EXPECT_EQ(researcher.state(), ResearchState::off);
    EXPECT_FALSE(researcher.stop());
    after(researcher, 1'000h);
    EXPECT_EQ(children.born.size(), 1U);

    ASSERT_TRUE(researcher.start());
    EXPECT_EQ(seed_of_last(), "1");
    EXPECT_FALSE(researcher.start());
}

TEST_F(ResearcherCase, StartDoesNotWaitForThePauseNorNeedsTheModeToBeOn) {
    plan.begins_by_itself = false;
    auto researcher = open();
    researcher.look();
    EXPECT_TRUE(children.born.empty());
    ASSERT_TRUE(researcher.start());
    EXPECT_EQ(children.born.size(), 1U);
    children.exit_last(0);
    after(researcher, 1s);

    ASSERT_TRUE(researcher.start());

    EXPECT_EQ(seed_of_last(), "2");
}

TEST_F(ResearcherCase, WithNothingToSearchItSaysWhy) {
    plan.why_not = "research.strategies is empty";
    auto researcher = open();
    researcher.look();

    const auto started = researcher.start();

    EXPECT_TRUE(children.born.empty());
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code, ErrorCode::refused);
    EXPECT_THAT(started.error().context, HasSubstr("is empty"));
}

TEST_F(ResearcherCase, TheEndAsksFirstAndKillsWhoDoesNotListen) {
    auto researcher = open();
    researcher.look();

    researcher.end(1ms);

    EXPECT_EQ(children.born[0]->interrupts, 1);
    EXPECT_TRUE(children.born[0]->was_killed);
}

TEST_F(ResearcherCase, WithACountThatCannotBeReadNothingIsSearchedAndAPersonIsToldWhy) {
    ASSERT_TRUE(disk.make_directories(plan.folder));
    ASSERT_TRUE(write_atomically(disk, plan.folder / "campaigns.json", "{}"));

    auto researcher = open();
    after(researcher, 1'000h);

    EXPECT_TRUE(children.born.empty());
    EXPECT_EQ(researcher.state(), ResearchState::off);
    EXPECT_THAT(researcher.last_failure(), HasSubstr("campaigns.json"));
    const auto started = researcher.start();
    ASSERT_FALSE(started);
    EXPECT_THAT(describe(started.error()), HasSubstr("campaigns.json"));
}

TEST_F(ResearcherCase, ACountThatCannotBeKeptIsSaidAndTheNextOneFollowsAllTheSame) {
    auto researcher = open();
    researcher.look();
    disk.restrict_to(SimulatedDisk::Access::read_only);
    children.exit_last(0);
    after(researcher, 1s);

    EXPECT_NE(researcher.last_failure(), "");
    EXPECT_EQ(researcher.view().campaigns, 1U);
    after(researcher, 2h);
    EXPECT_EQ(seed_of_last(), "2");
    EXPECT_EQ(open().view().campaigns, 0U);
}

}  // namespace
}  // namespace tradelab

#include "paper/latch.hpp"

#include "paper/left_command.hpp"
#include "paper/session_case.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace tradelab::paper_test {
namespace {

using namespace std::chrono_literals;

const PaperLatch wanted{.level = PaperLatchLevel::stop,
                        .by = "uid 1000",
                        .reason = "the market is strange",
                        .given_at = UnixNanos(5)};

void write(Disk& disk, const Disk::Path& path, std::string_view text) {
    ASSERT_TRUE(disk.make_directories(path.parent_path()).has_value());
    ASSERT_TRUE(write_atomically(disk, path, text).has_value());
}

TEST(Latch, IsReadAsItWasEngagedAndGoneWhenLifted) {
    SimulatedDisk disk;
    EXPECT_FALSE(read_paper_latch(disk, folder).value().has_value());

    ASSERT_TRUE(engage_paper_latch(disk, folder, wanted).has_value());
    disk.reboot();
    EXPECT_EQ(read_paper_latch(disk, folder).value(), wanted);

    ASSERT_TRUE(lift_paper_latch(disk, folder).has_value());
    disk.reboot();
    EXPECT_FALSE(read_paper_latch(disk, folder).value().has_value());
    EXPECT_TRUE(lift_paper_latch(disk, folder).has_value());
}

PaperCommand left(PaperVerb verb, std::int64_t at) {
    return {.verb = verb, .by = "uid 1000", .reason = "back", .given_at = UnixNanos(at)};
}

TEST(LeftCommand, IsReadAsItWasLeftAndGoneWhenForgotten) {
    SimulatedDisk disk;
    EXPECT_FALSE(read_left_command(disk, folder).value().has_value());

    ASSERT_TRUE(leave_paper_command(disk, folder, left(PaperVerb::pause, 3)));
    ASSERT_TRUE(leave_paper_command(disk, folder, left(PaperVerb::resume, 4)));
    disk.reboot();
    const auto there = read_left_command(disk, folder).value();
    ASSERT_TRUE(there);
    EXPECT_EQ(there->verb, PaperVerb::resume);
    EXPECT_EQ(there->reason, "back");
    EXPECT_EQ(there->given_at, UnixNanos(4));

    ASSERT_TRUE(forget_left_command(disk, folder));
    disk.reboot();
    EXPECT_FALSE(read_left_command(disk, folder).value().has_value());
    EXPECT_TRUE(forget_left_command(disk, folder));
}

TEST(LeftCommand, ThatCannotBeUnderstoodPauses) {
    for (const std::string_view text : {"", "garbage", "verb panic\n"}) {
        SimulatedDisk disk;
        write(disk, left_command_path(folder), text);

        EXPECT_EQ(read_left_command(disk, folder).value()->verb, PaperVerb::pause) << text;
    }
}

TEST(LeftCommand, LiftsNoLatchThatIsNewerOrOfUnknownAge) {
    PaperLatch latch = wanted;  // given at 5
    EXPECT_FALSE(is_overtaken(left(PaperVerb::resume, 6), latch));
    EXPECT_FALSE(is_overtaken(left(PaperVerb::resume, 6), std::nullopt));
    EXPECT_TRUE(is_overtaken(left(PaperVerb::resume, 5), latch));
    EXPECT_TRUE(is_overtaken(left(PaperVerb::resume, 4), latch));
    EXPECT_FALSE(is_overtaken(left(PaperVerb::pause, 4), latch));
    latch.given_at = {};
    EXPECT_TRUE(is_overtaken(left(PaperVerb::resume, 6), latch));
}

TEST(Latch, OfAPanicIsNotWeakenedByAStop) {
    SimulatedDisk disk;
    PaperLatch panic = wanted;
    panic.level = PaperLatchLevel::panic;
    ASSERT_TRUE(engage_paper_latch(disk, folder, panic).has_value());

    ASSERT_TRUE(engage_paper_latch(disk, folder, wanted).has_value());

    EXPECT_EQ(read_paper_latch(disk, folder).value()->level, PaperLatchLevel::panic);
}

TEST(Latch, ThatCannotBeUnderstoodStops) {
    for (const std::string_view text : {"", "garbage", "level maybe\n", "level stop\nby x\n"}) {
        SimulatedDisk disk;
        write(disk, paper_latch_path(folder), text);

        const auto latch = read_paper_latch(disk, folder);

        ASSERT_TRUE(latch.has_value()) << text;
        ASSERT_TRUE(latch->has_value()) << text;
        EXPECT_EQ((*latch)->level, PaperLatchLevel::stop) << text;
    }
    SimulatedDisk disk;
    write(disk, paper_latch_path(folder), "level panic\nrubbish");
    EXPECT_EQ(read_paper_latch(disk, folder).value()->level, PaperLatchLevel::panic);
    SimulatedDisk other;
    ASSERT_TRUE(other.make_directories(paper_latch_path(folder)).has_value());
    EXPECT_TRUE(read_paper_latch(other, folder).value().has_value());
}

TEST(Latch, ThatCannotBeUnderstoodIsNotWeakenedByAStop) {
    const std::string oversized = "level panic\n" + std::string(5'000, 'x');
    for (const std::string& text :
         {std::string(), std::string("garbage"), std::string("lev\0l panic\n", 12), oversized}) {
        SimulatedDisk disk;
        write(disk, paper_latch_path(folder), text);

        ASSERT_TRUE(engage_paper_latch(disk, folder, wanted).has_value());

        const auto latch = read_paper_latch(disk, folder).value();
        ASSERT_TRUE(latch.has_value());
        EXPECT_EQ(latch->level, PaperLatchLevel::panic) << text.substr(0, 20);
        EXPECT_EQ(latch->reason, wanted.reason);
    }
}

TEST(Latch, EngagedWhileNobodyRunsHoldsFromTheStart) {
    SimulatedDisk disk;
    ASSERT_TRUE(engage_paper_latch(disk, folder, wanted).has_value());

    auto session = the_case().open(disk);

    ASSERT_TRUE(session.has_value()) << describe(session.error());
    EXPECT_EQ(session->view().mode, PaperMode::stopped);
    EXPECT_EQ(session->view().last_command->by, "uid 1000");
    ASSERT_TRUE(session->advance(the_case().to()).has_value());
    EXPECT_EQ(session->view().fills, 0U);
}

TEST(Latch, EngagedWhileASessionRunsHoldsBeforeItsNextStep) {
    SimulatedDisk disk;
    auto session = the_case().open(disk);
    ASSERT_TRUE(session.has_value()) << describe(session.error());
    ASSERT_TRUE(session->advance(the_case().from() + Duration(5h)).has_value());
    PaperLatch panic = wanted;
    panic.level = PaperLatchLevel::panic;
    ASSERT_TRUE(engage_paper_latch(disk, folder, panic).has_value());

    ASSERT_TRUE(session->obey_latch().has_value());
    ASSERT_TRUE(session->obey_latch().has_value());

    EXPECT_EQ(session->view().mode, PaperMode::panicked);
    EXPECT_EQ(session->view().commands, 1U);  // obeyed once
    ASSERT_TRUE(session->advance(the_case().to()).has_value());
    EXPECT_TRUE(session->view().is_flat);
}

}  // namespace
}  // namespace tradelab::paper_test

#include "daemon/paper_account.hpp"

#include "journal/writer.hpp"
#include "os/simulated_disk.hpp"
#include "paper/idle_record.hpp"
#include "paper/latch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

// An account on which nothing trades.
namespace tradelab {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Disk::Path folder = "/paper";

PaperCommand asked(PaperVerb verb) {
    return {.verb = verb, .by = "user 1000", .reason = "lunch", .given_at = UnixNanos(7)};
}

PaperAccount open(Disk& disk) {
    auto account = PaperAccount::idle(disk, folder, Cash(1'000));
    EXPECT_TRUE(account) << describe(account.error());
    return *std::move(account);
}

TEST(IdleAccount, IsAsTheCommandsHaveLeftItNowAndAfterARestart) {
    struct Case {
        std::vector<PaperVerb> verbs;
        PaperMode mode;
    };
    for (const Case& one :
         {Case{.verbs = {}, .mode = PaperMode::running},
          Case{.verbs = {PaperVerb::pause}, .mode = PaperMode::paused},
          Case{.verbs = {PaperVerb::stop}, .mode = PaperMode::stopped},
          Case{.verbs = {PaperVerb::panic}, .mode = PaperMode::panicked},
          Case{.verbs = {PaperVerb::stop, PaperVerb::pause}, .mode = PaperMode::stopped},
          Case{.verbs = {PaperVerb::pause, PaperVerb::resume}, .mode = PaperMode::running},
          Case{.verbs = {PaperVerb::panic, PaperVerb::resume}, .mode = PaperMode::running},
          Case{.verbs = {PaperVerb::resume, PaperVerb::pause}, .mode = PaperMode::paused}}) {
        SimulatedDisk disk;
        PaperAccount account = open(disk);
        std::string said;
        for (const PaperVerb verb : one.verbs) {
            ASSERT_TRUE(account.command(asked(verb)));
            said += std::string(paper_verb_text(verb)) + " ";
        }
        disk.reboot();

        const PaperAccount again = open(disk);

        for (const PaperView& view : {account.view(), again.view()}) {
            EXPECT_EQ(view.mode, one.mode) << said;
            EXPECT_EQ(view.commands, one.verbs.size()) << said;
            ASSERT_EQ(view.last_command.has_value(), !one.verbs.empty()) << said;
            if (view.last_command) {
                EXPECT_EQ(view.last_command->verb, one.verbs.back()) << said;
                EXPECT_EQ(view.last_command->reason, "lunch") << said;
            }
        }
    }
}

TEST(IdleAccount, IsStoppedByTheRecordWhereTheLatchFileIsGoneAndByTheLatchWhateverTheRecordSays) {
    SimulatedDisk disk;
    ASSERT_TRUE(open(disk).command(asked(PaperVerb::stop)));
    ASSERT_TRUE(lift_paper_latch(disk, folder));
    EXPECT_EQ(open(disk).view().mode, PaperMode::stopped);

    // Killed after the resume was put on record, and before the latch was lifted.
    ASSERT_TRUE(engage_paper_latch(disk, folder, latch_of(asked(PaperVerb::stop))));
    ASSERT_TRUE(record_idle_command(disk, folder, asked(PaperVerb::resume)));
    EXPECT_EQ(open(disk).view().mode, PaperMode::stopped);
    EXPECT_EQ(read_idle_standing(disk, folder)->commands, 3U);
}

TEST(IdleAccount, PutsALatchThatSomebodyWroteOnRecordOnceHoweverOftenItStarts) {
    SimulatedDisk disk;
    PaperAccount account = open(disk);
    ASSERT_TRUE(engage_paper_latch(disk, folder, latch_of(asked(PaperVerb::panic))));

    ASSERT_TRUE(account.obey_latch());
    ASSERT_TRUE(account.obey_latch());

    EXPECT_EQ(account.view().mode, PaperMode::panicked);
    EXPECT_EQ(account.view().last_command->reason, "lunch");
    EXPECT_EQ(open(disk).view().commands, 1U);
    EXPECT_EQ(read_idle_standing(disk, folder)->commands, 1U);
}

TEST(IdleAccount, IsStoppedByTheRecordWhereTheLatchFileCannotBeWritten) {
    SimulatedDisk disk;
    PaperAccount account = open(disk);
    {
        const auto other = disk.lock(folder / "latch.lock", std::chrono::nanoseconds(0));
        ASSERT_TRUE(other);

        const auto stopped = account.command(asked(PaperVerb::stop));

        ASSERT_FALSE(stopped);
        EXPECT_THAT(describe(stopped.error()), HasSubstr("stop holds"));
        EXPECT_EQ(account.view().mode, PaperMode::stopped);
    }
    EXPECT_FALSE(read_paper_latch(disk, folder)->has_value());
    EXPECT_EQ(open(disk).view().mode, PaperMode::stopped);
    EXPECT_TRUE(account.command(asked(PaperVerb::resume)));
    EXPECT_EQ(open(disk).view().mode, PaperMode::running);
}

// A byte of the first record.
void damage(Disk& disk) {
    const auto path = idle_journal_path(folder);
    auto bytes = disk.read_file(path, {.size_max = 1 << 20}).value();
    bytes[bytes.size() - 40] = static_cast<char>(bytes[bytes.size() - 40] ^ 1);
    ASSERT_TRUE(write_atomically(disk, path, bytes));
}

TEST(IdleAccount, WhoseRecordIsDamagedIsStoppedAndSaysSoUntilItIsMendedAndResumed) {
    for (const bool is_latched : {true, false}) {
        SimulatedDisk disk;
        ASSERT_TRUE(open(disk).command(asked(PaperVerb::pause)));
        damage(disk);
        if (is_latched) {
            ASSERT_TRUE(engage_paper_latch(disk, folder, latch_of(asked(PaperVerb::stop))));
        }

        PaperAccount account = open(disk);

        EXPECT_EQ(account.view().mode, PaperMode::stopped);
        EXPECT_EQ(account.view().last_command.has_value(), is_latched);
        EXPECT_THAT(account.needs(),
                    ElementsAre(AllOf(HasSubstr("'/paper/idle'"), HasSubstr("move both away"))));
        EXPECT_FALSE(account.command(asked(PaperVerb::resume)));
        EXPECT_EQ(account.view().mode, PaperMode::stopped);
        // A panic is obeyed all the same.
        ASSERT_TRUE(engage_paper_latch(disk, folder, latch_of(asked(PaperVerb::panic))));
        EXPECT_TRUE(account.obey_latch());
        EXPECT_EQ(account.view().mode, PaperMode::panicked);
        ASSERT_TRUE(disk.rename(folder / "idle", folder / "damaged"));
        ASSERT_TRUE(disk.rename(folder / "idle.mark", folder / "damaged.mark"));
        account.catch_up();
        EXPECT_THAT(account.needs(), IsEmpty());
        EXPECT_EQ(open(disk).view().mode, PaperMode::panicked);
        EXPECT_TRUE(account.command(asked(PaperVerb::resume)));
        EXPECT_EQ(open(disk).view().mode, PaperMode::running);
    }
}

TEST(IdleAccount, ObeysWhileAnotherHoldsItsRecordAndPutsItOnRecordLater) {
    SimulatedDisk disk;
    PaperAccount account = open(disk);
    {
        const auto hung =
            JournalWriter::open(disk, idle_journal_path(folder), {.kind = idle_journal_kind});
        ASSERT_TRUE(hung) << describe(hung.error());
        const auto paused = account.command(asked(PaperVerb::pause));
        ASSERT_FALSE(paused);
        EXPECT_THAT(describe(paused.error()), HasSubstr("pause holds"));
        ASSERT_TRUE(engage_paper_latch(disk, folder, latch_of(asked(PaperVerb::stop))));
        EXPECT_TRUE(account.obey_latch());
        for (int again = 0; again < 9; ++again) {
            EXPECT_FALSE(account.command(asked(PaperVerb::pause)));
        }

        account.catch_up();

        EXPECT_EQ(account.view().mode, PaperMode::stopped);
        EXPECT_THAT(account.needs(), ElementsAre(HasSubstr("idle")));
        EXPECT_FALSE(account.command(asked(PaperVerb::resume)));
        EXPECT_TRUE(read_paper_latch(disk, folder)->has_value());
        EXPECT_EQ(open(disk).view().mode, PaperMode::stopped);
    }

    account.catch_up();

    EXPECT_THAT(account.needs(), IsEmpty());
    const auto standing = read_idle_standing(disk, folder).value();
    EXPECT_EQ(standing.commands, 2U);  // what holds more than before
    EXPECT_EQ(standing.mode, PaperMode::stopped);
    EXPECT_TRUE(account.command(asked(PaperVerb::resume)));
    EXPECT_EQ(open(disk).view().mode, PaperMode::running);
}

}  // namespace
}  // namespace tradelab

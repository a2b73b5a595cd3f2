#include "os/simulated_disk.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tradelab {
namespace {

std::string text(const Disk& disk, const Disk::Path& path) {
    return disk.read_file(path, {.size_max = 1000}).value_or("<unreadable>");
}

void put(Disk& disk, const Disk::Path& path, std::string_view bytes) {
    auto file = disk.create_new(path);
    ASSERT_TRUE(file);
    ASSERT_TRUE((*file)->write(bytes));
}

void put_durably(Disk& disk, const Disk::Path& path, std::string_view bytes) {
    ASSERT_TRUE(write_atomically(disk, path, bytes));
}

TEST(SimulatedDisk, TheDiskIsFullAtExactlyItsLastByte) {
    SimulatedDisk disk({.capacity_bytes = 10});
    auto file = disk.create_new("/file");
    ASSERT_TRUE(file);

    EXPECT_TRUE((*file)->write("1234567890"));
    const auto over = (*file)->write("x");

    ASSERT_FALSE(over);
    EXPECT_EQ(over.error().code, ErrorCode::disk_full);
    EXPECT_EQ(disk.free_bytes("/"), 0U);
    ASSERT_TRUE(disk.remove_file("/file"));
    EXPECT_EQ(disk.free_bytes("/"), 10U);
}

TEST(SimulatedDisk, AWriteThatDoesNotFitLeavesThePartThatDid) {
    SimulatedDisk disk({.capacity_bytes = 4});
    auto file = disk.create_new("/file");
    ASSERT_TRUE(file);

    EXPECT_FALSE((*file)->write("123456"));

    EXPECT_EQ(text(disk, "/file"), "1234");
}

TEST(SimulatedDisk, ReadOnlyRefusesEveryChangeAndAllowsEveryLook) {
    SimulatedDisk disk;
    put(disk, "/file", "x");
    auto open = disk.create_new("/open");
    ASSERT_TRUE(open);
    disk.restrict_to(SimulatedDisk::Access::read_only);

    const std::vector<Status> refusals{(*open)->write("x"),
                                       disk.make_directory("/d"),
                                       disk.make_directories("/d"),
                                       disk.make_symlink("x", "/l"),
                                       disk.rename("/file", "/g"),
                                       disk.remove_file("/file"),
                                       disk.remove_tree("/file"),
                                       write_atomically(disk, "/file", "y")};

    for (const Status& refused : refusals) {
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::read_only);
    }
    EXPECT_EQ(disk.create_new("/n").error().code, ErrorCode::read_only);
    EXPECT_EQ(text(disk, "/file"), "x");
    EXPECT_TRUE(disk.sync_directory("/"));
}

TEST(SimulatedDisk, ADeniedDirectoryDeniesAllBelowItAndNothingBeside) {
    SimulatedDisk disk;
    ASSERT_TRUE(disk.make_directories("/etc/tradelab"));
    put(disk, "/etc/tradelab/secret", "x");
    disk.deny("/etc/tradelab");

    const auto denied = disk.read_file("/etc/tradelab/secret", {.size_max = 9});

    ASSERT_FALSE(denied);
    EXPECT_EQ(denied.error().code, ErrorCode::permission_denied);
    EXPECT_TRUE(disk.make_directory("/etc/tradelab2"));
}

TEST(SimulatedDisk, FailsTheNthOperationOnceAndDoesNothingThen) {
    SimulatedDisk disk;
    disk.fail_at(2, ErrorCode::io_failed);

    EXPECT_TRUE(disk.make_directory("/a"));
    const auto failed = disk.make_directory("/b");
    EXPECT_FALSE(disk.exists("/b"));

    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::io_failed);
    EXPECT_TRUE(disk.make_directory("/b"));
    EXPECT_EQ(disk.operations(), 4U);
}

TEST(SimulatedDisk, WithoutSyncTheNameIsLostInAPowerCut) {
    SimulatedDisk disk;
    auto file = disk.create_new("/file");
    ASSERT_TRUE(file);
    ASSERT_TRUE((*file)->write("x"));
    ASSERT_TRUE((*file)->sync());  // the bytes, but not the name

    disk.reboot();

    EXPECT_FALSE(disk.exists("/file"));
    EXPECT_EQ((*file)->write("y").error().code, ErrorCode::io_failed);
}

TEST(SimulatedDisk, WithoutSyncOfTheFileOnlyItsNameSurvives) {
    SimulatedDisk disk;
    auto file = disk.create_new("/file");
    ASSERT_TRUE(file);
    ASSERT_TRUE((*file)->write("one"));
    ASSERT_TRUE((*file)->sync());
    ASSERT_TRUE((*file)->write(" two"));
    ASSERT_TRUE(disk.sync_directory("/"));

    disk.reboot();

    EXPECT_EQ(text(disk, "/file"), "one");
}

TEST(SimulatedDisk, ARenameOrRemovalNotSyncedIsUndoneByAPowerCut) {
    SimulatedDisk disk;
    put_durably(disk, "/kept", "kept");
    put_durably(disk, "/moved", "moved");

    ASSERT_TRUE(disk.rename("/moved", "/elsewhere"));
    ASSERT_TRUE(disk.remove_file("/kept"));
    disk.reboot();

    EXPECT_EQ(text(disk, "/kept"), "kept");
    EXPECT_EQ(text(disk, "/moved"), "moved");
    EXPECT_FALSE(disk.exists("/elsewhere"));
}

TEST(SimulatedDisk, MakeDirectoriesIsDurableWhenItReturns) {
    SimulatedDisk disk;
    ASSERT_TRUE(disk.make_directories("/a/b/c"));

    disk.reboot();

    EXPECT_EQ(disk.stat("/a/b/c")->kind, FileKind::directory);
}

TEST(SimulatedDisk, APowerCutStopsEverythingUntilReboot) {
    SimulatedDisk disk;
    put_durably(disk, "/file", "x");
    auto lock = disk.lock("/lock", std::chrono::nanoseconds(0));
    ASSERT_TRUE(lock);
    disk.cut_power_at(1);

    EXPECT_EQ(disk.stat("/file").error().code, ErrorCode::io_failed);
    EXPECT_EQ(disk.stat("/file").error().code, ErrorCode::io_failed);
    disk.reboot();

    EXPECT_EQ(text(disk, "/file"), "x");
    EXPECT_TRUE(disk.lock("/lock", std::chrono::nanoseconds(0)));
}

TEST(WriteAtomically, APowerCutAtAnyPointLeavesTheOldFileOrTheNewOneWhole) {
    SimulatedDisk trial;
    put_durably(trial, "/file", "the old text");
    const auto before = trial.operations();
    put_durably(trial, "/file", "new");
    const auto length = trial.operations() - before;
    ASSERT_GE(length, 5U);  // create, write, sync, rename, sync of the directory

    std::vector<std::string> seen;
    for (std::uint64_t n = 1; n <= length + 1; ++n) {
        SimulatedDisk disk;
        put_durably(disk, "/file", "the old text");
        disk.cut_power_at(n);

        const bool done = write_atomically(disk, "/file", "new").has_value();
        disk.reboot();

        seen.push_back(text(disk, "/file"));
        EXPECT_TRUE(seen.back() == "the old text" || seen.back() == "new") << "cut at " << n;
        EXPECT_EQ(done, seen.back() == "new") << "cut at " << n;
        EXPECT_TRUE(write_atomically(disk, "/file", "again")) << "cut at " << n;
    }
    EXPECT_EQ(seen.front(), "the old text");
    EXPECT_EQ(seen.back(), "new");
}

TEST(WriteAtomically, AFullDiskAtAnyByteKeepsTheOldFileAndLeavesNoRubbish) {
    const std::string fresh = "ten bytes!";
    for (std::uint64_t room = 0; room < fresh.size(); ++room) {
        SimulatedDisk disk({.capacity_bytes = 3 + room});
        put_durably(disk, "/file", "old");

        const auto refused = write_atomically(disk, "/file", fresh);

        ASSERT_FALSE(refused) << "room for " << room;
        EXPECT_EQ(refused.error().code, ErrorCode::disk_full);
        EXPECT_EQ(text(disk, "/file"), "old");
        EXPECT_EQ(disk.list("/")->size(), 1U);
    }
}

TEST(WriteAtomically, AFailureAtAnyStepIsReportedAndKeepsAWholeFile) {
    for (std::uint64_t n = 2; n <= 6; ++n) {  // the first operation asks whether rubbish is there
        SimulatedDisk disk;
        put_durably(disk, "/file", "old");
        disk.fail_at(n, ErrorCode::io_failed);

        const auto failed = write_atomically(disk, "/file", "new");

        EXPECT_FALSE(failed) << "at " << n;
        EXPECT_EQ(text(disk, "/file"), n < 6 ? "old" : "new") << "at " << n;
        EXPECT_EQ(disk.list("/")->size(), 1U) << "at " << n;
    }
}

}  // namespace
}  // namespace tradelab

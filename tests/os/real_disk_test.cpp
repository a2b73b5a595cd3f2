// What only the machine can show.

#include "os/real_disk.hpp"

#include "os/self.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace tradelab {
namespace {

std::ptrdiff_t open_descriptors() {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

TEST(RealDisk, ANamedPipeIsRefusedAndNotWaitedFor) {
    const TemporaryDirectory directory;
    const auto pipe = directory.path() / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);

    const auto refused = RealDisk().read_file(pipe, {.size_max = 10});

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(RealDisk().stat(pipe)->kind, FileKind::other);
}

TEST(RealDisk, AFileThatClaimsToBeEmptyIsReadToItsEndAndStillCapped) {
    const auto whole = RealDisk().read_file("/proc/self/status", {.size_max = 100'000});
    const auto refused = RealDisk().read_file("/proc/self/status", {.size_max = 10});

    ASSERT_TRUE(whole);
    EXPECT_NE(whole->find("Pid:"), std::string::npos);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::too_large);
}

TEST(RealDisk, TheDeviceThatIsAlwaysFullSaysSo) {
    const TemporaryDirectory directory;
    const auto link = directory.path() / "full";
    ASSERT_TRUE(RealDisk().make_symlink("/dev/full", link));

    EXPECT_EQ(RealDisk().create_new(link).error().code, ErrorCode::already_exists);
    EXPECT_EQ(RealDisk().create_new("/proc/none").error().code, ErrorCode::not_found);
}

TEST(RealDisk, KeepsWhatItMakesAtOrBelowOneFolderFromOthers) {
    const TemporaryDirectory directory;
    const auto kept = directory.path() / "kept";
    RealDisk disk(kept);
    const auto mode = [&](const std::filesystem::path& path) { return disk.stat(path)->mode; };
    const auto mask = ::umask(0);

    EXPECT_TRUE(disk.make_directories(kept / "a"));
    EXPECT_TRUE(disk.create_new(kept / "a/file"));
    EXPECT_TRUE(write_atomically(disk, kept / "whole", "bytes"));
    EXPECT_TRUE(disk.lock(kept / "lock", {}));
    EXPECT_TRUE(disk.make_directory(directory.path() / "kept-not"));
    EXPECT_TRUE(disk.create_new(directory.path() / "kept-not/file"));
    ::umask(mask);

    EXPECT_EQ(mode(kept), 0751U);
    EXPECT_EQ(mode(kept / "a"), 0751U);
    EXPECT_EQ(mode(kept / "a/file"), 0640U);
    EXPECT_EQ(mode(kept / "whole"), 0640U);
    EXPECT_EQ(mode(kept / "lock"), 0640U);
    EXPECT_EQ(mode(directory.path() / "kept-not"), 0755U);
    EXPECT_EQ(mode(directory.path() / "kept-not/file"), 0644U);
}

// A latch that root has written must be obeyed by whoever runs the daemon.
TEST(RealDisk, WhatRootMakesInTheFolderOfSomebodyIsHis) {
    if (::geteuid() != 0) {
        GTEST_SKIP() << "only root can give something away";
    }
    constexpr ::uid_t somebody = 65'533;
    const TemporaryDirectory directory;
    const auto kept = directory.path() / "kept";
    RealDisk disk(kept);
    ASSERT_TRUE(disk.make_directory(kept));
    ASSERT_EQ(::lchown(kept.c_str(), somebody, somebody), 0);
    const auto owner = [](const std::filesystem::path& path) {
        struct ::stat status{};
        EXPECT_EQ(::lstat(path.c_str(), &status), 0);
        return status.st_uid;
    };

    EXPECT_TRUE(disk.make_directories(kept / "a/b"));
    EXPECT_TRUE(write_atomically(disk, kept / "a/b/latch", "bytes"));
    EXPECT_TRUE(disk.lock(kept / "lock", {}));

    EXPECT_EQ(owner(kept / "a/b"), somebody);
    EXPECT_EQ(owner(kept / "a/b/latch"), somebody);
    EXPECT_EQ(owner(kept / "lock"), somebody);
}

TEST(RealDisk, LeavesNoDescriptorOpenWhetherItSucceedsOrFails) {
    const TemporaryDirectory directory;
    RealDisk disk;
    const auto before = open_descriptors();

    for (int round = 0; round < 3; ++round) {
        EXPECT_TRUE(disk.make_directories(directory.path() / "a/b"));
        EXPECT_TRUE(write_atomically(disk, directory.path() / "a/b/file", "x"));
        EXPECT_FALSE(write_atomically(disk, directory.path() / "a", "x"));
        EXPECT_TRUE(disk.list(directory.path()));
        EXPECT_FALSE(disk.list(directory.path() / "a/b/file"));
        EXPECT_FALSE(disk.read_file(directory.path(), {.size_max = 1}));
        EXPECT_TRUE(disk.lock(directory.path() / "lock", std::chrono::nanoseconds(0)));
        EXPECT_TRUE(disk.remove_tree(directory.path() / "a"));
    }

    EXPECT_EQ(open_descriptors(), before);
}

TEST(RealDisk, AWaitingLockIsGrantedWhenTheHolderLetsGo) {
    const TemporaryDirectory directory;
    RealDisk disk;
    const auto path = directory.path() / "lock";
    auto held = disk.lock(path, std::chrono::nanoseconds(0));
    ASSERT_TRUE(held);
    std::atomic<bool> granted = false;

    std::thread waiter([&] {
        RealDisk other;
        granted = other.lock(path, std::chrono::minutes(1)).has_value();
    });
    held->reset();
    waiter.join();

    EXPECT_TRUE(granted);
}

TEST(RealDisk, ATreeTooDeepIsRefusedInsteadOfExhaustingUs) {
    const TemporaryDirectory directory;
    RealDisk disk;
    std::filesystem::path deep = directory.path() / "deep";
    for (int level = 0; level < 140; ++level) {
        deep /= "d";
    }
    std::filesystem::create_directories(deep);

    const auto refused = disk.remove_tree(directory.path() / "deep");

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
}

TEST(Self, KnowsTheRunningProgram) {
    const auto self = self_executable();

    ASSERT_TRUE(self);
    EXPECT_TRUE(self->is_absolute());
    EXPECT_EQ(self->filename(), "os_test");
}

}  // namespace
}  // namespace tradelab

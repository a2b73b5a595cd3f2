// Writing into files that exist already, on the machine and in the simulation.

#include "os/real_disk.hpp"
#include "os/simulated_disk.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace tradelab {
namespace {

// The same test on both sides, on a file "log" that holds `bytes`.
void on_both(std::string_view bytes, const std::function<void(Disk&, const Disk::Path&)>& test) {
    const TemporaryDirectory directory;
    RealDisk real;
    ASSERT_TRUE(write_atomically(real, directory.path() / "log", bytes));
    test(real, directory.path() / "log");

    SimulatedDisk simulated;
    ASSERT_TRUE(write_atomically(simulated, "/log", bytes));
    test(simulated, "/log");
}

std::string text(const Disk& disk, const Disk::Path& path) {
    return disk.read_file(path, {.size_max = 1000}).value_or("<unreadable>");
}

TEST(DiskAppend, WritesBehindWhatIsKeptAndCutsTheRest) {
    on_both("kept lost", [](Disk& disk, const Disk::Path& path) {
        auto file = disk.open_existing(path, 5);
        ASSERT_TRUE(file) << describe(file.error());
        EXPECT_EQ(text(disk, path), "kept ");

        ASSERT_TRUE((*file)->write("new "));
        ASSERT_TRUE((*file)->write("end"));

        EXPECT_EQ(text(disk, path), "kept new end");
    });
}

TEST(DiskAppend, RefusesAFileShorterThanWhatIsToBeKept) {
    on_both("four", [](Disk& disk, const Disk::Path& path) {
        const auto refused = disk.open_existing(path, 5);

        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::malformed);
        EXPECT_EQ(text(disk, path), "four");
    });
}

TEST(DiskAppend, RefusesWhatIsNoRegularFile) {
    on_both("", [](Disk& disk, const Disk::Path& path) {
        const auto link = path.parent_path() / "link";
        ASSERT_TRUE(disk.make_symlink(path, link));

        EXPECT_FALSE(disk.open_existing(link, 0));
        EXPECT_FALSE(disk.read_range(link, {.offset = 0, .length = 1}));
        EXPECT_FALSE(disk.open_existing(path.parent_path(), 0));
        EXPECT_FALSE(disk.read_range(path.parent_path(), {.offset = 0, .length = 1}));
        EXPECT_EQ(disk.open_existing(path.parent_path() / "absent", 0).error().code,
                  ErrorCode::not_found);
        EXPECT_EQ(disk.read_range(path.parent_path() / "absent", {}).error().code,
                  ErrorCode::not_found);
    });
}

TEST(DiskAppend, ReplacesBytesInPlaceAndNeverGrowsTheFile) {
    on_both("0123456789", [](Disk& disk, const Disk::Path& path) {
        auto file = disk.open_existing(path, 10);
        ASSERT_TRUE(file);

        EXPECT_TRUE((*file)->write_at(2, "xy"));
        EXPECT_TRUE((*file)->write_at(9, "z"));
        EXPECT_FALSE((*file)->write_at(9, "zz"));
        EXPECT_FALSE((*file)->write_at(11, ""));
        EXPECT_TRUE((*file)->write("end"));

        EXPECT_EQ(text(disk, path), "01xy45678zend");
    });
}

TEST(DiskAppend, ReadsAPartAndNothingBeyondTheEnd) {
    on_both("0123456789", [](Disk& disk, const Disk::Path& path) {
        EXPECT_EQ(disk.read_range(path, {.offset = 3, .length = 4}).value_or("?"), "3456");
        EXPECT_EQ(disk.read_range(path, {.offset = 8, .length = 4}).value_or("?"), "89");
        EXPECT_EQ(disk.read_range(path, {.offset = 10, .length = 4}).value_or("?"), "");
        EXPECT_EQ(disk.read_range(path, {.offset = 99, .length = 4}).value_or("?"), "");
    });
}

TEST(DiskAppend, APowerCutBeforeTheSyncLeavesTheFileAsItWas) {
    SimulatedDisk disk;
    ASSERT_TRUE(write_atomically(disk, "/log", "0123456789"));
    auto file = disk.open_existing("/log", 5);
    ASSERT_TRUE(file);
    ASSERT_TRUE((*file)->write_at(0, "x"));
    ASSERT_TRUE((*file)->write("new"));

    disk.reboot();

    EXPECT_EQ(text(disk, "/log"), "0123456789");
    EXPECT_FALSE((*file)->write_at(0, "x"));
}

}  // namespace
}  // namespace tradelab

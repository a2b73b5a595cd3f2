#include "daemon/only_one.hpp"

#include "os/real_disk.hpp"
#include "os/simulated_disk.hpp"
#include "support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace tradelab {
namespace {

using testing::HasSubstr;

TEST(OnlyOne, TheSecondIsRefusedAndToldWhichProcessHasIt) {
    const TemporaryDirectory folder;
    RealDisk disk;
    const auto state = folder.path() / "deep/state";
    auto first = OnlyOne::take(disk, state, 4711);
    ASSERT_TRUE(first.has_value()) << describe(first.error());

    const auto second = OnlyOne::take(disk, state, 4712);

    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().code, ErrorCode::already_exists);
    EXPECT_THAT(describe(second.error()), HasSubstr("process 4711 already runs a daemon"));
    EXPECT_THAT(describe(second.error()), HasSubstr(state.string()));
}

TEST(OnlyOne, WhatADeadOneLeftBehindIsTaken) {
    const TemporaryDirectory folder;
    RealDisk disk;
    {
        ASSERT_TRUE(OnlyOne::take(disk, folder.path(), 4711).has_value());
    }

    EXPECT_TRUE(OnlyOne::take(disk, folder.path(), 4712).has_value());
}

TEST(OnlyOne, ADirectoryThatCannotBeMadeIsNamed) {
    const TemporaryDirectory folder;
    RealDisk disk;
    std::ofstream(folder.path() / "file") << "no directory";

    const auto taken = OnlyOne::take(disk, folder.path() / "file/state", 1);

    ASSERT_FALSE(taken.has_value());
    EXPECT_THAT(describe(taken.error()), HasSubstr("file"));
}

TEST(OnlyOne, AReadOnlyStateDirectoryIsRefusedBeforeAnythingRuns) {
    SimulatedDisk disk;
    ASSERT_TRUE(disk.make_directory("/state").has_value());
    disk.restrict_to(SimulatedDisk::Access::read_only);

    const auto taken = OnlyOne::take(disk, "/state", 1);

    ASSERT_FALSE(taken.has_value());
    EXPECT_EQ(taken.error().code, ErrorCode::read_only);
    EXPECT_THAT(describe(taken.error()), HasSubstr("/state"));
}

}  // namespace
}  // namespace tradelab

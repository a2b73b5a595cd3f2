#include "support/made_market.hpp"

#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <fstream>
#include <string>
#include <thread>

namespace tradelab {
namespace {

namespace fs = std::filesystem;

TEST(MadeMarket, TheMarketsOfOtherBuildsAreRemoved) {
    const TemporaryDirectory folder;
    fs::create_directories(folder.path() / "old/noise");

    keep_only_shelf(folder.path() / "new");

    EXPECT_TRUE(fs::is_directory(folder.path() / "new"));
    EXPECT_FALSE(fs::exists(folder.path() / "old"));
}

// Tests run side by side, and each is a process that may be the first of its build.
TEST(MadeMarket, WhoComesSecondRemovesNothingThatTheFirstIsMaking) {
    const TemporaryDirectory folder;
    std::atomic<int> lost = 0;
    for (int round = 0; round < 200; ++round) {
        const fs::path all = folder.path() / std::to_string(round);
        fs::create_directories(all / "old/noise");
        std::barrier begin(2);
        const auto make = [&](const char* name) {
            begin.arrive_and_wait();
            keep_only_shelf(all / "new");
            std::ofstream(all / "new" / name) << "a market";
            begin.arrive_and_wait();
            lost += fs::exists(all / "new" / name) ? 0 : 1;
        };
        std::thread other(make, "other");
        make("mine");
        other.join();
    }

    EXPECT_EQ(lost, 0);
}

}  // namespace
}  // namespace tradelab

#include "research/cpu_share.hpp"

#include <gtest/gtest.h>

namespace tradelab {
namespace {

using namespace std::chrono_literals;

TEST(CpuShare, AHalfRestsAsLongAsItWorked) {
    CpuShare share(50);
    EXPECT_EQ(share.rest({.cpu = 0s, .wall = 100s}), 0s);

    EXPECT_EQ(share.rest({.cpu = 2s, .wall = 102s}), 2s);
    EXPECT_EQ(share.rest({.cpu = 2s, .wall = 104s}), 0s);
}

TEST(CpuShare, OverManyPiecesTheShareIsKeptWhateverTheirLength) {
    for (const std::int64_t percent : {1, 7, 25, 99}) {
        CpuShare share(percent);
        std::chrono::nanoseconds cpu{0};
        std::chrono::nanoseconds wall{0};
        (void)share.rest({.cpu = cpu, .wall = wall});
        for (int piece = 1; piece <= 200; ++piece) {
            const auto work = std::chrono::milliseconds(1 + piece * 37 % 50);
            cpu += work;
            wall += work;
            wall += share.rest({.cpu = cpu, .wall = wall});
        }

        EXPECT_NEAR(static_cast<double>(cpu.count()) / static_cast<double>(wall.count()),
                    static_cast<double>(percent) / 100,
                    0.001)
            << percent;
    }
}

TEST(CpuShare, AWholeCoreNeverRests) {
    CpuShare share(100);
    (void)share.rest({.cpu = 0s, .wall = 0s});

    EXPECT_EQ(share.rest({.cpu = 3s, .wall = 3s}), 0s);
}

TEST(CpuShare, WhoWasKeptWaitingByOthersDoesNotMakeUpForItWithABurst) {
    CpuShare share(50);
    (void)share.rest({.cpu = 0s, .wall = 0s});
    EXPECT_EQ(share.rest({.cpu = 1s, .wall = 1'000s}), 0s);

    EXPECT_EQ(share.rest({.cpu = 3s, .wall = 1'002s}), 2s);
}

}  // namespace
}  // namespace tradelab

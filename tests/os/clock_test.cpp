#include "os/clock.hpp"

#include <gtest/gtest.h>

namespace tradelab {
namespace {

using namespace std::chrono_literals;

constexpr UnixNanos start{1'700'000'000'000'000'000};

TEST(SimulatedClock, StandsStillUntilItIsTold) {
    const SimulatedClock clock(start);

    EXPECT_EQ(clock.now(), start);
    EXPECT_EQ(clock.now(), start);
    EXPECT_EQ(clock.monotonic(), 0ns);
}

TEST(SimulatedClock, AdvancingMovesBothClocks) {
    SimulatedClock clock(start);

    clock.advance(1500ms);

    EXPECT_EQ(clock.now() - start, 1500ms);
    EXPECT_EQ(clock.monotonic(), 1500ms);
}

TEST(SimulatedClock, AJumpOfTheDateLeavesTheMonotonicClockAlone) {
    SimulatedClock clock(start);
    clock.advance(10s);

    clock.jump_wall_time(start - 1h);

    EXPECT_EQ(clock.now(), start - 1h);
    EXPECT_EQ(clock.monotonic(), 10s);
    clock.advance(1s);
    EXPECT_EQ(clock.now(), start - 1h + 1s);
    EXPECT_EQ(clock.monotonic(), 11s);
}

TEST(SimulatedClockDeathTest, RefusesToGoBack) {
    SimulatedClock clock(start);

    EXPECT_DEATH(clock.advance(-1ns), "step >= ");
}

TEST(SystemClock, TheMonotonicClockNeverGoesBack) {
    const SystemClock clock;
    auto last = clock.monotonic();

    for (int i = 0; i < 1000; ++i) {
        const auto now = clock.monotonic();
        ASSERT_GE(now, last);
        last = now;
    }
    EXPECT_GT(clock.now(), start);
}

}  // namespace
}  // namespace tradelab

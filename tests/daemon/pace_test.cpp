#include "daemon/pace.hpp"

#include "os/clock.hpp"

#include <gtest/gtest.h>

namespace tradelab {
namespace {

using namespace std::chrono_literals;

const UnixNanos feed_start = parse_iso("2024-01-31T00:00:00Z").value();

TEST(Pace, SoManySecondsOfTheFeedPassInEachOfTheClock) {
    const Pace pace({.feed = feed_start, .monotonic = 10s}, 3'600);

    EXPECT_EQ(pace.due(10s), feed_start);
    EXPECT_EQ(pace.due(11s), feed_start + 1h);
    EXPECT_EQ(pace.due(10s + 500ms), feed_start + 30min);
}

TEST(Pace, SaysHowLongAnInstantIsAwayAndNeverWakesTooEarly) {
    const Pace pace({.feed = feed_start, .monotonic = 0s}, 3'600);

    const auto wait = pace.until(feed_start + 1h, 250ms);

    EXPECT_GE(wait, 750ms);
    EXPECT_LT(wait, 751ms);
    EXPECT_GE(pace.due(250ms + wait), feed_start + 1h);
    EXPECT_EQ(pace.until(feed_start, 1s), 0ns);
}

TEST(Pace, WithoutASpeedAllIsDueAtOnce) {
    const Pace pace({.feed = feed_start, .monotonic = 0s}, std::nullopt);

    EXPECT_EQ(pace.due(0s), UnixNanos(INT64_MAX));
    EXPECT_EQ(pace.until(feed_start + 24h, 0s), 0ns);
}

TEST(Pace, AMachineThatRunsForCenturiesDoesNotOverflow) {
    const Pace pace({.feed = feed_start, .monotonic = 0s}, 10'000'000);

    EXPECT_EQ(pace.due(1h * 24 * 365 * 200), UnixNanos(INT64_MAX));
}

TEST(Pace, ADateThatJumpsMovesNothing) {
    SimulatedClock clock(feed_start);
    const Pace pace({.feed = feed_start, .monotonic = clock.monotonic()}, 3'600);
    clock.advance(1s);

    for (const Duration jump : {Duration(24h * 365), Duration(-24h * 365)}) {
        clock.jump_wall_time(feed_start + jump);
        EXPECT_EQ(pace.due(clock.monotonic()), feed_start + 1h);
    }
}

TEST(StepLength, GrowsWhileStepsAreShortAndShrinksWhenTheyAreLong) {
    StepLength length;
    const Duration begun = length.feed();

    length.took(1ms);
    EXPECT_EQ(length.feed(), 2 * begun);
    length.took(20ms);
    EXPECT_EQ(length.feed(), 2 * begun);
    length.took(30ms);
    EXPECT_EQ(length.feed(), begun);
    for (int at = 0; at < 100; ++at) {
        length.took(1s);
    }
    EXPECT_EQ(length.feed(), 1h);
    for (int at = 0; at < 100; ++at) {
        length.took(2ms);
    }
    EXPECT_LE(length.feed(), 24h * 64);
}

}  // namespace
}  // namespace tradelab

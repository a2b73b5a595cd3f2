#include "integrity/receiver_clock.hpp"

#include "integrity/planted.hpp"

namespace tradelab {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Event `at` of a market that says something every 100 ms, heard by a clock that is `offset` off.
ReceivedEvent heard(std::int64_t at, Duration offset, Duration latency) {
    const UnixNanos happened(start_ns + at * 100'000'000);
    return {.happened = happened, .received = happened + offset + latency};
}

// Latencies as lines have them: mostly 3 to 20 ms, at event 700 once as little as `least`.
std::vector<ReceivedEvent> heard_by(Duration offset, Duration least) {
    std::vector<ReceivedEvent> events;
    for (std::int64_t i = 0; i < 1'000; ++i) {
        const Duration latency = 3ms + Duration((i * 7'919'001) % 17'000'000);
        events.push_back(heard(i, offset, i == 700 ? least : latency));
    }
    return events;
}

TEST(ReceiverClock, ThatIsBehindIsNamedWithItsOffsetAndRange) {
    const auto events = heard_by(-1'275ms, 0ms);

    const auto clock = examine_receiver_clock(events);

    ASSERT_TRUE(clock);
    EXPECT_EQ(clock->events, 1'000U);
    EXPECT_EQ(clock->least, -1'275ms);
    EXPECT_GT(clock->most, -1'256ms);
    EXPECT_LT(clock->most, -1'255ms);
    EXPECT_THAT(codes(clock->judgement.verdict), ElementsAre("receiver_clock"));
    const Finding found = finding(clock->judgement.verdict, "receiver_clock");
    EXPECT_EQ(found.count, 1'000U);
    EXPECT_THAT(found.text, HasSubstr("runs 1275.000 ms behind the exchange's or more"));
    EXPECT_THAT(found.text, HasSubstr("is -1275.000 to -1255.0"));
    EXPECT_THAT(found.text, HasSubstr("below zero for 1,000 of 1,000 events"));
    EXPECT_EQ(clock->judgement.verdict.score_e4, Verdict::score_max - 20);
}

TEST(ReceiverClock, LatencyIsWhatExceedsTheOffset) {
    const auto clock = examine_receiver_clock(heard_by(-1'275ms, 0ms));

    ASSERT_TRUE(clock);
    EXPECT_EQ(clock->latency(heard(5, -1'275ms, 7ms)), 7ms);
    EXPECT_EQ(clock->latency(heard(700, -1'275ms, 0ms)), 0ms);
}

TEST(ReceiverClock, IsNeverFurtherBehindThanItIs) {
    // The quickest news took 2 ms, which nobody can tell from the clock.
    const auto clock = examine_receiver_clock(heard_by(-50ms, 2ms));

    ASSERT_TRUE(clock);
    EXPECT_EQ(clock->least, -48ms);
}

TEST(ReceiverClock, OneEventBeforeItsTimeIsEnough) {
    // 4 ms behind: latency hides it but for the one event that came almost at once.
    std::vector<ReceivedEvent> events;
    for (std::int64_t i = 0; i < 10; ++i) {
        events.push_back(heard(i, -4ms, i == 6 ? Duration(3'999'999) : Duration(8ms)));
    }

    const auto clock = examine_receiver_clock(events);

    ASSERT_TRUE(clock);
    EXPECT_EQ(clock->least, -1ns);
    EXPECT_EQ(finding(clock->judgement.verdict, "receiver_clock").count, 1U);
    EXPECT_THAT(times_of(clock->judgement, Defect::receiver_clock),
                ElementsAre("2020-01-01T00:00:00.600Z"));
}

TEST(ReceiverClock, ThatIsRightOrAheadIsNoDefect) {
    for (const Duration offset : {Duration(0ms), Duration(1'275ms)}) {
        const auto clock = examine_receiver_clock(heard_by(offset, 0ms));

        ASSERT_TRUE(clock);
        EXPECT_EQ(clock->least, offset);
        EXPECT_THAT(clock->judgement.verdict.findings, IsEmpty());
        EXPECT_EQ(clock->judgement.verdict.score_e4, Verdict::score_max);
    }
}

TEST(ReceiverClock, SaysNothingWithoutEvents) {
    EXPECT_FALSE(examine_receiver_clock({}));
}

TEST(ReceiverClock, KeepsAsManyPlacesAsItIsTold) {
    const auto clock = examine_receiver_clock(heard_by(-1'275ms, 0ms), {.places_max = 3});

    ASSERT_TRUE(clock);
    EXPECT_EQ(clock->judgement.places.size(), 3U);
    EXPECT_EQ(clock->judgement.places.front().what, "received 1272.000 ms before it happened");
}

}  // namespace
}  // namespace tradelab

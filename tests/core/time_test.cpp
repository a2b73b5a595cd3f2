#include "core/time.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace tradelab {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();

TEST(UnixNanos, ArithmeticIsExactAndRefusesToWrap) {
    EXPECT_EQ(UnixNanos(5) + 7ns, UnixNanos(12));
    EXPECT_EQ(UnixNanos(5) - 7ns, UnixNanos(-2));
    EXPECT_EQ(UnixNanos(12) - UnixNanos(5), 7ns);
    EXPECT_EQ(checked_add(UnixNanos(highest), 1ns), std::nullopt);
    EXPECT_EQ(checked_sub(UnixNanos(lowest), UnixNanos(1)), std::nullopt);
}

TEST(UnixNanosDeathTest, PlainOperatorsAbortInsteadOfWrapping) {
    EXPECT_DEATH(static_cast<void>(UnixNanos(highest) + 1ns), "1677 to 2262");
    EXPECT_DEATH(static_cast<void>(UnixNanos(lowest) - 1ns), "1677 to 2262");
    EXPECT_DEATH(static_cast<void>(UnixNanos(0) - Duration::min()), "check failed");
    EXPECT_DEATH(static_cast<void>(UnixNanos(highest) - UnixNanos(-1)), "292 years");
}

TEST(FloorTo, SnapsALateFundingStampToItsBoundary) {
    const UnixNanos boundary = *parse_iso("2024-02-29T08:00:00Z");

    EXPECT_EQ(floor_to(boundary + 16ms, 8h), boundary);
    EXPECT_EQ(floor_to(boundary, 8h), boundary);
    EXPECT_EQ(floor_to(boundary - 1ns, 8h), boundary - 8h);
    EXPECT_EQ(ceil_to(boundary + 1ns, 8h), boundary + 8h);
    EXPECT_EQ(ceil_to(boundary, 8h), boundary);
}

TEST(FloorTo, WorksBeforeTheEpochAndAtTheEdges) {
    EXPECT_EQ(floor_to(UnixNanos(-1), 1s), UnixNanos(-1'000'000'000));
    EXPECT_EQ(ceil_to(UnixNanos(-1), 1s), UnixNanos(0));
    EXPECT_EQ(floor_to(UnixNanos(lowest), 24h), std::nullopt);
    EXPECT_EQ(ceil_to(UnixNanos(highest), 24h), std::nullopt);
    EXPECT_TRUE(floor_to(UnixNanos(highest), 24h));
}

TEST(IsoText, PrintsWhatTheFractionNeeds) {
    EXPECT_EQ(iso_text(UnixNanos(0)), "1970-01-01T00:00:00Z");
    EXPECT_EQ(iso_text(UnixNanos(1'500'000'000)), "1970-01-01T00:00:01.500Z");
    EXPECT_EQ(iso_text(UnixNanos(1'000)), "1970-01-01T00:00:00.000001Z");
    EXPECT_EQ(iso_text(UnixNanos(-1)), "1969-12-31T23:59:59.999999999Z");
    EXPECT_EQ(iso_text(UnixNanos(highest)), "2262-04-11T23:47:16.854775807Z");
    EXPECT_EQ(iso_text(UnixNanos(lowest)), "1677-09-21T00:12:43.145224192Z");
}

TEST(ParseIso, ReadsTimesAndDates) {
    EXPECT_EQ(parse_iso("2024-02-29T12:30:15Z")->ns(), 1'709'209'815'000'000'000);
    EXPECT_EQ(parse_iso("2024-02-29")->ns(), 1'709'164'800'000'000'000);
    EXPECT_EQ(parse_iso("1970-01-01T00:00:00.5Z")->ns(), 500'000'000);
    EXPECT_EQ(parse_iso("1970-01-01T00:00:00.123456789Z")->ns(), 123'456'789);
}

TEST(ParseIso, RefusesEverythingElse) {
    for (const char* text : {"",
                             "2024",
                             "2024-2-29",
                             "2023-02-29",
                             "2024-13-01",
                             "2024-00-10",
                             "2024-02-29T24:00:00Z",
                             "2024-02-29T12:60:00Z",
                             "2024-02-29T12:00:60Z",
                             "2024-02-29T12:00:00",
                             "2024-02-29 12:00:00Z",
                             "2024-02-29T12:00:00+01:00",
                             "2024-02-29T12:00:00.Z",
                             "2024-02-29T12:00:00.1234567890Z",
                             "2024-02-29T12:00:00ZZ",
                             "2024-02-29T12:00Z",
                             "1677-09-21T00:12:43.145224191Z",
                             "2262-04-11T23:47:16.854775808Z",
                             "9999-01-01",
                             "-024-01-01"}) {
        const auto parsed = parse_iso(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code, ErrorCode::malformed) << text;
    }
}

TEST(ParseIso, WhatIsPrintedReadsBackAsTheSame) {
    constexpr std::uint64_t seed = 17;
    std::mt19937_64 random(seed);

    EXPECT_EQ(parse_iso(iso_text(UnixNanos(highest))), UnixNanos(highest));
    EXPECT_EQ(parse_iso(iso_text(UnixNanos(lowest))), UnixNanos(lowest));
    for (int i = 0; i < 5'000; ++i) {
        const UnixNanos at(static_cast<std::int64_t>(random()));
        ASSERT_EQ(parse_iso(iso_text(at)), at) << "seed " << seed;
    }
}

TEST(BarInterval, HasOneNameEach) {
    for (const char* text : {"1s", "30s", "1m", "15m", "1h", "4h", "8h", "1d"}) {
        const auto interval = BarInterval::parse(text);
        ASSERT_TRUE(interval) << text;
        EXPECT_EQ(interval->text(), text);
    }
    EXPECT_EQ(BarInterval::parse("8h")->length(), 8h);
    EXPECT_EQ(BarInterval::make(60min)->text(), "1h");
}

TEST(BarInterval, RefusesWhatHasNoBoundaryOrAnotherName) {
    for (const char* text : {"",
                             "m",
                             "0m",
                             "-1m",
                             "7m",
                             "60m",
                             "24h",
                             "2d",
                             "1w",
                             "1M",
                             "1.5h",
                             "01m",
                             "99999999999m",
                             "5 m",
                             "86401s"}) {
        const auto interval = BarInterval::parse(text);
        ASSERT_FALSE(interval) << text;
        EXPECT_EQ(interval.error().code, ErrorCode::invalid_argument) << text;
    }
    EXPECT_FALSE(BarInterval::make(500ms));
    EXPECT_FALSE(BarInterval::make(-1min));
    EXPECT_FALSE(BarInterval::make(0ns));
}

}  // namespace
}  // namespace tradelab

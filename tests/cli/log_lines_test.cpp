#include "cli/log_lines.hpp"

#include "os/simulated_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tradelab {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string line(int number, const std::string& level = "info") {
    return R"({"at":"2026-01-01T00:00:00Z","level":")" + level + R"(","event":"e)" +
           std::to_string(number) + "\"}\n";
}

std::vector<std::string> events(const Result<std::deque<JsonValue>>& lines) {
    std::vector<std::string> out;
    EXPECT_TRUE(lines) << describe(lines.error());
    for (const JsonValue& one : lines ? *lines : std::deque<JsonValue>()) {
        out.push_back(*one["event"].text());
    }
    return out;
}

struct LogLinesOn : testing::Test {
    SimulatedDisk disk;

    void put(const std::string& name, const std::string& text) {
        ASSERT_TRUE(write_atomically(disk, "/" + name, text));
    }
    [[nodiscard]] LogLines log(const std::string& level = "info") { return {disk, "/log", level}; }
};

TEST_F(LogLinesOn, TheNewestReachIntoOlderFiles) {
    put("log.2", line(1) + line(2));
    put("log.1", line(3) + line(4));
    put("log", line(5));

    EXPECT_THAT(events(log().newest(1)), ElementsAre("e5"));
    EXPECT_THAT(events(log().newest(2)), ElementsAre("e4", "e5"));
    EXPECT_THAT(events(log().newest(4)), ElementsAre("e2", "e3", "e4", "e5"));
    EXPECT_THAT(events(log().newest(100)), ElementsAre("e1", "e2", "e3", "e4", "e5"));
}

TEST_F(LogLinesOn, OnlyAsGraveOnesAreShown) {
    put("log", line(1) + line(2, "warning") + line(3, "error") + line(4));

    EXPECT_THAT(events(log("warning").newest(9)), ElementsAre("e2", "e3"));
    EXPECT_THAT(events(log("error").newest(9)), ElementsAre("e3"));
}

TEST_F(LogLinesOn, FollowedNothingIsMissedWhereTheFileIsBegunAnew) {
    put("log", line(1) + line(2));
    LogLines log = this->log();
    EXPECT_THAT(events(log.newest(1)), ElementsAre("e2"));
    EXPECT_THAT(events(log.more()), IsEmpty());

    put("log", line(1) + line(2) + line(3) + "{\"at\":");
    EXPECT_THAT(events(log.more()), ElementsAre("e3"));
    put("log.1", line(1) + line(2) + line(3) + line(4));
    put("log", line(5));
    EXPECT_THAT(events(log.more()), ElementsAre("e4", "e5"));
    ASSERT_TRUE(disk.remove_file("/log"));
    EXPECT_THAT(events(log.more()), IsEmpty());
}

// Between two looks more may be written than was there.
TEST_F(LogLinesOn, AFileBegunAnewIsSeenAlsoWhereItIsLongerAndAlsoTwice) {
    put("log", line(1) + line(2));
    LogLines log = this->log();
    EXPECT_THAT(events(log.newest(9)), ElementsAre("e1", "e2"));

    put("log.1", line(1) + line(2) + line(3));
    put("log", line(4) + line(5) + line(6) + line(7));
    EXPECT_THAT(events(log.more()), ElementsAre("e3", "e4", "e5", "e6", "e7"));
    put("log.2", line(4) + line(5) + line(6) + line(7) + line(8));
    put("log.1", line(9));
    put("log", line(10) + line(11) + line(12) + line(13) + line(14));
    EXPECT_THAT(events(log.more()), ElementsAre("e8", "e9", "e10", "e11", "e12", "e13", "e14"));
    EXPECT_THAT(events(log.more()), IsEmpty());
}

TEST_F(LogLinesOn, WhatIsNoLineOfOursIsShownAsAnErrorAndObeyedByNoTerminal) {
    put("log", "gar\x1b[2Jbage\n" + line(2));

    const auto lines = log("error").newest(9);

    ASSERT_TRUE(lines);
    ASSERT_EQ(lines->size(), 1U);
    EXPECT_EQ(log_line(lines->front()), "-  error  no line of the log  text=gar\\x1b[2Jbage");
    EXPECT_FALSE(LogLines(disk, "/absent", "info").newest(1));
}

}  // namespace
}  // namespace tradelab

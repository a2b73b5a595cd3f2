#include "daemon/log.hpp"

#include "document/json_parse.hpp"
#include "os/simulated_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tradelab {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const Disk::Path file = "/log/lab.log";

class LogFile : public testing::Test {
public:
    SimulatedDisk disk;
    SimulatedClock clock{parse_iso("2024-01-31T00:00:00Z").value()};

    [[nodiscard]] Log open(LogOptions options = {
                               .bytes_max = 1'000'000, .age_max = 24h, .keep = 2}) {
        options.file = file;
        auto log = Log::open(disk, clock, options);
        EXPECT_TRUE(log.has_value()) << describe(log.error());
        return *std::move(log);
    }
    [[nodiscard]] std::vector<JsonValue> lines(const Disk::Path& path = file) const {
        std::vector<JsonValue> out;
        const auto text = disk.read_file(path, {.size_max = 10'000'000});
        EXPECT_TRUE(text.has_value()) << path;
        for (std::size_t at = 0; text && at < text->size();) {
            const std::size_t end = text->find('\n', at);
            EXPECT_NE(end, std::string::npos) << "a torn line";
            const auto line = parse_json(text->substr(at, end - at));
            EXPECT_TRUE(line.has_value()) << text->substr(at, end - at);
            out.push_back(line.value_or(JsonValue()));
            at = end + 1;
        }
        return out;
    }
};

TEST_F(LogFile, EachEventIsALineOfJsonWithItsTimeAndNoSecret) {
    Log log = open();

    log.write(LogLevel::warning, "command", {{"verb", "panic"}, {"api_key", "abc"}});

    ASSERT_EQ(lines().size(), 1U);
    EXPECT_EQ(*lines()[0]["at"].text(), "2024-01-31T00:00:00Z");
    EXPECT_EQ(*lines()[0]["level"].text(), "warning");
    EXPECT_EQ(*lines()[0]["event"].text(), "command");
    EXPECT_EQ(*lines()[0]["verb"].text(), "panic");
    EXPECT_EQ(*lines()[0]["api_key"].text(), "[redacted]");
}

TEST_F(LogFile, ANewFileIsBegunBeforeOneGrowsTooLargeAndTheOldestGoes) {
    Log log = open({.bytes_max = 400, .age_max = 24h, .keep = 2});

    for (int at = 0; at < 40; ++at) {
        log.write(LogLevel::info, "tick", {{"number", at}});
    }

    std::vector<std::int64_t> numbers;
    for (const char* path : {"/log/lab.log.2", "/log/lab.log.1", "/log/lab.log"}) {
        EXPECT_LE(disk.stat(path)->size, 400U);
        for (const JsonValue& line : lines(path)) {
            numbers.push_back(*line["number"].integer());
        }
    }
    EXPECT_EQ(numbers.back(), 39);
    for (std::size_t at = 1; at < numbers.size(); ++at) {
        EXPECT_EQ(numbers[at], numbers[at - 1] + 1);
    }
    EXPECT_FALSE(disk.exists("/log/lab.log.3"));
    EXPECT_EQ(log.lost(), 0U);
}

TEST_F(LogFile, ANewFileIsBegunWhenOneIsOldAlsoAcrossARestart) {
    {
        open().write(LogLevel::info, "first");
    }
    clock.advance(25h);

    open().write(LogLevel::info, "second");

    ASSERT_EQ(lines().size(), 1U);
    EXPECT_EQ(*lines()[0]["event"].text(), "second");
    EXPECT_EQ(*lines("/log/lab.log.1")[0]["event"].text(), "first");
}

TEST_F(LogFile, ARestartWithinTimeGoesOnInTheFile) {
    {
        open().write(LogLevel::info, "first");
    }
    clock.advance(1h);

    open().write(LogLevel::info, "second");

    EXPECT_EQ(lines().size(), 2U);
}

TEST_F(LogFile, ADateThatIsSetBackLosesNothing) {
    Log log = open();
    log.write(LogLevel::info, "first");
    clock.jump_wall_time(parse_iso("2020-01-01T00:00:00Z").value());

    log.write(LogLevel::info, "second");

    EXPECT_EQ(lines().size(), 2U);
}

TEST(FullLogFile, StopsNothingAndIsToldOfLater) {
    SimulatedDisk disk({.capacity_bytes = 1'000});
    const SimulatedClock clock(parse_iso("2024-01-31T00:00:00Z").value());
    auto log =
        Log::open(disk, clock, {.file = file, .bytes_max = 1'000'000, .age_max = 24h, .keep = 2});
    ASSERT_TRUE(log.has_value());
    log->write(LogLevel::info, "before");
    {
        auto ballast = disk.create_new("/ballast");
        ASSERT_TRUE(ballast.has_value());
        // Takes what still fits, and is told that it was too much.
        EXPECT_FALSE((*ballast)->write(std::string(1'000, 'x')));
    }

    log->write(LogLevel::info, "lost");
    log->write(LogLevel::info, "lost too");
    EXPECT_EQ(log->lost(), 2U);
    ASSERT_TRUE(disk.remove_file("/ballast").has_value());
    log->write(LogLevel::info, "after");

    const auto text = disk.read_file(file, {.size_max = 10'000});
    ASSERT_TRUE(text.has_value());
    EXPECT_THAT(*text, HasSubstr("\"before\"}\n{"));
    EXPECT_THAT(*text, HasSubstr("\"log_lines_lost\",\"lines\":2}\n{"));
    EXPECT_TRUE(text->ends_with("\"after\"}\n")) << *text;
    EXPECT_EQ(log->lost(), 2U);
}

}  // namespace
}  // namespace tradelab

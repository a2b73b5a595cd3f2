#include "research/progress.hpp"

#include "document/json_write.hpp"
#include "os/simulated_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tradelab {
namespace {

SearchProgress some() {
    return {.campaign = std::string(64, 'a'),
            .seed = 3,
            .is_synthetic = true,
            .phase = SearchPhase::judging,
            .tried = 40,
            .known = 8,
            .budget = 100,
            .best_sharpe = "1.25",
            .process = 7,
            .begun_at = parse_iso("2024-01-01T00:00:00Z").value(),
            .written_at = parse_iso("2024-01-01T00:02:00Z").value(),
            .cpu_ms = 1'500,
            .outcome = "two: fail",
            .verdict = std::string(64, 'b'),
            .page = {"tried  40", "two: fail"}};
}

TEST(SearchProgress, ReadsBackAsItWasWritten) {
    SearchProgress without = some();
    without.best_sharpe = {};
    without.outcome = {};
    without.verdict = {};
    without.page = {};

    for (const SearchProgress& one : {some(), without}) {
        const auto read = parse_search_progress(line_json(json_of(one)));

        ASSERT_TRUE(read) << describe(read.error());
        EXPECT_EQ(*read, one);
    }
}

TEST(SearchProgress, IsThereOrNotAndNeverGuessed) {
    SimulatedDisk disk;
    const Disk::Path file = "/state/research/campaign.json";
    ASSERT_TRUE(disk.make_directories("/state"));

    EXPECT_EQ(read_progress(disk, file).value(), std::nullopt);
    ASSERT_TRUE(keep_progress(disk, file, some()));
    EXPECT_EQ(read_progress(disk, file).value(), some());
    ASSERT_TRUE(write_atomically(disk, file, "{\"schema\":\"tradelab.search-progress/2\"}"));
    const auto other = read_progress(disk, file);
    ASSERT_FALSE(other);
    EXPECT_THAT(describe(other.error()), testing::HasSubstr("campaign.json"));
}

TEST(SearchProgress, WhatIsNoCountOrNoTimeIsRefusedWithItsPlace) {
    const std::string whole = line_json(json_of(some()));
    const auto with = [&](std::string_view from, std::string_view to) {
        std::string text = whole;
        text.replace(text.find(from), from.size(), to);
        const auto read = parse_search_progress(text);
        EXPECT_FALSE(read) << text;
        return read ? std::string() : describe(read.error());
    };

    EXPECT_THAT(with("\"tried\":40", "\"tried\":-1"), testing::HasSubstr("/tried"));
    EXPECT_THAT(with("2024-01-01T00:02:00Z", "yesterday"), testing::HasSubstr("/written_at"));
    EXPECT_THAT(with("judging", "dreaming"), testing::HasSubstr("/phase"));
    EXPECT_THAT(with("\"seed\"", "\"sead\""), testing::HasSubstr("sead"));
}

TEST(SearchProgress, TheRateIsThatOfTheWholeSearchSoFar) {
    const auto rate = rate_of(some());

    ASSERT_TRUE(rate);
    EXPECT_EQ(rate->trials_per_minute, 20);
    EXPECT_EQ(rate->minutes_left, 3);
    SearchProgress none = some();
    none.tried = 0;
    EXPECT_FALSE(rate_of(none));
}

}  // namespace
}  // namespace tradelab

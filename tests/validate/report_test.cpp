#include "validate/report.hpp"

#include <gtest/gtest.h>

#include <set>

namespace tradelab {
namespace {

Report report_with(std::vector<Level> levels) {
    Report report{.plugin = "org.example.cross",
                  .version = "1.0.0",
                  .library_sha256 = std::string(64, 'a'),
                  .host_abi = "1.0",
                  .seed = 5};
    for (const Level level : levels) {
        report.results.push_back({.id = "S1", .name = "batch-invariance", .level = level});
    }
    return report;
}

TEST(Report, ACrashOrAHangIsAFailureAndASkipIsNone) {
    EXPECT_EQ(report_with({Level::pass, Level::crash}).verdict(), Level::fail);
    EXPECT_EQ(report_with({Level::warn, Level::hung}).verdict(), Level::fail);
    EXPECT_EQ(report_with({Level::pass, Level::warn, Level::skip}).verdict(), Level::warn);
    EXPECT_EQ(report_with({Level::pass, Level::skip}).verdict(), Level::pass);
}

TEST(Report, IsJsonOfTheSameBytesWheneverItSaysTheSame) {
    const Report report = report_with({Level::pass, Level::fail});

    const JsonValue json = report_json(report);

    EXPECT_EQ(json, report_json(report_with({Level::pass, Level::fail})));
    EXPECT_EQ(*json.find("schema"), "tradelab.plugin-report/1");
    EXPECT_EQ(*json.find("plugin"), "org.example.cross");
    EXPECT_EQ(*json.find("seed"), 5);
    EXPECT_EQ(*json.find("verdict"), "fail");
    EXPECT_EQ(*json.find("counts")->find("fail"), 1);
    EXPECT_EQ(json.find("results")->array()->size(), 2U);
}

TEST(Checks, EveryCheckHasAnIdOfItsOwnANameAndASentence) {
    std::set<std::string_view> ids;
    std::set<std::string_view> names;
    for (const CheckInfo& info : check_table()) {
        EXPECT_TRUE(ids.insert(info.id).second) << info.id;
        EXPECT_TRUE(names.insert(info.name).second) << info.name;
        EXPECT_FALSE(info.proves.empty()) << info.id;
        EXPECT_NE(find_check(info.id), nullptr);
    }
    EXPECT_EQ(find_check("S99"), nullptr);
}

}  // namespace
}  // namespace tradelab

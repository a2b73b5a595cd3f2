#include "report/artefacts.hpp"

#include "os/simulated_disk.hpp"
#include "report/comparison.hpp"
#include "report/fixture.hpp"
#include "report/stored_result.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tradelab {
namespace {

BacktestResult small_result(std::uint64_t seed = 1) {
    return fixture_result({.seed = seed, .bars = 300, .trades = 6});
}

TEST(Artefacts, AreAllThereAndSaySo) {
    SimulatedDisk disk;

    const auto written = write_artefacts(disk, "/runs/first", small_result(), "/state/.lock");

    ASSERT_TRUE(written) << describe(written.error());
    EXPECT_EQ(*written, Written::new_folder);
    EXPECT_THAT(disk.list("/runs/first").value(),
                testing::ElementsAre("equity.csv",
                                     "equity.json",
                                     "fills.csv",
                                     "fills.json",
                                     "funding.csv",
                                     "funding.json",
                                     "manifest.json",
                                     "metrics.json",
                                     "orders.csv",
                                     "orders.json",
                                     "tear_sheet.html",
                                     "trades.csv",
                                     "trades.json"));
    EXPECT_THAT(disk.list("/runs").value(), testing::ElementsAre("first"));
}

TEST(Artefacts, TheSameResultAgainIsNoWorkAndAnotherIsRefused) {
    SimulatedDisk disk;
    ASSERT_TRUE(write_artefacts(disk, "/runs/first", small_result(), "/state/.lock"));
    BacktestResult other = small_result(2);
    other.manifest.result_hash = std::string(64, '9');

    const auto again = write_artefacts(disk, "/runs/first", small_result(), "/state/.lock");
    const auto refused = write_artefacts(disk, "/runs/first", other, "/state/.lock");

    ASSERT_TRUE(again) << describe(again.error());
    EXPECT_EQ(*again, Written::same_was_there);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::already_exists);
    EXPECT_EQ(read_stored_result(disk, "/runs/first")->result_hash,
              small_result().manifest.result_hash);
}

TEST(Artefacts, AFileThatWasEditedIsRefusedWithItsName) {
    for (const char* name : {"metrics.json", "manifest.json", "trades.csv", "tear_sheet.html"}) {
        SimulatedDisk disk;
        ASSERT_TRUE(write_artefacts(disk, "/runs/first", small_result(), "/state/.lock"));
        const Disk::Path path = Disk::Path("/runs/first") / name;
        std::string text = disk.read_file(path, {.size_max = 1U << 24U}).value();
        const auto digit = text.find("20");
        ASSERT_NE(digit, std::string::npos);
        text.replace(digit, 2, "21");
        ASSERT_TRUE(write_atomically(disk, path, text));

        const auto read = read_stored_result(disk, "/runs/first");
        const auto again = write_artefacts(disk, "/runs/first", small_result(), "/state/.lock");

        ASSERT_FALSE(read) << name;
        EXPECT_EQ(read.error().code, ErrorCode::hash_mismatch) << describe(read.error());
        EXPECT_EQ(read.error().file, path.string());
        EXPECT_FALSE(again) << name;
    }
}

TEST(Artefacts, OfBeforeThereWereChecksumsAreReadAndNotProven) {
    SimulatedDisk disk;
    ASSERT_TRUE(write_artefacts(disk, "/runs/first", small_result(), "/state/.lock"));
    EXPECT_TRUE(read_stored_result(disk, "/runs/first")->is_proven);
    const Disk::Path path = "/runs/first/manifest.json";
    std::string text = disk.read_file(path, {.size_max = 1U << 24U}).value();
    const auto begin = text.find(",\n  \"files\"");
    ASSERT_NE(begin, std::string::npos);
    ASSERT_TRUE(write_atomically(disk, path, text.substr(0, begin) + "\n}\n"));

    const auto read = read_stored_result(disk, "/runs/first");

    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_FALSE(read->is_proven);
    const std::vector<StoredResult> one = {*read};
    EXPECT_THAT(compared(one).unproven, testing::ElementsAre("first"));
}

TEST(Artefacts, AFolderThatIsNoResultIsLeftAlone) {
    SimulatedDisk disk;
    ASSERT_TRUE(disk.make_directories("/runs/mine"));

    const auto refused = write_artefacts(disk, "/runs/mine", small_result(), "/state/.lock");

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::already_exists);
    EXPECT_TRUE(disk.list("/runs/mine")->empty());
}

TEST(Artefacts, WhenThePowerFailsTheResultIsWholeOrNotThere) {
    const BacktestResult result = small_result();
    SimulatedDisk whole;
    ASSERT_TRUE(write_artefacts(whole, "/runs/first", result, "/state/.lock"));
    const std::uint64_t operations = whole.operations();

    for (std::uint64_t at = 1; at <= operations; ++at) {
        SimulatedDisk disk;
        disk.cut_power_at(at);
        const auto cut = write_artefacts(disk, "/runs/first", result, "/state/.lock");
        disk.reboot();

        if (disk.exists("/runs/first")) {
            EXPECT_EQ(disk.list("/runs/first")->size(), 13U) << at;
            EXPECT_TRUE(read_stored_result(disk, "/runs/first")) << at;
        } else {
            EXPECT_FALSE(cut) << at;
        }
        const auto again = write_artefacts(disk, "/runs/first", result, "/state/.lock");
        EXPECT_TRUE(again) << at << " " << describe(again.error());
    }
}

TEST(Artefacts, AFullDiskLeavesNothingBehind) {
    SimulatedDisk disk({.capacity_bytes = 20'000});

    const auto refused = write_artefacts(disk, "/runs/first", small_result(), "/state/.lock");

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::disk_full);
    EXPECT_THAT(disk.list("/runs").value(), testing::IsEmpty());
}

TEST(StoredResult, IsWhatWasWritten) {
    for (const BacktestResult& result : {small_result(), hostile_result(), ruined_result()}) {
        SimulatedDisk disk;
        ASSERT_TRUE(write_artefacts(disk, "/runs/x", result, "/state/.lock"));

        const auto read = read_stored_result(disk, "/runs/x");
        const auto direct = stored_of(result, "x");

        ASSERT_TRUE(read) << describe(read.error());
        ASSERT_TRUE(direct) << describe(direct.error());
        ASSERT_EQ(read->metrics.size(), direct->metrics.size());
        for (std::size_t at = 0; at < read->metrics.size(); ++at) {
            EXPECT_EQ(read->metrics[at].value, direct->metrics[at].value);
            EXPECT_EQ(read->metrics[at].cash, direct->metrics[at].cash);
            EXPECT_EQ(metric_text(read->metrics[at]), metric_text(direct->metrics[at]));
        }
        EXPECT_EQ(read->is_synthetic, result.manifest.is_synthetic);
        EXPECT_EQ(read->facts.size(), direct->facts.size());
    }
}

TEST(StoredResult, DamageIsRefusedWithItsFile) {
    const std::vector<std::string> damaged = {
        "",
        "{",
        "[]",
        R"({"schema": "tradelab.metrics/2"})",
        R"({"schema": "tradelab.metrics/1"})",
        R"({"schema": "tradelab.metrics/1", "metrics": [{"key": "x"}]})",
        R"({"schema": "tradelab.metrics/1", "metrics": [{"key": "x", "label": "x", "unit": "cash",
            "better": "lower", "meaning": "x", "value": "1.5x"}]})"};
    for (const std::string& text : damaged) {
        SimulatedDisk disk;
        ASSERT_TRUE(write_artefacts(disk, "/runs/x", small_result(), "/state/.lock"));
        ASSERT_TRUE(write_atomically(disk, "/runs/x/metrics.json", text));

        const auto read = read_stored_result(disk, "/runs/x");

        ASSERT_FALSE(read) << text;
        EXPECT_THAT(read.error().file, testing::HasSubstr("metrics.json")) << text;
    }
}

}  // namespace
}  // namespace tradelab

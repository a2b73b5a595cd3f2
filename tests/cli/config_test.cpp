#include "cli/commands.hpp"
#include "os/process.hpp"
#include "os/simulated_disk.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

// A folder of settings of one's own, on a disk that fails.
namespace tradelab {
namespace {

class Settings : public testing::Test {
public:
    SimulatedDisk disk;

    Settings() {
        put("/came/tradelabd.toml");
        put("/came/risk.toml");
        put("/came/evidence.toml");
        put("/came/venues/one.toml");
        put("/came/venues/two.toml");
        EXPECT_TRUE(disk.make_directories("/place"));
    }
    Answer init(const std::string& folder = "/place/mine") {
        Output output{{}};
        RealProcess process;
        Layout layout;
        layout.config = "/came";
        layout.here = "/place";
        Session session{.output = output, .disk = disk, .process = process, .layout = layout};
        return run(session, InitSettings{.folder = folder});
    }
    // All of it, as it came.
    [[nodiscard]] bool is_whole(const std::string& folder = "/place/mine") const {
        for (const char* file : {"tradelabd.toml",
                                 "risk.toml",
                                 "evidence.toml",
                                 "venues/one.toml",
                                 "venues/two.toml"}) {
            const auto text = disk.read_file(folder + "/" + file, {.size_max = 1'000});
            if (!text || *text != "/came/" + std::string(file)) {
                return false;
            }
        }
        return true;
    }

private:
    void put(const std::string& path) {
        EXPECT_TRUE(disk.make_directories(Disk::Path(path).parent_path()));
        EXPECT_TRUE(write_atomically(disk, path, path));
    }
};

TEST_F(Settings, AreCopiedWholeWithNothingElseBesideThem) {
    ASSERT_TRUE(init());
    ASSERT_TRUE(init("yours/"));

    EXPECT_TRUE(is_whole());
    EXPECT_TRUE(is_whole("/place/yours"));
    EXPECT_EQ(disk.list("/place").value(), (std::vector<std::string>{"mine", "yours"}));
}

TEST_F(Settings, WhereTheDiskFailsNothingHalfMadeIsLeftAndTheSecondAttemptMakesIt) {
    int failures = 0;
    for (std::uint64_t at = 1; at < 200; ++at) {
        disk.fail_at(at, ErrorCode::disk_full);

        const auto first = init();
        disk.fail_at(1'000'000, ErrorCode::disk_full);  // nothing more of what is only looked at

        if (!first) {
            ++failures;
            EXPECT_TRUE(!disk.exists("/place/mine") || is_whole()) << at;
            const auto second = init();
            EXPECT_TRUE(second || is_whole()) << at << ": " << describe(second.error());
        }
        EXPECT_TRUE(is_whole()) << at;
        disk.reboot();
        if (!disk.exists("/place/mine")) {
            // Only the last sync was missed, so the name was lost with the power.
            ASSERT_TRUE(init()) << at;
            EXPECT_TRUE(is_whole()) << at;
        }
        ASSERT_TRUE(disk.remove_tree("/place/mine"));
        EXPECT_EQ(disk.list("/place").value(), std::vector<std::string>{}) << at;
    }
    EXPECT_GT(failures, 20);
}

TEST_F(Settings, APowerCutLeavesAllOfThemOrNone) {
    for (std::uint64_t at = 1; at < 200; ++at) {
        disk.cut_power_at(at);

        (void)init();
        disk.reboot();

        EXPECT_TRUE(!disk.exists("/place/mine") || is_whole()) << at;
        const auto second = init();
        EXPECT_TRUE(second || is_whole()) << at << ": " << describe(second.error());
        EXPECT_TRUE(is_whole()) << at;
        ASSERT_TRUE(disk.remove_tree("/place/mine"));
    }
}

}  // namespace
}  // namespace tradelab

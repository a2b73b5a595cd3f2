#include "daemon/running_daemon.hpp"
#include "lifecycle/lifecycle.hpp"
#include "lifecycle/subject.hpp"
#include "os/real_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

// A command that the program names works as it stands there, whatever places the daemon was given.
namespace tradelab {
namespace {

using testing::HasSubstr;
using testing::Not;

// These homes have a blank in their names.
std::string in_shell(const std::filesystem::path& path) {
    return "'" + path.string() + "'";
}

TEST(Places, OfADaemonThatWasToldAnotherStoreAreInTheCommandsThatNeedIt) {
    const DaemonHome home;
    home.settings({{"paper.strategies", "[]"}});
    std::vector<StageEdge> edges;
    for (int at = 0; at < static_cast<int>(LifeStage::awaiting_approval); ++at) {
        edges.push_back(step("one",
                             static_cast<LifeStage>(at),
                             static_cast<LifeStage>(at + 1),
                             VerdictBasis::synthetic));
    }
    RealDisk disk;
    ASSERT_TRUE(Lifecycle(disk, home.state() / "lifecycle").add(edges, UnixNanos(1)));
    const std::string store = (home.file().parent_path() / "an other").string();

    const RunningDaemon daemon(home, RunningDaemon::Wait::for_answers, {"--store", store});
    const auto status = home.tradelab({"status", "--plain"});
    const auto settled = home.run("tradelab", {"status", "--config", home.file().string()});

    EXPECT_THAT(status.output.bytes,
                HasSubstr("tradelab approve --state " + in_shell(home.state()) + " --config " +
                          in_shell(home.file()) + " --store " + in_shell(store)));
    EXPECT_THAT(status.output.bytes,
                HasSubstr("tradelab lab show --state " + in_shell(home.state()) + " "));
    EXPECT_EQ(settled.exit_code, 3);
    EXPECT_THAT(settled.errors.bytes,
                HasSubstr("start it with: tradelabd --config " + in_shell(home.file()) + "\n"));
}

TEST(Places, OfADaemonThatWasToldNoStoreAreThoseThatWereTyped) {
    const DaemonHome home;
    home.settings({{"paper.strategies", "[]"}});

    const auto doctor = home.tradelab({"doctor", "--plain"});
    const RunningDaemon daemon(home);
    const auto status = home.tradelab({"status", "--plain"});

    EXPECT_THAT(doctor.output.bytes,
                HasSubstr("start it with: tradelabd --state " + in_shell(home.state()) +
                          " --config " + in_shell(home.file())));
    EXPECT_THAT(status.output.bytes, Not(HasSubstr("--store")));
}

// What names no state is asked with the one of the settings that were typed.
TEST(Places, OfTheSettingsReachCommandsThatTakeNoSettings) {
    const DaemonHome home;
    home.settings({{"paper.strategies", "[]"}, {"directory", "\"s\""}});
    std::vector<StageEdge> edges;
    for (int at = 0; at < static_cast<int>(LifeStage::awaiting_approval); ++at) {
        edges.push_back(step("one",
                             static_cast<LifeStage>(at),
                             static_cast<LifeStage>(at + 1),
                             VerdictBasis::synthetic));
    }
    RealDisk disk;
    ASSERT_TRUE(Lifecycle(disk, home.state() / "lifecycle").add(edges, UnixNanos(1)));

    const RunningDaemon daemon(home);
    const auto status =
        home.run("tradelab", {"status", "--plain", "--config", home.file().string()});

    EXPECT_THAT(status.output.bytes,
                HasSubstr("tradelab lab show --state " + in_shell(home.state()) + " "));
    EXPECT_THAT(status.output.bytes,
                HasSubstr("tradelab approve --config " + in_shell(home.file()) + " "));
}

}  // namespace
}  // namespace tradelab

#include "daemon/running_daemon.hpp"
#include "document/json_write.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iostream>
#include <iterator>

// Strategies that fall ill in the real daemon, each in a process of its own.
namespace tradelab {
namespace {

using testing::HasSubstr;

// As tests/ward/patient.cpp counts them.
constexpr int throws = 1;
constexpr int segfault = 2;
constexpr int aborts = 3;
constexpr int exits = 4;
constexpr int hangs = 5;
constexpr int silent = 6;
constexpr int onset = 700;  // bars: warm-up is over, and the feed is not

bool has_ended(const JsonValue& status) {
    const bool* ended = status["feed"]["ended"].boolean();
    return ended != nullptr && *ended;
}

const JsonValue& instance(const JsonValue& status, std::size_t place) {
    return status["instances"].array()->at(place);
}

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Ward, TheSickAreIsolatedAndReportedTheSilentAreReportedAndTheOthersTrade) {
    const DaemonHome home;
    home.strategies({"momentum_syn_perp_1h.json",
                     "mean_reversion_syn_perp_1h.json",
                     home.patient("errs", throws, onset),
                     home.patient("crashes", segfault, onset),
                     home.patient("aborts", aborts, onset),
                     home.patient("leaves", exits, onset),
                     home.patient("hangs", hangs, onset),
                     home.patient("sleeps", silent, 0)});
    std::string before;
    {
        RunningDaemon daemon(home);
        const auto status = daemon.status_when(has_ended);

        for (const std::size_t well : {0U, 1U, 7U}) {
            EXPECT_TRUE(instance(status, well)["failed"].is_null()) << well;
        }
        EXPECT_GT(*instance(status, 0)["orders"].integer(), 0);
        EXPECT_GT(*instance(status, 1)["orders"].integer(), 0);
        EXPECT_EQ(*instance(status, 7)["orders"].integer(), 0);
        const std::vector<std::string> reasons = {"I feel unwell",
                                                  IS_SANITIZED ? "its process" : "SIGSEGV",
                                                  IS_SANITIZED ? "its process" : "SIGABRT",
                                                  "exited with code 0",
                                                  "gave no answer within 1000 ms"};
        for (std::size_t at = 0; at < reasons.size(); ++at) {
            EXPECT_THAT(line_json(instance(status, at + 2)["failed"]), HasSubstr(reasons[at]));
        }
        const std::string needs = line_json(status["needs_a_person"]);
        for (const char* name : {"errs", "crashes", "aborts", "leaves", "hangs"}) {
            EXPECT_THAT(needs, HasSubstr(std::string(name) + " failed and is isolated"));
        }
        EXPECT_THAT(needs, HasSubstr("sleeps has asked for nothing since"));
        const std::string log = text_of(home.state() / "tradelabd.log");
        EXPECT_THAT(log, HasSubstr("strategy_isolated"));
        EXPECT_THAT(log, HasSubstr("\"restarting\""));
        EXPECT_THAT(home.tradelab({"status", "--plain"}).output.bytes, HasSubstr("SIG"));
        before = line_json(status["decision_hash"]) + line_json(status["instances"]);
        daemon.send_signal(SIGKILL);
        EXPECT_EQ(daemon.wait(), -SIGKILL);
    }

    // What is over is not tried again: no child but those of the healthy, and no crash.
    const RunningDaemon again(home);
    const auto status = again.ask(ControlVerb::status);
    EXPECT_EQ(line_json(status["decision_hash"]) + line_json(status["instances"]), before);
}

TEST(Ward, AChildThatIsKilledFromOutsideIsReplacedAndNothingChanges) {
    const DaemonHome home;
    const std::vector<std::filesystem::path> well = {"momentum_syn_perp_1h.json",
                                                     "mean_reversion_syn_perp_1h.json"};
    home.strategies(well);
    std::string undisturbed;
    {
        const RunningDaemon daemon(home);
        undisturbed = line_json(daemon.status_when(has_ended)["decision_hash"]);
    }
    std::filesystem::remove_all(home.state());
    // Ten bars a second: there is a next one, however long it takes to look.
    home.strategies(well, "36000");
    {
        RunningDaemon daemon(home);
        const auto children = daemon.children();
        ASSERT_EQ(children.size(), 2U);
        for (const pid_t child : children) {
            ASSERT_EQ(::kill(child, SIGKILL), 0);
        }
        wait_until(
            [&] {
                const auto now = daemon.children();
                return now.size() == 2 && std::ranges::find_first_of(now, children) == now.end();
            },
            "another process for each");
        daemon.send_signal(SIGTERM);
        ASSERT_EQ(daemon.wait(), 0);
    }
    home.strategies(well);

    const RunningDaemon daemon(home);
    const auto status = daemon.status_when(has_ended);

    EXPECT_EQ(line_json(status["decision_hash"]), undisturbed);
    EXPECT_TRUE(instance(status, 0)["failed"].is_null());
    EXPECT_THAT(text_of(home.state() / "tradelabd.log"), HasSubstr("was ended by SIGKILL"));
}

}  // namespace
}  // namespace tradelab

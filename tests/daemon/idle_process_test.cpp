#include "daemon/running_daemon.hpp"
#include "document/json_write.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>

// The real daemon where nothing trades.
namespace tradelab {
namespace {

using testing::HasSubstr;

void kill(RunningDaemon& daemon) {
    daemon.send_signal(SIGKILL);
    EXPECT_EQ(daemon.wait(), -SIGKILL);
}

TEST(IdleProcess, APauseHoldsOverAKillAndADamagedRecordStopsItInsteadOfEndingIt) {
    const DaemonHome home;
    home.settings({{"paper.strategies", "[]"}});
    {
        RunningDaemon daemon(home);
        ASSERT_EQ(home.tradelab({"pause", "--reason", "lunch"}).exit_code, 0);
        kill(daemon);
    }
    {
        RunningDaemon daemon(home);
        const auto status = daemon.status();
        EXPECT_EQ(line_json(status["state"]), "\"paused\"");
        EXPECT_EQ(line_json(status["last_command"]["reason"]), "\"lunch\"");
        kill(daemon);
    }
    {
        std::fstream record(home.state() / "paper/idle", std::ios::in | std::ios::out);
        record.seekp(-40, std::ios::end);
        record.put('\x7f');
    }

    const RunningDaemon daemon(home);
    const auto status = daemon.status();

    EXPECT_EQ(line_json(status["state"]), "\"stopped\"");
    EXPECT_THAT(line_json(status["needs_a_person"]), HasSubstr("move both away"));
    EXPECT_THAT(home.tradelab({"panic"}).errors.bytes, HasSubstr("panic holds"));
    EXPECT_EQ(line_json(daemon.status()["state"]), "\"panicked\"");
    for (const char* file : {"idle", "idle.mark"}) {
        std::filesystem::remove(home.state() / "paper" / file);
    }
    (void)daemon.status_when([](const JsonValue& seen) {
        return line_json(seen["needs_a_person"]).find("move both away") == std::string::npos;
    });
    EXPECT_EQ(home.tradelab({"resume"}).exit_code, 0);
    EXPECT_EQ(line_json(daemon.status()["state"]), "\"running\"");
}

}  // namespace
}  // namespace tradelab

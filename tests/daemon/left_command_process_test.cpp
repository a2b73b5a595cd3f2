#include "daemon/running_daemon.hpp"
#include "document/json_write.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace tradelab {
namespace {

using testing::HasSubstr;

std::string at(const JsonValue& document, std::string_view name) {
    return line_json(document[name]);
}

bool has_ended(const JsonValue& status) {
    return status["feed"]["ended"] == JsonValue(true);
}

TEST(DaemonProcess, PauseAndResumeWorkWithTheDaemonStoppedAndAreTakenUpByItsNextStart) {
    const DaemonHome home;
    const auto nowhere = home.tradelab({"pause", "--reason", "a slip of the pen"});
    EXPECT_EQ(nowhere.exit_code, 3) << "no daemon ever ran there";
    EXPECT_FALSE(std::filesystem::exists(home.state()));
    std::filesystem::create_directories(home.state());
    const auto paused = home.tradelab({"pause", "--reason", "holidays"});
    EXPECT_EQ(paused.exit_code, 0) << paused.errors.bytes;
    EXPECT_THAT(paused.output.bytes, HasSubstr("takes effect when one starts"));
    {
        const RunningDaemon daemon(home);
        const auto status = daemon.status_when(has_ended);
        EXPECT_EQ(at(status, "state"), "\"paused\"");
        EXPECT_EQ(at(status, "fills"), "0");
    }

    EXPECT_EQ(home.tradelab({"stop"}).exit_code, 0);
    EXPECT_EQ(home.tradelab({"resume"}).exit_code, 0);
    {
        const RunningDaemon daemon(home);
        const auto is_running = [](const JsonValue& one) {
            return at(one, "state") == "\"running\"";
        };
        (void)daemon.status_when(is_running);
    }

    EXPECT_EQ(home.tradelab({"resume"}).exit_code, 0);
    EXPECT_EQ(home.tradelab({"stop"}).exit_code, 0);
    const RunningDaemon last(home);
    EXPECT_EQ(at(last.status_when(has_ended), "state"), "\"stopped\"");
    EXPECT_FALSE(std::filesystem::exists(home.state() / "paper/left-command"));
}

}  // namespace
}  // namespace tradelab

#include "daemon/running_daemon.hpp"
#include "document/json_write.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <iostream>
#include <system_error>

// The real daemon is killed with -9 again and again, at moments paced by what it has written.
namespace tradelab {
namespace {

bool has_ended(const JsonValue& status) {
    const bool* ended = status["feed"]["ended"].boolean();
    return ended != nullptr && *ended;
}

// Of its journal; 0 before there is one.
std::uintmax_t written(const DaemonHome& home) {
    std::error_code none;
    const auto bytes = std::filesystem::file_size(home.state() / "paper/journal", none);
    return none ? 0 : bytes;
}

std::string account_of(const JsonValue& status) {
    std::string out = line_json(status["decision_hash"]) + " " + line_json(status["equity"]) + " " +
                      line_json(status["fills"]);
    // Who failed, and not in which words: those of a sanitizer name the process.
    for (const JsonValue& one : *status["instances"].array()) {
        out += " " + line_json(one["name"]) + " " + line_json(one["equity"]) + " " +
               line_json(one["orders"]) + (one["failed"].is_null() ? "" : " failed");
    }
    return out;
}

TEST(Kill, AtDozensOfMomentsLeavesTheDecisionsOfAnUninterruptedRun) {
    constexpr std::uintmax_t kills_max = IS_SANITIZED ? 6 : 36;
    const DaemonHome home;
    // The third crashes on the way, in whichever life comes there.
    const std::vector<std::filesystem::path> files = {"momentum_syn_perp_1h.json",
                                                      "mean_reversion_syn_perp_1h.json",
                                                      home.patient("crashes", 2, 900)};
    home.strategies(files, "3000000");
    std::string undisturbed;
    std::uintmax_t whole = 0;
    {
        const RunningDaemon daemon(home);
        undisturbed = account_of(daemon.status_when(has_ended));
        whole = written(home);
    }
    std::filesystem::remove_all(home.state());

    std::uintmax_t kills = 0;
    bool is_over = false;
    for (std::uintmax_t at = 1; at <= kills_max && !is_over; ++at) {
        RunningDaemon daemon(home, RunningDaemon::Wait::nothing);
        // Enough more than there was, or the end of the feed.
        const std::uintmax_t mark = whole * at / (kills_max + 1);
        wait_until(
            [&] {
                is_over = written(home) < mark && daemon.answers() && has_ended(daemon.status());
                return is_over || written(home) >= mark;
            },
            "so much in the journal");
        daemon.send_signal(SIGKILL);
        EXPECT_EQ(daemon.wait(), -SIGKILL);
        ++kills;
    }

    const RunningDaemon last(home);
    EXPECT_EQ(account_of(last.status_when(has_ended)), undisturbed);
    EXPECT_THAT(undisturbed, testing::HasSubstr(" failed"));
    EXPECT_GE(kills, kills_max / 2);
    std::cout << kills << " kills within " << whole << " bytes of journal\n";
}

}  // namespace
}  // namespace tradelab

#include "daemon/running_daemon.hpp"
#include "support/tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

// How the real daemon begins where a person is there to see it, and where it has nothing to do.
namespace tradelab {
namespace {

using testing::HasSubstr;

// It used to wait for the end of a feed that nothing had.
TEST(StartProcess, OnceWithNothingToTradeEndsAndSaysWhy) {
    const DaemonHome home;
    for (const char* listed : {"[]", "\"proven\""}) {
        home.settings({{"paper.strategies", listed}});

        const auto once = home.tradelabd({"--once"});

        EXPECT_EQ(once.exit_code, 6) << once.errors.bytes;
        EXPECT_THAT(once.errors.bytes, HasSubstr("there is no feed whose end could be awaited"));
        EXPECT_THAT(once.errors.bytes, HasSubstr("nothing trades: "));
        EXPECT_EQ(std::ranges::count(once.errors.bytes, '\n'), 1) << once.errors.bytes;
    }
}

// To whoever typed its name; a service's log is a file, and there is nothing on its stderr.
TEST(StartProcess, OnATerminalItSaysWhatItRunsOnAndWhereItSpeaks) {
    const DaemonHome home;
    const std::string program = (build_tree() / "stage/bin/tradelabd").string();

    const auto typed = home.run_on_terminal(
        {program, "--once", "--config", home.file().string(), "--state", home.state().string()});

    EXPECT_THAT(typed, testing::StartsWith("PAPER  SYNTHETIC data  socket "));
    EXPECT_THAT(typed, HasSubstr(home.socket().string()));
    EXPECT_THAT(typed, HasSubstr("log " + (home.state() / "tradelabd.log").string()));
}

}  // namespace
}  // namespace tradelab

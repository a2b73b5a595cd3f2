#include "os/simulated_process.hpp"

#include <gtest/gtest.h>

namespace tradelab {
namespace {

TEST(SimulatedProcess, AnswersByTheFirstWordsOnceEachAndRemembersTheCalls) {
    SimulatedProcess process;
    process.script({"/bin/probe", "check"}, Outcome{.exit_code = 1});
    process.script({"/bin/probe", "check"}, Outcome{.ended = Ended::timed_out});
    process.script({"/bin/probe"}, fail(ErrorCode::not_found, "gone"));
    const Command check{.program = "/bin/probe", .arguments = {"check", "x.so"}};

    EXPECT_EQ(process.run(check)->exit_code, 1);
    EXPECT_EQ(process.run(check)->ended, Ended::timed_out);
    EXPECT_EQ(process.run(check).error().context, "gone");

    const auto unanswered = process.run(check);
    ASSERT_FALSE(unanswered);
    EXPECT_NE(unanswered.error().context.find("/bin/probe check x.so"), std::string::npos);
    EXPECT_EQ(process.calls().size(), 4U);
    EXPECT_EQ(process.calls().front().arguments, check.arguments);
}

TEST(SimulatedProcess, DoesNotTakeAnotherProgramForTheScriptedOne) {
    SimulatedProcess process;
    process.script({"/bin/probe", "check"}, Outcome{});

    EXPECT_FALSE(process.run({.program = "/bin/other", .arguments = {"check"}}));
    EXPECT_FALSE(process.run({.program = "/bin/probe"}));
    EXPECT_TRUE(process.run({.program = "/bin/probe", .arguments = {"check"}}));
}

}  // namespace
}  // namespace tradelab

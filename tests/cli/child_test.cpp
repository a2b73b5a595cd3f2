#include "cli/child.hpp"

#include "os/real_disk.hpp"
#include "os/simulated_process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <string>

// What is made of the end of a plugin's process.
namespace tradelab {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class AskedChild : public testing::Test {
public:
    AskedChild() { layout_.program = "/tradelab"; }
    [[nodiscard]] Result<ChildAnswer> after(const Outcome& outcome) {
        process_.script({"/tradelab", "analyze-child"}, outcome);
        return ask_child(session_,
                         {.words = {"analyze-child"},
                          .about = "org.example.model",
                          .target = "org.example.model",
                          .patience = 30s,
                          .limits = {.cpu_seconds = 10},
                          .own_time = 10s});
    }

private:
    Output output_{{}};
    RealDisk disk_;
    SimulatedProcess process_;
    Layout layout_;
    Session session_{.output = output_, .disk = disk_, .process = process_, .layout = layout_};
};

TEST_F(AskedChild, WhoHadTimeOfItsOwnAndSaidNothingIsToBlame) {
    const auto said =
        after({.ended = Ended::timed_out, .wall = 30s, .cpu = 100ms, .kept_waiting = 19s});

    ASSERT_FALSE(said);
    EXPECT_EQ(said.error().code, ErrorCode::timed_out);
    EXPECT_THAT(describe(said.error()), HasSubstr("org.example.model gave no answer in 30 s"));
}

TEST_F(AskedChild, WhomTheMachineKeptWaitingIsNotToBlame) {
    const auto said =
        after({.ended = Ended::timed_out, .wall = 30s, .cpu = 200ms, .kept_waiting = 28s});

    ASSERT_FALSE(said);
    EXPECT_EQ(said.error().code, ErrorCode::io_failed);
    EXPECT_THAT(
        describe(said.error()),
        HasSubstr("the machine is too busy to run org.example.model: of 30 s it had 2.0 s"));
}

TEST_F(AskedChild, WhoUsedUpItsProcessorTimeIsToBlameHoweverBusyTheMachineWas) {
    const auto said = after({.ended = Ended::signalled,
                             .signal = SIGXCPU,
                             .wall = 29s,
                             .cpu = 10s,
                             .kept_waiting = 19s});

    ASSERT_FALSE(said);
    EXPECT_EQ(said.error().code, ErrorCode::timed_out);
    EXPECT_THAT(describe(said.error()),
                HasSubstr("org.example.model gave no answer in 10 s of the processor"));
}

TEST_F(AskedChild, WhatItWaitedForOthersIsNotCountedAsItsTime) {
    const auto said =
        after({.wall = 9s, .kept_waiting = 6s, .report = {.bytes = R"({"answer":"yes"})"}});

    ASSERT_TRUE(said) << describe(said.error());
    EXPECT_EQ(said->took, 3s);
}

}  // namespace
}  // namespace tradelab

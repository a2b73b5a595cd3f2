#include "os/companion.hpp"

#include "os/companion_duty.hpp"
#include "os/simulated_companion.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <iterator>
#include <poll.h>
#include <string_view>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace tradelab {
namespace {

using namespace std::chrono_literals;
using Heard = Companion::Heard;

constexpr auto long_enough = 60s;  // for what is certain to come

std::unique_ptr<Companion> shell(std::string script, std::size_t bytes = 4'096) {
    auto started =
        RealCompanions().start({.program = "/bin/sh",
                                .arguments = {"-c", std::move(script)},
                                .variables = {{.name = "PATH", .value = "/usr/bin:/bin"}}},
                               bytes);
    EXPECT_TRUE(started) << describe(started.error());
    return *std::move(started);
}

std::string_view text_at(Companion& companion, std::size_t size) {
    return {reinterpret_cast<const char*>(companion.memory().data()), size};
}

std::ptrdiff_t open_descriptors() {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

bool no_child_is_left() {
    return ::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD;
}

TEST(Companion, SeesTheMemoryAndAnswersTheBell) {
    const auto child = shell(
        "head -c 1 <&4 >/dev/null; head -c 5 /proc/self/fd/3 >&2;"
        "printf world 1<>/proc/self/fd/3; printf x >&4; head -c 1 <&4");
    std::ranges::copy(std::as_bytes(std::span("hello", 5)), child->memory().begin());

    child->ring();

    ASSERT_EQ(child->wait(long_enough), Heard::bell);
    EXPECT_EQ(text_at(*child, 5), "world");
    const CompanionEnd end = child->end();
    EXPECT_EQ(end.by, CompanionEnd::By::us);
    EXPECT_EQ(end.signal, SIGKILL);
    EXPECT_EQ(end.errors, "hello");
}

TEST(Companion, SaysHowItEndedByItself) {
    const auto exited = shell("echo why >&2; exit 3");
    ASSERT_EQ(exited->wait(long_enough), Heard::ended);
    EXPECT_EQ(describe(exited->end()), "exited with code 3");
    EXPECT_EQ(exited->end().by, CompanionEnd::By::itself);
    EXPECT_EQ(exited->end().errors, "why\n");

    const auto crashed = shell("kill -SEGV $$");
    ASSERT_EQ(crashed->wait(long_enough), Heard::ended);
    EXPECT_EQ(describe(crashed->end()), "was ended by SIGSEGV");
    EXPECT_EQ(crashed->wait(0ns), Heard::ended);
    crashed->ring();  // to nobody: nothing happens
}

TEST(Companion, AnAnswerBeforeTheEndIsHeardFirst) {
    const auto child = shell("printf x >&4; exit 0");
    const auto other = shell("exit 0");
    ASSERT_EQ(other->wait(long_enough), Heard::ended);

    EXPECT_EQ(child->wait(long_enough), Heard::bell);
    EXPECT_EQ(child->wait(long_enough), Heard::ended);
}

TEST(Companion, SilenceEndsWithOurPatienceAndTheChildWithItsObject) {
    auto child = shell("printf x >&4; while :; do :; done");
    ASSERT_EQ(child->wait(long_enough), Heard::bell);  // it runs

    EXPECT_EQ(child->wait(1ms), Heard::nothing);
    const auto number = static_cast<pid_t>(child->number());
    EXPECT_EQ(::kill(number, 0), 0);
    child.reset();

    EXPECT_EQ(::kill(number, 0), -1);
    EXPECT_TRUE(no_child_is_left());
}

TEST(Companion, ABellThatHangsUpIsNotYetTheEnd) {
    const auto child = shell("exec 4>&-; head -c 1 /dev/zero >&2; kill -USR1 $$");

    EXPECT_EQ(child->wait(long_enough), Heard::ended);
    EXPECT_EQ(child->end().signal, SIGUSR1);
}

TEST(Companion, CannotTakeTheMemoryAwayFromUnderUs) {
    const auto child = shell("truncate -s 0 /proc/self/fd/3 && exit 7; exit 8");

    ASSERT_EQ(child->wait(long_enough), Heard::ended);
    EXPECT_EQ(child->end().exit_code, 8);
    EXPECT_EQ(child->memory().size(), 4'096U);
    EXPECT_EQ(child->memory()[4'095], std::byte{0});
}

TEST(Companion, WhoFloodsItsErrorsIsNotHeldUp) {
    const auto child = shell("head -c 10000000 /dev/zero >&2 2>/dev/null; exit 5");

    ASSERT_EQ(child->wait(long_enough), Heard::ended);
    EXPECT_LE(child->end().errors.size(), 65'536U);
}

TEST(Companion, WhatItStartedEndsWithIt) {
    // The grandchild holds the bell open, and must not outlive the group.
    auto child = shell("sleep 1000 & echo $! 1<>/proc/self/fd/3; printf x >&4; wait");
    ASSERT_EQ(child->wait(long_enough), Heard::bell);
    const pid_t grandchild = std::stoi(std::string(text_at(*child, 12)));
    // By number, as os/child_start has it: glibc 2.36 declares the wrapper without C linkage.
    const auto watched = static_cast<int>(::syscall(SYS_pidfd_open, grandchild, 0));
    ASSERT_GE(watched, 0);

    child.reset();

    pollfd over{.fd = watched, .events = POLLIN, .revents = 0};
    EXPECT_EQ(::poll(&over, 1, 60'000), 1) << "it still runs";
    ::close(watched);
}

TEST(Companion, AProgramThatCannotRunIsAnErrorAndLeavesNothingBehind) {
    const auto before = open_descriptors();
    const Command missing{.program = "/nowhere/at/all"};
    const Command relative{.program = "sh"};

    const auto none = RealCompanions().start(missing, 4'096);
    const auto unclear = RealCompanions().start(relative, 4'096);

    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::not_found);
    ASSERT_FALSE(unclear);
    EXPECT_EQ(unclear.error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(open_descriptors(), before);
    EXPECT_TRUE(no_child_is_left());
}

TEST(Companion, LeavesNoDescriptorBehind) {
    const auto before = open_descriptors();
    for (int turn = 0; turn < 3; ++turn) {
        const auto child = shell("exit 0");
        EXPECT_EQ(child->wait(long_enough), Heard::ended);
    }

    EXPECT_EQ(open_descriptors(), before);
}

TEST(CompanionDuty, IsRefusedInAProcessThatIsNoCompanion) {
    const auto duty = CompanionDuty::take();

    ASSERT_FALSE(duty);
    EXPECT_EQ(duty.error().code, ErrorCode::invalid_argument);
}

TEST(SimulatedCompanion, DoesAtTheBellWhatItsFunctionDoes) {
    SimulatedCompanions companions([](const Command&) -> Result<SimulatedCompanions::Act> {
        return [turn = 0](std::span<std::byte> memory) mutable {
            memory[0] = std::byte{7};
            return turn++ == 0 ? Heard::bell : Heard::ended;
        };
    });
    const auto child = companions.start({}, 64);
    ASSERT_TRUE(child);
    EXPECT_EQ((*child)->wait(1s), Heard::nothing);

    (*child)->ring();

    EXPECT_EQ((*child)->memory()[0], std::byte{7});
    EXPECT_EQ((*child)->wait(1s), Heard::bell);
    EXPECT_EQ((*child)->wait(1s), Heard::nothing);
    (*child)->ring();
    EXPECT_EQ((*child)->wait(1s), Heard::ended);
    EXPECT_EQ((*child)->end().by, CompanionEnd::By::itself);
}

}  // namespace
}  // namespace tradelab

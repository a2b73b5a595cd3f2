#include "os/process.hpp"
#include "os/self.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace tradelab {
namespace {

using namespace std::chrono_literals;

Command shell(std::string script) {
    return {.program = "/bin/sh",
            .arguments = {"-c", std::move(script)},
            .variables = {{.name = "PATH", .value = "/usr/bin:/bin"}}};
}

Outcome run(const Command& command) {
    auto outcome = RealProcess().run(command);
    EXPECT_TRUE(outcome) << describe(outcome.error());
    return outcome.value_or(Outcome{});
}

std::ptrdiff_t open_descriptors() {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

bool has_children() {
    siginfo_t info{};
    return ::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD;
}

TEST(RealProcess, ReportsTheExitCodeAndEachStreamApart) {
    const Outcome outcome = run(shell("echo out; echo err >&2; echo report >&3; exit 7"));

    EXPECT_EQ(outcome.ended, Ended::exited);
    EXPECT_EQ(outcome.exit_code, 7);
    EXPECT_EQ(outcome.output.bytes, "out\n");
    EXPECT_EQ(outcome.errors.bytes, "err\n");
    EXPECT_EQ(outcome.report.bytes, "report\n");
    EXPECT_EQ(outcome.streams, Streams::complete);
    EXPECT_GT(outcome.wall, 0ns);
    EXPECT_GT(outcome.peak_resident_bytes, 0U);
}

TEST(RealProcess, ReportsTheSignalThatEndedTheChild) {
    const Outcome outcome = run(shell("kill -ABRT $$"));

    EXPECT_EQ(outcome.ended, Ended::signalled);
    EXPECT_EQ(outcome.signal, SIGABRT);
}

TEST(RealProcess, PassesArgumentsAndInputUntouched) {
    Command command = shell("printf '%s|' \"$@\"; cat");
    command.arguments.insert(command.arguments.end(), {"sh", "a b", "", "\u00e9$HOME*"});
    command.input = std::string(1'000'000, 'i');

    const Outcome outcome = run(command);

    EXPECT_EQ(outcome.output.bytes, "a b||\u00e9$HOME*|" + command.input);
}

TEST(RealProcess, WithoutInputTheChildReadsNothing) {
    EXPECT_EQ(run(shell("cat; echo end")).output.bytes, "end\n");
}

TEST(RealProcess, InheritsNoVariableDirectoryOrDescriptor) {
    ASSERT_EQ(::setenv("TRADELAB_TEST_SECRET", "x", 1), 0);
    const int leaky = ::fcntl(0, F_DUPFD, 50);  // as a careless library would open it
    ASSERT_GE(leaky, 50);

    const Outcome variables = run({.program = "/usr/bin/env", .variables = {{"A", "b c"}}});
    const Outcome directory = run(shell("pwd; test -e /proc/self/fd/" + std::to_string(leaky)));
    ::close(leaky);

    EXPECT_EQ(variables.output.bytes, "A=b c\n");
    EXPECT_EQ(directory.output.bytes, "/\n");
    EXPECT_EQ(directory.exit_code, 1) << "descriptor " << leaky << " reached the child";
}

TEST(RealProcess, RunsInTheDirectoryItIsTold) {
    const TemporaryDirectory place;
    Command command = shell("pwd -P");
    command.directory = place.path();

    EXPECT_EQ(run(command).output.bytes, std::filesystem::canonical(place.path()).native() + "\n");
}

TEST(RealProcess, ASignalIgnoredByUsIsNotIgnoredByTheChild) {
    auto* const before = std::signal(SIGPIPE, SIG_IGN);
    const Outcome outcome = run(shell("kill -PIPE $$; echo survived"));
    std::signal(SIGPIPE, before);

    EXPECT_EQ(outcome.ended, Ended::signalled);
    EXPECT_EQ(outcome.signal, SIGPIPE);
}

TEST(RealProcess, AtTheDeadlineTheChildIsKilledEvenIfItIgnoresSigterm) {
    Command command = shell("trap '' TERM INT HUP; echo started; while :; do :; done");
    command.time_limit = 300ms;

    const Outcome outcome = run(command);

    EXPECT_EQ(outcome.ended, Ended::timed_out);
    EXPECT_EQ(outcome.signal, SIGKILL);
    EXPECT_EQ(outcome.output.bytes, "started\n");
    EXPECT_GE(outcome.wall, 300ms);
}

TEST(RealProcess, TheDeadlineEndsAChildThatHasStoppedItself) {
    Command command = shell("kill -STOP $$");
    command.time_limit = 100ms;

    EXPECT_EQ(run(command).ended, Ended::timed_out);
}

TEST(RealProcess, TheLongestTimeLimitMeansNone) {
    Command command = shell("exit 0");
    command.time_limit = std::chrono::nanoseconds::max();

    EXPECT_EQ(run(command).ended, Ended::exited);
}

TEST(RealProcess, AGrandchildLeftBehindIsKilledAndDoesNotHoldUsUp) {
    const Outcome outcome = run(shell("sleep 1000 & echo $!"));

    EXPECT_EQ(outcome.ended, Ended::exited);
    EXPECT_EQ(outcome.streams, Streams::complete);
    EXPECT_LT(outcome.wall, 60s);
}

TEST(RealProcess, AtTheDeadlineTheGrandchildrenDieToo) {
    Command command = shell("sleep 1000 & sleep 1000 & wait");
    command.time_limit = 200ms;

    const Outcome outcome = run(command);

    EXPECT_EQ(outcome.ended, Ended::timed_out);
    EXPECT_EQ(outcome.streams, Streams::complete);  // nobody is left to hold them
}

TEST(RealProcess, AProcessThatEscapedTheGroupDoesNotHoldUsUp) {
    // The substitution ends when the escaped shell has left the group and closed its output; the
    // error and report streams stay open in its sleep.
    const Outcome outcome =
        run(shell("x=$(setsid sh -c 'echo ready; exec sleep 3 >/dev/null' &); echo $x"));

    EXPECT_EQ(outcome.ended, Ended::exited);
    EXPECT_EQ(outcome.output.bytes, "ready\n");
    EXPECT_EQ(outcome.streams, Streams::held_open);
}

TEST(RealProcess, OutputBeyondTheCapIsCountedAndDropped) {
    Command command = shell("head -c 3000000 /dev/zero; head -c 20 /dev/zero >&3");
    command.output_max = 1000;
    command.report_max = 0;

    const Outcome outcome = run(command);

    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_EQ(outcome.output.bytes.size(), 1000U);
    EXPECT_EQ(outcome.output.dropped, 2'999'000U);
    EXPECT_EQ(outcome.report.dropped, 20U);
}

TEST(RealProcess, AnEndlessFloodIsEndedByTheDeadline) {
    Command command = shell("yes & yes >&2 & yes >&3");
    command.time_limit = 200ms;
    command.output_max = 10;

    const Outcome outcome = run(command);

    EXPECT_EQ(outcome.ended, Ended::timed_out);
    EXPECT_EQ(outcome.output.bytes, "y\ny\ny\ny\ny\n");
    EXPECT_GT(outcome.output.dropped, 0U);
    EXPECT_EQ(outcome.streams, Streams::complete);
}

TEST(RealProcess, TheLimitsHoldInTheChild) {
    rlimit core{};  // most machines start us with 0 already, which would prove nothing
    ASSERT_EQ(::getrlimit(RLIMIT_CORE, &core), 0);
    const rlimit raised{.rlim_cur = core.rlim_max, .rlim_max = core.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_CORE, &raised), 0);
    Command command = shell("ulimit -c; ulimit -v; ulimit -s; ulimit -p; ulimit -n");
    command.limits = {.address_space_bytes = 256U << 20U,
                      .stack_bytes = 1U << 20U,
                      .processes = 500,
                      .open_files = 40};

    const Outcome outcome = run(command);
    ::setrlimit(RLIMIT_CORE, &core);

    EXPECT_EQ(outcome.output.bytes, "0\n262144\n1024\n500\n40\n");
}

TEST(RealProcess, AFileOverItsLimitEndsTheChildWithItsSignal) {
    const TemporaryDirectory place;
    Command command = shell("exec head -c 100000 /dev/zero > file");
    command.directory = place.path();
    command.limits.file_bytes = 4096;

    const Outcome outcome = run(command);

    EXPECT_EQ(outcome.signal, SIGXFSZ);
    EXPECT_EQ(std::filesystem::file_size(place.path() / "file"), 4096U);
}

TEST(RealProcess, ABusyChildIsEndedByItsProcessorLimit) {
    Command command = shell("while :; do :; done");
    command.limits.cpu_seconds = 1;

    const Outcome outcome = run(command);

    EXPECT_EQ(outcome.ended, Ended::signalled);
    EXPECT_EQ(outcome.signal, SIGXCPU);
    EXPECT_GE(outcome.cpu, 500ms);  // the signal is the limit; a busy machine accounts for less
}

TEST(RealProcess, WhatAChildUsedOfTheProcessorIsInTheTimeOfThisProcess) {
    Command command = shell("while :; do :; done");
    command.limits.cpu_seconds = 1;
    const auto before = cpu_time();

    const Outcome outcome = run(command);

    EXPECT_GE(cpu_time() - before, outcome.cpu);
    EXPECT_GE(outcome.cpu, 500ms);
}

// This thread and whatever it starts run on one processor, and on no other.
class OneProcessor {
public:
    OneProcessor() {
        EXPECT_EQ(::sched_getaffinity(0, sizeof before_, &before_), 0);
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(static_cast<std::size_t>(::sched_getcpu()), &one);
        EXPECT_EQ(::sched_setaffinity(0, sizeof one, &one), 0);
    }
    ~OneProcessor() { ::sched_setaffinity(0, sizeof before_, &before_); }
    OneProcessor(const OneProcessor&) = delete;
    OneProcessor& operator=(const OneProcessor&) = delete;

private:
    cpu_set_t before_{};
};

TEST(RealProcess, ToldApartAreAChildThatWaitsForTheProcessorAndOneThatSleeps) {
    // Nice, not idle: the kernel says what one waited for when it runs again, and one that is idle
    // may not run again within the second.
    Command starved = shell("exec nice -n 19 sh -c 'while :; do :; done'");
    starved.time_limit = 1s;
    Command asleep = shell("exec sleep 60");
    asleep.time_limit = 1s;

    Outcome of_starved;
    {
        const OneProcessor here;
        std::atomic<bool> is_over = false;
        std::thread busy([&] {
            while (!is_over) {
            }
        });
        of_starved = run(starved);
        is_over = true;
        busy.join();
    }
    const Outcome of_asleep = run(asleep);

    EXPECT_EQ(of_starved.ended, Ended::timed_out);
    EXPECT_GT(of_starved.kept_waiting, 500ms);
    EXPECT_EQ(of_asleep.ended, Ended::timed_out);
    EXPECT_LT(of_asleep.kept_waiting, 500ms);
}

void expect_never_ran(const Command& command, ErrorCode code, const std::string& named) {
    const auto refused = RealProcess().run(command);
    ASSERT_FALSE(refused) << "it ran";
    EXPECT_EQ(refused.error().code, code) << describe(refused.error());
    EXPECT_NE(refused.error().context.find(named), std::string::npos) << describe(refused.error());
}

TEST(RealProcess, AProgramThatCannotRunIsAnErrorAndNotAnOutcome) {
    const TemporaryDirectory place;
    const auto text = place.path() / "text";
    std::ofstream(text) << "not a program\n";
    expect_never_ran({.program = text}, ErrorCode::permission_denied, text);
    ASSERT_EQ(::chmod(text.c_str(), 0755), 0);

    expect_never_ran({.program = text}, ErrorCode::unsupported, text);
    expect_never_ran({.program = "/nowhere/at all"}, ErrorCode::not_found, "/nowhere/at all");
    expect_never_ran({.program = place.path()}, ErrorCode::permission_denied, place.path());
    expect_never_ran({.program = "sh"}, ErrorCode::invalid_argument, "'sh'");
    expect_never_ran(
        {.program = "/bin/sh", .directory = "/nowhere"}, ErrorCode::not_found, "/nowhere");
}

TEST(RealProcess, LeavesNoZombieAndNoDescriptorWhateverHappens) {
    ASSERT_FALSE(has_children());
    const auto before = open_descriptors();
    Command slow = shell("sleep 1000");
    slow.time_limit = 50ms;
    Command fed = shell("exit 1");
    fed.input = "never read";

    for (int round = 0; round < 3; ++round) {
        run(shell("exit 0"));
        run(shell("kill -KILL $$"));
        run(slow);
        run(fed);
        EXPECT_FALSE(RealProcess().run({.program = "/nowhere"}));
    }

    EXPECT_EQ(open_descriptors(), before);
    EXPECT_FALSE(has_children());
}

TEST(RealProcess, ManyChildrenOfManyThreadsDoNotMixTheirStreams) {
    RealProcess process;
    std::vector<std::thread> threads;
    std::vector<int> right(4, 0);

    for (std::size_t t = 0; t < right.size(); ++t) {
        threads.emplace_back([&process, &right, t] {
            for (int round = 0; round < 10; ++round) {
                const std::string word = std::to_string(t) + "." + std::to_string(round);
                Command command = shell("cat; echo " + word + " >&3; exit " + std::to_string(t));
                command.input = word;
                const auto outcome = process.run(command);
                right[t] += outcome && outcome->output.bytes == word &&
                            outcome->report.bytes == word + "\n" &&
                            outcome->exit_code == static_cast<int>(t) &&
                            outcome->streams == Streams::complete;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }

    EXPECT_EQ(right, std::vector<int>(4, 10));
}

TEST(RealProcess, TheChildDiesWithUs) {
    // We adopt orphans, so that we can wait for a grandchild.  Its parent stands for us, and is
    // killed as soon as the grandchild has told its number through a named pipe.
    const TemporaryDirectory place;
    const auto pipe = place.path() / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    ASSERT_EQ(::prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
    Command command = shell("echo $$ > pipe; exec sleep 1000");
    command.directory = place.path();
    const pid_t parent = ::fork();
    ASSERT_GE(parent, 0);
    if (parent == 0) {
        static_cast<void>(RealProcess().run(command));
        ::_exit(0);
    }

    pid_t child = 0;
    std::ifstream(pipe) >> child;
    ASSERT_GT(child, 0);
    ::kill(parent, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(parent, &status, 0), parent);
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ::prctl(PR_SET_CHILD_SUBREAPER, 0);

    EXPECT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(WTERMSIG(status), SIGKILL);
}

}  // namespace
}  // namespace tradelab

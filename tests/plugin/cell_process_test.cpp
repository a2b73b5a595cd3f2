#include "engine/random_market.hpp"
#include "plugin/cell_fake.hpp"
#include "plugin/cell_plugins.hpp"

#include <gmock/gmock.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// Cells with real processes, and real plugins in them.
namespace tradelab::cell_test {
namespace {

using testing::HasSubstr;

constexpr std::uint64_t seed = 11;

// A market that moves, numbered as the kernel would.
std::vector<tl_ev_bar> market(std::size_t count) {
    auto bars = engine_test::walk(InstrumentId(1), seed, count, false);
    std::uint64_t seq = 0;
    for (tl_ev_bar& bar : bars) {
        bar.h.seq = ++seq;
    }
    return bars;
}

CellTask animal_task(const std::string& name) {
    return task_for(animal(name), {5, 20}, 1);
}

bool no_child_is_left() {
    return ::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD;
}

struct Sick {
    std::string name;
    ErrorCode code;
    const char* says;
};

TEST(CellProcess, WhoCrashesHangsLeavesOrScribblesIsNamedWithItsEventAndGivenUp) {
    const auto events = market(100);
    for (const Sick& sick : {Sick{"segfault", ErrorCode::crashed, "was ended by SIGSEGV"},
                             Sick{"abort", ErrorCode::crashed, "was ended by SIGABRT"},
                             Sick{"leaves", ErrorCode::crashed, "exited with code 0"},
                             Sick{"endless", ErrorCode::timed_out, "gave no answer within"},
                             Sick{"scribbles", ErrorCode::malformed, "when asked number"}}) {
        RealCompanions companions;
        CellOptions options = options_for(animal_task(sick.name));
        options.restarts.restarts_max = 1;
        if (sick.name == "endless") {
            options.patience.process = std::chrono::seconds(2);
        }
        std::vector<CellIncident> incidents;
        options.tell = [&](const CellIncident& incident) { incidents.push_back(incident); };
        const auto cell = start(companions, std::move(options));

        const Fed fed = feed(*cell, events, 1);

        EXPECT_EQ(fed.status, TL_E_INTERNAL) << sick.name;
        EXPECT_EQ(fed.consumed, 60U) << sick.name;
        ASSERT_EQ(incidents.size(), 2U) << sick.name;
        for (const CellIncident& incident : incidents) {
            std::printf("%s\n", describe(incident.error).c_str());
            EXPECT_EQ(incident.error.code, sick.code) << sick.name;
            EXPECT_THAT(incident.error.context, HasSubstr(sick.says));
            EXPECT_THAT(incident.error.context, HasSubstr("while processing event 61 (type 1)"));
        }
        EXPECT_EQ(incidents[1].outcome, CellIncident::Outcome::given_up);
        EXPECT_TRUE(no_child_is_left()) << sick.name;
    }
}

TEST(CellProcess, KilledAtAnyMomentItGoesOnAsIfItHadNotBeen) {
    const auto events = market(400);
    RealCompanions companions;
    for (const bool is_momentum : {false, true}) {
        const LoadedPlugin plugin = loaded(is_momentum ? TRADELAB_MOMENTUM : animal("good"));
        const auto ticks = initial_ticks(read_declaration(*plugin.descriptor).value());
        const CellTask task = task_for(plugin.package.folder, ticks, 1);
        const Fed whole = feed(*start(companions, options_for(task)), events, 16);
        ASSERT_EQ(whole.status, TL_OK);
        ASSERT_FALSE(whole.wishes.empty());
        CellOptions options = options_for(task);
        options.save_every = 64;
        options.restarts.restarts_max = 100;
        const auto cell = start(companions, std::move(options));
        engine_test::Draws draws(seed);

        Fed all;
        std::uint64_t killed = 0;
        for (std::size_t at = 0; at < events.size();) {
            const auto count = std::min<std::size_t>(events.size() - at,
                                                     1 + static_cast<std::size_t>(draws.below(60)));
            const Fed part = feed(*cell,
                                  {events.begin() + static_cast<std::ptrdiff_t>(at),
                                   events.begin() + static_cast<std::ptrdiff_t>(at + count)},
                                  16);
            ASSERT_EQ(part.status, TL_OK);
            all.wishes.insert(part.wishes.begin(), part.wishes.end());
            at += count;
            ASSERT_EQ(::kill(static_cast<pid_t>(cell->process_number()), SIGKILL), 0);
            killed += at < events.size() ? 1U : 0U;  // the last one is not missed
        }

        EXPECT_EQ(all.wishes, whole.wishes);
        EXPECT_GE(cell->restarts(), killed);  // and where a state was due, one more
        std::printf("%s: %llu kills, %llu restarts, %zu wishes\n",
                    plugin.package.manifest.id.c_str(),
                    static_cast<unsigned long long>(killed),
                    static_cast<unsigned long long>(cell->restarts()),
                    all.wishes.size());
    }
    EXPECT_TRUE(no_child_is_left());
}

TEST(CellProcess, WhoseAnswersDifferTheSecondTimeIsGivenUp) {
    const auto events = market(200);
    RealCompanions companions;
    CellOptions options = options_for(animal_task("by-time"));
    const auto cell = start(companions, std::move(options));
    const Fed before = feed(*cell, {events.begin(), events.begin() + 150}, 1);
    ASSERT_EQ(before.status, TL_OK);
    ASSERT_GT(before.wishes.size(), 10U) << "its second life could agree by chance";

    ASSERT_EQ(::kill(static_cast<pid_t>(cell->process_number()), SIGKILL), 0);
    const Fed after = feed(*cell, {events.begin() + 150, events.end()}, 1);

    EXPECT_EQ(after.status, TL_E_INTERNAL);
    ASSERT_TRUE(cell->given_up());
    EXPECT_THAT(cell->given_up()->context, HasSubstr("its answers after the restart differ"));
}

TEST(CellProcess, WhatLeavesSomethingOutOfItsStateIsFoundByItsAnswers) {
    const auto events = market(400);
    RealCompanions companions;
    CellOptions options = options_for(animal_task("forgets"));
    options.save_every = 200;
    const auto cell = start(companions, std::move(options));
    const Fed before = feed(*cell, {events.begin(), events.begin() + 390}, 1);
    ASSERT_EQ(before.status, TL_OK);
    ASSERT_GT(before.wishes.rbegin()->first, 200U) << "no answer since the state was saved";

    ASSERT_EQ(::kill(static_cast<pid_t>(cell->process_number()), SIGKILL), 0);

    EXPECT_EQ(feed(*cell, {events.begin() + 390, events.end()}, 1).status, TL_E_INTERNAL);
    ASSERT_TRUE(cell->given_up());
    EXPECT_THAT(cell->given_up()->context, HasSubstr("differ"));
}

TEST(CellProcess, AnExceptionIsAnOrderlyError) {
    RealCompanions companions;
    const auto cell = start(companions, options_for(task_for(animal("throws"), {}, 1)));

    const Fed fed = feed(*cell, market(100), 1);

    EXPECT_EQ(fed.status, TL_E_INTERNAL);
    EXPECT_EQ(fed.consumed, 60U);
    EXPECT_EQ(cell->restarts(), 0U);
    EXPECT_THAT(cell->last_error(), HasSubstr("came through the C border: nobody catches me"));
}

TEST(CellProcess, APackageThatCannotBeLoadedIsAnErrorAtTheStart) {
    RealCompanions companions;

    const auto nowhere = StrategyCell::start(companions, options_for(task_for("/nowhere", {}, 1)));
    const auto wrong =
        StrategyCell::start(companions, options_for(task_for(animal("good"), {1}, 1)));

    ASSERT_FALSE(nowhere);
    EXPECT_THAT(nowhere.error().context, HasSubstr("/nowhere/plugin.toml"));
    ASSERT_FALSE(wrong);
    EXPECT_THAT(wrong.error().context, HasSubstr("1 parameters given, it declares 2"));
    EXPECT_TRUE(no_child_is_left());
}

// Starts a cell, says the number of its child, and waits for its own end.
[[noreturn]] void be_a_parent(int said) {
    RealCompanions companions;
    const auto cell = start(companions, options_for(animal_task("good")));
    const auto number = static_cast<pid_t>(cell->process_number());
    const auto written = ::write(said, &number, sizeof number);
    while (written == sizeof number) {
        ::pause();
    }
    ::_exit(1);
}

TEST(CellProcess, DiesWithItsParent) {
    int said[2] = {-1, -1};
    ASSERT_EQ(::pipe(said), 0);
    const pid_t parent = ::fork();
    if (parent == 0) {
        be_a_parent(said[1]);
    }
    ::close(said[1]);
    pid_t child = 0;
    ASSERT_EQ(::read(said[0], &child, sizeof child), static_cast<ssize_t>(sizeof child));
    ::close(said[0]);
    // By number, as os/child_start has it: glibc 2.36 declares the wrapper without C linkage.
    const auto watched = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));
    ASSERT_GE(watched, 0);

    ASSERT_EQ(::kill(parent, SIGKILL), 0);
    ASSERT_EQ(::waitpid(parent, nullptr, 0), parent);

    pollfd over{.fd = watched, .events = POLLIN, .revents = 0};
    EXPECT_EQ(::poll(&over, 1, 60'000), 1) << "it still runs";
    ::close(watched);
}

}  // namespace
}  // namespace tradelab::cell_test

#include "control/inbox.hpp"
#include "daemon/daemon.hpp"
#include "daemon/facts.hpp"
#include "daemon/lab_desk.hpp"
#include "os/simulated_disk.hpp"
#include "paper/session_case.hpp"
#include "research/children.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

// The daemon's loop on three weeks of a real session, while somebody moves the date.
namespace tradelab {
namespace {

using namespace std::chrono_literals;

struct Outcome {
    DaemonEnd end = DaemonEnd::another_account;
    std::uint64_t turns = 0;
    PaperView view = {};
    std::vector<OrderRecord> orders = {};
};

// Asked between two steps: where the clocks are moved.  A function of C's, so it finds them here.
std::function<bool()> between_steps;

constexpr std::uint64_t turns_max = 100'000;

// A day of the feed passes in each second, and a second in each turn.
Outcome run_while(const std::function<void(SimulatedClock&, std::uint64_t)>& move) {
    const auto& the_case = paper_test::the_case();
    SimulatedDisk disk;
    SimulatedDisk nothing;
    const SystemClock clock_of_the_keeper;
    SimulatedClock clock(the_case.to());
    const TemporaryDirectory folder;
    Children children;
    ControlInbox inbox;
    Log log =
        Log::open(disk, clock, {.file = "/log", .bytes_max = 1 << 20, .age_max = 24h, .keep = 1})
            .value();
    PaperAccount account(the_case.open(disk).value());
    LabDesk lab = LabDesk::open({.disk = disk, .clock = clock, .log = log, .companions = children},
                                {.lifecycle = "/lifecycle", .paper = paper_test::folder})
                      .value();
    StoreKeeper store(
        nothing, clock_of_the_keeper, {.file = folder.path() / "db", .state = "/s", .paper = "/p"});
    DecayMonitor decay(Lifecycle(disk, {}), {});
    DaemonFacts facts = tradelab::facts();
    facts.speed = 24 * 3'600;
    Outcome out;
    between_steps = [&] {
        clock.advance(1s);
        move(clock, out.turns);
        return ++out.turns >= turns_max;
    };
    Daemon daemon(
        {.disk = disk,
         .clock = clock,
         .log = log,
         .inbox = inbox,
         .account = account,
         .lab = lab,
         .store = store,
         .decay = decay},
        {.facts = facts, .at_end = EndOfFeed::end, .is_ending = [] { return between_steps(); }});
    const auto end = daemon.run();
    EXPECT_TRUE(end) << describe(end.error());
    store.finish();
    out.end = end.value_or(DaemonEnd::another_account);
    out.view = account.view();
    out.orders = account.record().orders;
    return out;
}

void expect_same(const Outcome& jumped, const Outcome& still) {
    EXPECT_LT(jumped.turns, turns_max) << "it hangs";
    EXPECT_EQ(jumped.end, DaemonEnd::asked);
    EXPECT_TRUE(jumped.view.has_ended);
    EXPECT_EQ(jumped.view.decision_hash, still.view.decision_hash);
    EXPECT_EQ(jumped.view.orders_made, still.view.orders_made);
    EXPECT_EQ(jumped.view.fills, still.view.fills);
    EXPECT_EQ(jumped.view.statement.equity, still.view.statement.equity);
    EXPECT_TRUE(std::ranges::is_sorted(jumped.orders, {}, &OrderRecord::decided_at));
    EXPECT_GT(jumped.orders.size(), 10U);
}

TEST(ClockJump, ForwardsUnderTheLoopDecidesNothingElseAndNothingTwice) {
    const Outcome still = run_while([](SimulatedClock&, std::uint64_t) {});

    const Outcome jumped = run_while([](SimulatedClock& clock, std::uint64_t turn) {
        if (turn % 5 == 2) {
            clock.jump_wall_time(clock.now() + 24h * 365);
        }
    });

    expect_same(jumped, still);
    EXPECT_EQ(jumped.turns, still.turns) << "a date makes nothing faster";
}

TEST(ClockJump, BackwardsUnderTheLoopDecidesNothingElseAndWaitsForNothing) {
    const Outcome still = run_while([](SimulatedClock&, std::uint64_t) {});

    const Outcome jumped = run_while([](SimulatedClock& clock, std::uint64_t turn) {
        if (turn % 5 == 2) {
            clock.jump_wall_time(clock.now() - 24h * 365);
        }
    });

    expect_same(jumped, still);
    EXPECT_EQ(jumped.turns, still.turns) << "a date makes nothing slower";
}

}  // namespace
}  // namespace tradelab

// The ledger on the machine's own disk, between real processes that are really killed.

#include "journal/trials.hpp"
#include "journal/verify.hpp"
#include "os/process.hpp"
#include "os/real_disk.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <map>
#include <sstream>
#include <thread>

namespace tradelab {
namespace {

Result<Outcome> append_in_child(const Disk::Path& ledger,
                                int count,
                                int first_seed,
                                std::chrono::nanoseconds time_limit) {
    RealProcess process;
    return process.run(
        {.program = LEDGER_CHILD,
         .arguments = {ledger.native(), std::to_string(count), std::to_string(first_seed)},
         .time_limit = time_limit});
}

// How often each seed is in the ledger.
std::map<std::uint64_t, int> seeds_in(const Disk& disk, const Disk::Path& ledger) {
    std::map<std::uint64_t, int> seeds;
    const auto read = for_each_trial(
        disk, ledger, [&](const RecordedTrial& recorded) { ++seeds[recorded.trial.seed]; });
    EXPECT_TRUE(read) << describe(read.error());
    return seeds;
}

TEST(LedgerProcess, TwoThatAppendAtOnceLoseNothingAndDoubleNothing) {
    constexpr int each = 200;
    const TemporaryDirectory directory;
    const auto ledger = directory.path() / "state" / "trials";
    const auto run = [&](int first_seed, Result<Outcome>& outcome) {
        outcome = append_in_child(ledger, each, first_seed, std::chrono::seconds(200));
    };

    Result<Outcome> one;
    Result<Outcome> two;
    std::thread other(run, each, std::ref(two));
    run(0, one);
    other.join();

    ASSERT_TRUE(one && two);
    ASSERT_EQ(one->exit_code, 0) << one->errors.bytes;
    ASSERT_EQ(two->exit_code, 0) << two->errors.bytes;
    const RealDisk disk;
    const auto seeds = seeds_in(disk, ledger);
    EXPECT_EQ(seeds.size(), 2U * each);
    for (const auto& [seed, times] : seeds) {
        EXPECT_EQ(times, 1) << "seed " << seed;
    }
    const auto verdict = verify_journal(disk, ledger);
    ASSERT_TRUE(verdict) << describe(verdict.error());
    EXPECT_EQ(verdict->records, 2U * each);
    EXPECT_EQ(verdict->acknowledged, verdict->head);
}

TEST(LedgerProcess, KilledAtManyPointsItLosesAtMostTheOneInHand) {
    const TemporaryDirectory directory;
    const auto ledger = directory.path() / "trials";
    const RealDisk disk;
    int next_seed = 0;
    int killed = 0;
    std::size_t acknowledged_in_all = 0;

    for (int ms = 10; ms < 170; ms += 4) {
        SCOPED_TRACE("killed after " + std::to_string(ms) + " ms");
        const auto before = seeds_in(disk, ledger).size();
        const auto outcome =
            append_in_child(ledger, 1'000, next_seed, std::chrono::milliseconds(ms));
        ASSERT_TRUE(outcome) << describe(outcome.error());
        ASSERT_NE(outcome->ended, Ended::exited) << outcome->errors.bytes;
        ++killed;

        const auto seeds = seeds_in(disk, ledger);
        std::size_t acknowledged = 0;
        std::istringstream lines(outcome->output.bytes);
        for (std::uint64_t seed = 0; lines >> seed; ++acknowledged) {
            ASSERT_EQ(seeds.count(seed), 1U) << "seed " << seed << " was acknowledged";
            ASSERT_EQ(seeds.at(seed), 1);
        }
        // One more may be there: whole, but the child died before it could say so.
        ASSERT_GE(seeds.size(), before + acknowledged);
        ASSERT_LE(seeds.size(), before + acknowledged + 1);
        acknowledged_in_all += acknowledged;
        next_seed += 1'000;
    }
    EXPECT_GT(acknowledged_in_all, 0U) << "no child lived long enough to prove anything";
    RecordProperty("killed", killed);
    RecordProperty("acknowledged", static_cast<int>(acknowledged_in_all));
}

}  // namespace
}  // namespace tradelab

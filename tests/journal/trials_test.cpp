#include "journal/trials.hpp"

#include "journal/verify.hpp"
#include "journal/writer.hpp"
#include "os/simulated_disk.hpp"
#include "trials_of.hpp"

#include <gtest/gtest.h>

namespace tradelab {
namespace {

const Disk::Path ledger = "/state/trials";

TEST(Trials, AreNumberedKeptAndRead) {
    SimulatedDisk disk;

    EXPECT_EQ(append_trial(disk, ledger, trial_of(1), UnixNanos(100)).value(), 1U);
    EXPECT_EQ(append_trial(disk, ledger, trial_of(2), UnixNanos(200)).value(), 2U);
    disk.reboot();
    const auto read = read_trials(disk, ledger);

    ASSERT_TRUE(read) << describe(read.error());
    ASSERT_EQ(read->size(), 2U);
    EXPECT_EQ(read->at(0).trial, trial_of(1));
    EXPECT_EQ(read->at(1).trial, trial_of(2));
    EXPECT_EQ(read->at(1).seq, 2U);
    EXPECT_EQ(read->at(1).written, UnixNanos(200));
}

TEST(Trials, AreCountedByWhatIdentifiesThem) {
    SimulatedDisk disk;
    std::vector<Trial> trials;
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        trials.push_back(trial_of(seed));
    }
    trials[9].basis = TrialData::synthetic;
    trials[9].counts = TrialCounts::no;
    trials[8].data = {std::string(64, '9')};
    ASSERT_EQ(append_trials(disk, ledger, trials, UnixNanos(1)).value(), 1U);

    const auto count = [&](const TrialFilter& filter) {
        return count_trials(disk, ledger, filter).value();
    };
    EXPECT_EQ(count({}), 10U);
    EXPECT_EQ(count({.strategy = std::string(64, 'b')}), 5U);
    EXPECT_EQ(count({.strategy = std::string(64, 'b'), .counts = TrialCounts::yes}), 4U);
    EXPECT_EQ(count({.plugin_id = "tl.other"}), 0U);
    EXPECT_EQ(count({.data = std::string(64, 'e')}), 9U);
    EXPECT_EQ(count({.basis = TrialData::synthetic}), 1U);
}

TEST(Trials, ALedgerNeverBegunHasNone) {
    SimulatedDisk disk;

    EXPECT_EQ(count_trials(disk, ledger).value(), 0U);
    EXPECT_EQ(verify_journal(disk, ledger).error().code, ErrorCode::not_found);
}

TEST(Trials, OneBadAmongManyKeepsAllOut) {
    SimulatedDisk disk;
    std::vector<Trial> trials = {trial_of(1), trial_of(2)};
    trials[1].risk = "";

    EXPECT_EQ(append_trials(disk, ledger, trials, UnixNanos(1)).error().code,
              ErrorCode::invalid_argument);

    EXPECT_EQ(count_trials(disk, ledger).value(), 0U);
}

TEST(Trials, OfALaterVersionAreNotGuessedAt) {
    SimulatedDisk disk;
    ASSERT_TRUE(append_trial(disk, ledger, trial_of(1), UnixNanos(1)));
    auto writer = JournalWriter::open(disk, ledger, {.kind = std::string(trials_kind)});
    ASSERT_TRUE(writer);
    ASSERT_TRUE(writer->append({.type = trial_record_type, .version = 2}, {}, "anything"));
    ASSERT_TRUE(writer->sync());

    const auto counted = count_trials(disk, ledger);

    ASSERT_FALSE(counted);
    EXPECT_EQ(counted.error().code, ErrorCode::unsupported);
    EXPECT_EQ(counted.error().context,
              "'/state/trials', record 2: type 1, version 2 is unknown to this program");
}

TEST(Trials, ALedgerCutBeforeItsMarkIsRefusedByReadersAndWriters) {
    SimulatedDisk disk;
    ASSERT_TRUE(append_trial(disk, ledger, trial_of(1), UnixNanos(1)));
    ASSERT_TRUE(append_trial(disk, ledger, trial_of(2), UnixNanos(2)));
    ASSERT_TRUE(disk.open_existing(ledger, 800));

    EXPECT_EQ(count_trials(disk, ledger).error().code, ErrorCode::data_missing);
    EXPECT_EQ(append_trial(disk, ledger, trial_of(3), UnixNanos(3)).error().code,
              ErrorCode::data_missing);
}

TEST(Trials, AnInterruptionAtAnyOperationLosesAtMostTheOneInHand) {
    SimulatedDisk whole;
    ASSERT_TRUE(append_trial(whole, ledger, trial_of(1), UnixNanos(1)));
    const auto first = whole.operations();
    ASSERT_TRUE(append_trial(whole, ledger, trial_of(2), UnixNanos(2)));
    const auto operations = whole.operations();

    for (std::uint64_t n = 1; n <= operations; ++n) {
        for (const bool powerless : {true, false}) {
            SCOPED_TRACE((powerless ? "power cut at " : "error at ") + std::to_string(n));
            SimulatedDisk disk;
            powerless ? disk.cut_power_at(n) : disk.fail_at(n, ErrorCode::io_failed);
            std::uint64_t acknowledged = 0;
            for (std::uint64_t seed : {1U, 2U}) {
                acknowledged += append_trial(disk, ledger, trial_of(seed), UnixNanos(1)) ? 1U : 0U;
            }
            if (powerless) {
                disk.reboot();
            }

            const auto found = count_trials(disk, ledger);
            ASSERT_TRUE(found) << describe(found.error());
            EXPECT_GE(*found, acknowledged);
            EXPECT_LE(*found, acknowledged + 1);
            ASSERT_TRUE(append_trial(disk, ledger, trial_of(3), UnixNanos(3)));
            EXPECT_GE(count_trials(disk, ledger).value(), acknowledged + 1);
        }
    }
    EXPECT_GT(operations, first + 8);
}

TEST(Trials, AppendingTakesNoLongerWhenTheLedgerIsLong) {
    SimulatedDisk disk;
    ASSERT_TRUE(append_trial(disk, ledger, trial_of(1), UnixNanos(1)));
    const auto start = disk.operations();
    ASSERT_TRUE(append_trial(disk, ledger, trial_of(2), UnixNanos(2)));
    const auto short_one = disk.operations() - start;
    ASSERT_TRUE(append_trials(disk, ledger, std::vector<Trial>(5'000, trial_of(3)), UnixNanos(3)));

    const auto before = disk.operations();
    ASSERT_TRUE(append_trial(disk, ledger, trial_of(4), UnixNanos(4)));

    EXPECT_EQ(disk.operations() - before, short_one);
}

}  // namespace
}  // namespace tradelab

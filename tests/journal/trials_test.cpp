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
    trials[8].data = {{.manifest = std::string(64, '9'), .series = "x.spot:A-B bars 1h"}};
    trials[7].proposal.campaign = "first";
    ASSERT_EQ(append_trials(disk, ledger, trials, UnixNanos(1)).value(), 1U);

    const auto count = [&](const TrialFilter& filter) {
        return count_trials(disk, ledger, filter).value();
    };
    EXPECT_EQ(count({}), 10U);
    const std::string odd = trial_instance_of(1).strategy;
    EXPECT_EQ(count({.strategy = odd}), 5U);
    EXPECT_EQ(count({.strategy = odd, .counts = TrialCounts::yes}), 4U);
    EXPECT_EQ(count({.campaign = "first"}), 1U);
    EXPECT_EQ(count({.plugin_id = "tl.other"}), 0U);
    EXPECT_EQ(count({.data = std::string(64, 'e')}), 9U);
    EXPECT_EQ(count({.basis = TrialData::synthetic}), 1U);
}

TEST(Trials, ARunOfSeveralFilesIsOneRecordAndCountsOnceForEach) {
    SimulatedDisk disk;
    Trial joint = trial_of(1);
    joint.instances.push_back(trial_instance_of(2));
    ASSERT_EQ(append_trial(disk, ledger, joint, UnixNanos(1)).value(), 1U);
    ASSERT_EQ(append_trial(disk, ledger, trial_of(1), UnixNanos(1)).value(), 2U);

    EXPECT_EQ(count_trials(disk, ledger).value(), 3U);
    EXPECT_EQ(count_trials(disk, ledger, {.strategy = trial_instance_of(2).strategy}).value(), 1U);
    EXPECT_EQ(read_trials(disk, ledger).value().size(), 2U);
    EXPECT_EQ(last_trial(disk, ledger).value(), 2U);
}

TEST(Trials, OneIsReadByItsNumber) {
    SimulatedDisk disk;
    EXPECT_EQ(last_trial(disk, ledger).value(), 0U);
    ASSERT_TRUE(append_trial(disk, ledger, trial_of(1), UnixNanos(1)));
    ASSERT_TRUE(append_trial(disk, ledger, trial_of(2), UnixNanos(2)));

    EXPECT_EQ(read_trial(disk, ledger, 2).value().trial, trial_of(2));
    for (const std::uint64_t number : {std::uint64_t{0}, std::uint64_t{3}}) {
        const auto missing = read_trial(disk, ledger, number);
        ASSERT_FALSE(missing);
        EXPECT_EQ(missing.error().code, ErrorCode::not_found);
        EXPECT_EQ(missing.error().hint, "the ledger holds 2: tradelab trials list");
    }
}

TEST(Trials, ThoseOfEarlierVersionsStayReadableAmongThoseOfToday) {
    SimulatedDisk disk;
    ASSERT_TRUE(append_trial(disk, ledger, trial_of(1), UnixNanos(1)));
    auto writer = JournalWriter::open(disk, ledger, {.kind = std::string(trials_kind)});
    ASSERT_TRUE(writer);
    const std::string old = "strategy " + std::string(64, 'b') +
                            "\nplugin tl.momentum\nversion 1.0.0\nlibrary " + std::string(64, 'c') +
                            "\ndata " + std::string(64, 'd') +
                            "\nfrom_ns 1\nto_ns 2\nengine tl.engine/1\nfill_model base/1\n"
                            "risk none\ncost_stress_permille 1000\nseed 0\nresult " +
                            std::string(64, '0') + "\nbasis recorded\norigin human\ncounts yes\n";
    ASSERT_TRUE(
        writer->append({.type = trial_record_type, .version = trial_record_version_1}, {}, old));
    ASSERT_TRUE(writer->append({.type = trial_record_type, .version = trial_record_version_2},
                               {},
                               encode_trial(trial_of(2))));
    ASSERT_TRUE(writer->sync());
    writer = fail(ErrorCode::internal, "closed");
    Trial checked = trial_of(3);
    checked.checks = TrialChecks::passed;
    ASSERT_TRUE(append_trial(disk, ledger, checked, UnixNanos(3)));

    const auto read = read_trials(disk, ledger);

    ASSERT_TRUE(read) << describe(read.error());
    ASSERT_EQ(read->size(), 4U);
    EXPECT_EQ(read->at(1).version, trial_record_version_1);
    EXPECT_EQ(read->at(1).trial.instances[0].strategy, std::string(64, 'b'));
    EXPECT_EQ(read->at(2).trial, trial_of(2));
    EXPECT_EQ(read->at(3).version, trial_record_version);
    EXPECT_EQ(read->at(3).trial, checked);
    EXPECT_EQ(count_trials(disk, ledger, {.counts = TrialCounts::yes}).value(), 4U);
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
    ASSERT_TRUE(writer->append({.type = trial_record_type, .version = 4}, {}, "anything"));
    ASSERT_TRUE(writer->sync());

    const auto counted = count_trials(disk, ledger);

    ASSERT_FALSE(counted);
    EXPECT_EQ(counted.error().code, ErrorCode::unsupported);
    EXPECT_EQ(counted.error().context,
              "'/state/trials', record 2: type 1, version 4 is unknown to this program");
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

// A search appends its trials in batches: one lock, one sync of the file and one of its mark, and
// about a kilobyte a trial beside its parameter file.
TEST(Trials, AThousandAreAppendedAtOnceAsFewOperations) {
    SimulatedDisk disk;
    ASSERT_TRUE(append_trial(disk, ledger, trial_of(1), UnixNanos(1)));
    const auto size = disk.stat(ledger)->size;
    const auto start = disk.operations();
    ASSERT_TRUE(append_trial(disk, ledger, trial_of(2), UnixNanos(2)));
    const auto one = disk.operations() - start;
    const auto each = disk.stat(ledger)->size - size;

    const auto before = disk.operations();
    ASSERT_TRUE(append_trials(disk, ledger, std::vector<Trial>(1'000, trial_of(3)), UnixNanos(3)));

    EXPECT_LE(disk.operations() - before, one + 1'000 * each / (64U << 10U))
        << "a write for each 64 KiB and nothing else";
    EXPECT_LE(each, 1'024U + trial_of(1).instances[0].file.size());
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

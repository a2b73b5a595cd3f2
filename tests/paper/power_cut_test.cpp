#include "paper/session_case.hpp"
#include "paper/short_run.hpp"

#include <gtest/gtest.h>

#include <iostream>

// The power fails at every single thing that a session asks of the disk, and what is left goes on
// as if nothing had happened.
namespace tradelab::paper_test {
namespace {

// Opens and goes on until the power fails, or to the end; whether it came to the end.
bool ran(SimulatedDisk& disk, const std::vector<Act>& acts) {
    auto session = open_short_run(disk);
    return session && go_on(*session, acts).has_value();
}

TEST(PowerCut, AtAnyOperationLeavesASessionThatGoesOnAsIfNothingHadHappened) {
    const Uninterrupted& whole = uninterrupted();
    ASSERT_GT(whole.left.fills, 3U);
    ASSERT_EQ(whole.left.mode, PaperMode::panicked);
    for (std::uint64_t n = 1; n <= whole.operations; ++n) {
        SimulatedDisk disk;
        disk.cut_power_at(n);
        EXPECT_FALSE(ran(disk, whole.acts)) << "operation " << n;
        disk.reboot();

        const std::string where = "power cut at operation " + std::to_string(n);
        expect_same(finished(disk, whole.acts, where), whole.left, where);
        if (HasFailure()) {
            break;
        }
    }
    RecordProperty("operations", static_cast<int>(whole.operations));
    std::cout << "cut at each of " << whole.operations << " operations\n";
}

// The same with processes: each life of the session has three of its own.
TEST(PowerCut, WithStrategiesInCellsChangesNothingEither) {
    RealCompanions companions;
    const Uninterrupted whole = uninterrupted_in(companions);
    std::size_t cuts = 0;
    for (std::uint64_t n = 3; n <= whole.operations; n += 17, ++cuts) {
        SimulatedDisk disk;
        disk.cut_power_at(n);
        {
            auto session = open_short_run(disk, &companions);
            EXPECT_FALSE(session && go_on(*session, whole.acts).has_value()) << n;
        }
        disk.reboot();

        const std::string where = "power cut at operation " + std::to_string(n);
        expect_same(finished(disk, whole.acts, where, &companions), whole.left, where);
        if (HasFailure()) {
            break;
        }
    }
    std::cout << "cut at " << cuts << " of " << whole.operations << " operations\n";
}

TEST(PowerCut, AgainWhileASessionIsTakenUpChangesNothingEither) {
    const Uninterrupted& whole = uninterrupted();
    for (std::uint64_t n = 5; n <= whole.operations; n += 23) {
        for (const std::uint64_t again : {3U, 11U, 17U, 29U}) {
            SimulatedDisk disk;
            disk.cut_power_at(n);
            EXPECT_FALSE(ran(disk, whole.acts));
            disk.reboot();
            disk.cut_power_at(again);
            (void)ran(disk, whole.acts);
            disk.reboot();

            const std::string where =
                "power cuts at " + std::to_string(n) + " and " + std::to_string(again);
            expect_same(finished(disk, whole.acts, where), whole.left, where);
            if (HasFailure()) {
                return;
            }
        }
    }
}

TEST(PowerCut, NeverUndoesWhatWasToldToBeDone) {
    const Uninterrupted& whole = uninterrupted();
    for (std::uint64_t n = 1; n <= whole.operations; n += 7) {
        SimulatedDisk disk;
        disk.cut_power_at(n);
        std::uint64_t told = 0;
        if (auto session = open_short_run(disk)) {
            for (const Act& act : whole.acts) {
                const auto* until = std::get_if<UnixNanos>(&act);
                const bool done = until != nullptr
                                      ? session->advance(*until).has_value()
                                      : session->command(std::get<PaperCommand>(act)).has_value();
                if (!done) {
                    break;
                }
                ++told;
            }
        }
        disk.reboot();

        const auto session = open_short_run(disk);

        ASSERT_TRUE(session.has_value()) << n << ": " << describe(session.error());
        const std::uint64_t there = session->view().steps - 1 + session->view().commands;
        EXPECT_GE(there, told) << "operation " << n;
        EXPECT_LE(there, told + 1) << "operation " << n;
    }
}

}  // namespace
}  // namespace tradelab::paper_test

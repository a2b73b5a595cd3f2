#include "paper/latch.hpp"
#include "paper/session_case.hpp"

#include <gtest/gtest.h>

#include <chrono>

// The power fails at every single thing that a session asks of the disk, and what is left goes on
// as if nothing had happened.
namespace tradelab::paper_test {
namespace {

using namespace std::chrono_literals;

// A few days with every command in them.
std::vector<Act> short_run() {
    std::vector<Act> out;
    UnixNanos at = the_case().from();
    const auto step = [&](Duration length, int count) {
        for (int n = 0; n < count; ++n) {
            at = at + length;
            out.emplace_back(at);
        }
    };
    step(26h, 4);
    out.emplace_back(asked(PaperVerb::pause));
    step(5h, 2);
    out.emplace_back(asked(PaperVerb::resume));
    step(31h, 3);
    out.emplace_back(asked(PaperVerb::stop));
    step(9h, 1);
    out.emplace_back(asked(PaperVerb::resume));
    step(17h, 3);
    PaperCommand retire = asked(PaperVerb::retire);
    retire.instance = InstanceId(1);
    out.emplace_back(retire);
    step(40h, 2);
    out.emplace_back(asked(PaperVerb::panic));
    step(90min, 2);
    return out;
}

struct Left {
    std::string journal;
    std::string tape;
    std::string result_hash = {};
    std::string decision_hash;
    Cash equity;
    PaperMode mode = PaperMode::running;
    std::uint64_t fills = 0;
};

Left left_by(PaperSession& session, const Disk& disk) {
    const PaperView view = session.view();
    Left out{.journal = bytes_of(disk, "journal"),
             .tape = bytes_of(disk, "tape"),
             .decision_hash = view.decision_hash,
             .equity = view.statement.equity,
             .mode = view.mode,
             .fills = view.fills};
    auto outcome = session.finish();
    EXPECT_TRUE(outcome.has_value());
    out.result_hash = outcome ? outcome->result_hash : "";
    return out;
}

// Opens and goes on until the power fails, or to the end; whether it came to the end.
bool ran(SimulatedDisk& disk, const std::vector<Act>& acts) {
    auto session = the_case().open(disk);
    return session && go_on(*session, acts).has_value();
}

void expect_same(const Left& is, const Left& was, const std::string& where) {
    EXPECT_EQ(is.journal == was.journal, true) << where;
    EXPECT_EQ(is.tape == was.tape, true) << where;
    EXPECT_EQ(is.result_hash, was.result_hash) << where;
    EXPECT_EQ(is.decision_hash, was.decision_hash) << where;
    EXPECT_EQ(is.equity, was.equity) << where;
    EXPECT_EQ(is.mode, was.mode) << where;
    EXPECT_EQ(is.fills, was.fills) << where;
}

Left finished(SimulatedDisk& disk, const std::vector<Act>& acts, const std::string& where) {
    auto session = the_case().open(disk);
    EXPECT_TRUE(session.has_value()) << where << ": " << describe(session.error());
    if (!session) {
        return {};
    }
    const auto done = go_on(*session, acts);
    EXPECT_TRUE(done.has_value()) << where << ": " << describe(done.error());
    return done ? left_by(*session, disk) : Left();
}

struct Uninterrupted {
    std::vector<Act> acts = short_run();
    std::uint64_t operations = 0;
    Left left;
};

const Uninterrupted& uninterrupted() {
    static const Uninterrupted made = [] {
        Uninterrupted out;
        SimulatedDisk disk;
        {
            auto session = the_case().open(disk);
            EXPECT_TRUE(session.has_value()) << describe(session.error());
            EXPECT_TRUE(go_on(*session, out.acts).has_value());
            out.operations = disk.operations();
            out.left = left_by(*session, disk);
        }
        return out;
    }();
    return made;
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
        if (auto session = the_case().open(disk)) {
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

        const auto session = the_case().open(disk);

        ASSERT_TRUE(session.has_value()) << n << ": " << describe(session.error());
        const std::uint64_t there = session->view().steps - 1 + session->view().commands;
        EXPECT_GE(there, told) << "operation " << n;
        EXPECT_LE(there, told + 1) << "operation " << n;
    }
}

}  // namespace
}  // namespace tradelab::paper_test

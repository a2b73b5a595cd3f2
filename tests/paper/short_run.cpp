#include "paper/short_run.hpp"

#include "paper/ward.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace tradelab::paper_test {

using namespace std::chrono_literals;

namespace {

// Of warm-up and run, in bars: somewhat before the first pause.
constexpr std::int64_t onset = 400;

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

Uninterrupted without_interruption(Companions* companions) {
    Uninterrupted out;
    out.acts = short_run();
    SimulatedDisk disk;
    auto session = open_short_run(disk, companions);
    EXPECT_TRUE(session.has_value()) << describe(session.error());
    EXPECT_TRUE(session->record().isolations.empty()) << "it fails while it warms up";
    EXPECT_TRUE(go_on(*session, out.acts).has_value());
    EXPECT_EQ(session->record().isolations.size(), 1U);
    EXPECT_FALSE(trades_of(session->record(), InstanceId(3)).empty());
    out.operations = disk.operations();
    out.left = left_by(*session, disk);
    return out;
}

}  // namespace

void expect_same(const Left& is, const Left& was, const std::string& where) {
    EXPECT_EQ(is.journal == was.journal, true) << where;
    EXPECT_EQ(is.tape == was.tape, true) << where;
    EXPECT_EQ(is.result_hash, was.result_hash) << where;
    EXPECT_EQ(is.decision_hash, was.decision_hash) << where;
    EXPECT_EQ(is.equity, was.equity) << where;
    EXPECT_EQ(is.mode, was.mode) << where;
    EXPECT_EQ(is.fills, was.fills) << where;
}

Result<PaperSession> open_short_run(Disk& disk, Companions* companions) {
    return the_case().open(disk, [&](PaperOptions& one) {
        one.candidates.push_back(
            patient(companions == nullptr ? Illness::throws : Illness::segfault, onset));
        if (companions != nullptr) {
            one.cells.emplace(cells_of(*companions));
            one.cells->restarts.restarts_max = 0;
        }
    });
}

Left finished(SimulatedDisk& disk,
              const std::vector<Act>& acts,
              const std::string& where,
              Companions* companions) {
    auto session = open_short_run(disk, companions);
    EXPECT_TRUE(session.has_value()) << where << ": " << describe(session.error());
    if (!session) {
        return {};
    }
    const auto done = go_on(*session, acts);
    EXPECT_TRUE(done.has_value()) << where << ": " << describe(done.error());
    return done ? left_by(*session, disk) : Left();
}

const Uninterrupted& uninterrupted() {
    static const Uninterrupted made = without_interruption(nullptr);
    return made;
}

Uninterrupted uninterrupted_in(Companions& companions) {
    return without_interruption(&companions);
}

}  // namespace tradelab::paper_test

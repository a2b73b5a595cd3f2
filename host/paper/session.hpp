#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "engine/replay.hpp"
#include "engine/run_record.hpp"
#include "history/catalogue.hpp"
#include "lab/backtest_plan.hpp"
#include "lab/backtest_run.hpp"
#include "lab/candidate.hpp"
#include "lab/venue_book.hpp"
#include "os/disk.hpp"
#include "paper/command.hpp"
#include "paper/days.hpp"
#include "paper/player.hpp"
#include "paper/view.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tradelab {

struct PaperOptions {
    Disk& disk;                  // where the folder is; these three outlive the session
    const Catalogue& catalogue;  // the feed
    const VenueBook& venues;
    Disk::Path folder;  // its own: journal, tape and latch lie in it; made if it is not there
    // Of the latch alone, where several accounts after each other obey one; empty: the folder.
    Disk::Path latch_folder = {};
    std::vector<Candidate> candidates;  // one account; in this order, ids from 1
    // Capital, limits, fill model, costs; `from` is where the paper run starts, `to` where its feed
    // ends.  `at_end` counts for finish() alone.
    BacktestOptions options;
    // A process for each strategy; nothing: all of them in this one, where one that crashes takes
    // everything down.
    std::optional<PaperCells> cells = {};
};

// What one step did.
struct PaperStep {
    UnixNanos now;             // of the feed
    bool has_ended = false;    // nothing is left of the feed
    std::uint64_t orders = 0;  // made in it, refused ones included
    std::uint64_t fills = 0;
    std::uint64_t settlements = 0;  // of funding
    std::string decision_hash;      // over all decisions so far
};

// Strategies on the simulated venue, fed by sealed history as if it came now: the kernel, gate,
// venue and costs of a backtest, by the same code, in steps, with commands in between, and durable.
//
// There are no snapshots.  The journal keeps what was asked of the session (steps and commands, by
// the time of the feed) and all that came of it; `open` does it all again from the start, millions
// of bars a second, and refuses to go on where anything is other than it was written.  So a process
// may be killed at any moment: what a caller was told has been done is there afterwards, what it
// was not told is done anew or was never asked, and nothing counts twice.  A step that was torn off
// is completed by `open`.
//
// After any error of advance, command or finish the session has failed for good: every further call
// gives the same error, and opening it anew continues from the last step that was told.  An open
// that was interrupted has changed nothing, but for what a crash had left to repair.
//
// A strategy that fails is isolated and the others go on.  What strategies answered is in the
// journal too, so none of them can change the past when a session is taken up: not one that fails
// elsewhere this time, or not at all.
//
// Nobody else may write into the folder but through the latch file: the journal's lock sees to it.
// One thread.
class PaperSession {
public:
    // Begins a session, or takes up the one in the folder.  Err: other parameters, plugins, limits,
    // data, engine, fill model or start than it was begun with (both are named); data that is
    // missing (exit code 6); a journal that is damaged or was edited; a second session on the
    // folder; a disk that refuses.
    [[nodiscard]] static Result<PaperSession> open(PaperOptions options);
    PaperSession(PaperSession&&) noexcept;
    PaperSession& operator=(PaperSession&&) noexcept;
    PaperSession(const PaperSession&) = delete;
    PaperSession& operator=(const PaperSession&) = delete;
    ~PaperSession();

    // Handles all instants up to and including `until`, and returns when that is on disk.  First it
    // obeys the latch file.  At or before now it does no more than that; at the end of the feed now
    // stays there.
    [[nodiscard]] Result<PaperStep> advance(UnixNanos until);
    // On disk before it is done, done when this returns.  What it asks of the market happens at the
    // next instant.  Refused without harm: retire of an unknown or retired instance, a resume that
    // cannot lift the latch file.  A stop or panic that cannot write it is done all the same, and
    // then says so.
    [[nodiscard]] Status command(const PaperCommand& command);
    // The latch file alone, for whoever cannot wait for the next step.
    [[nodiscard]] Status obey_latch();

    [[nodiscard]] PaperView view() const;
    // Since the start, one for each midnight of the feed that was reached; the first is the start's
    // own where that is one.
    [[nodiscard]] const std::vector<PaperDay>& days() const;
    // Orders, fills, funding, liquidations, notes and isolations since the start, in the order in
    // which they happened.  Without the curve.
    [[nodiscard]] const RunRecord& record() const;
    [[nodiscard]] const BacktestPlan& plan() const;
    // The text that its journal begins with: `key value` lines of all that it depends on.
    [[nodiscard]] const std::string& manifest() const;
    // When something will happen next in the feed or in an order; nothing at its end.
    [[nodiscard]] std::optional<UnixNanos> next_instant() const;

    // Ends the run for its result, as a backtest ends: the hashes of the same span are the same.
    // Nothing of it is journalled; no further step.
    [[nodiscard]] Result<RunOutcome> finish();

private:
    struct State;
    explicit PaperSession(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace tradelab

#pragma once

#include "config/risk_file.hpp"
#include "core/result.hpp"
#include "history/catalogue.hpp"
#include "journal/trial.hpp"
#include "lab/backtest_run.hpp"
#include "lab/candidate.hpp"
#include "lab/venue_book.hpp"
#include "os/disk.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

// One thing that is not what the ledger says: a hash or a figure then and now.  Empty: not there.
struct TrialDifference {
    enum class Of : std::uint8_t { data, program };

    std::string what;  // "data binance.usdm:BTC-USDT-PERP bars 1h", "metric sharpe"
    std::string recorded;
    std::string now;
    Of of = Of::program;
};

struct Reproduction {
    // What it would have been run with, as far as that is other than it was.  Where anything is, it
    // was not run: another result would prove nothing.
    std::vector<TrialDifference> inputs;
    // What came out otherwise, of the same inputs.
    std::vector<TrialDifference> outcome;
    std::string result_hash;         // of the run; empty: it was not run
    std::vector<std::string> notes;  // sentences

    [[nodiscard]] bool is_identical() const { return inputs.empty() && outcome.empty(); }
};

// Where everything is that a trial is run with again.
struct Workplace {
    const Disk& disk;
    Disk::Path ledger;  // the limits of its trials lie beside it
    const Catalogue& catalogue;
    const VenueBook& venues;
    // What a backtest would be held to today: used where the ledger's own copy is lost but the hash
    // is the same.
    std::optional<RiskFile> limits_today = {};
};

// How a trial was run, without its limits.
[[nodiscard]] Result<BacktestOptions> options_of(const Trial& trial);

// What of a repeated run is not as the ledger has it: hashes, times, every figure to the last bit.
[[nodiscard]] std::vector<TrialDifference> outcome_differences(const Trial& recorded,
                                                               const Trial& again);

// Runs a trial again and holds the result to what was recorded.  `candidates` are its parameter
// files, as the ledger has them, with the plugins of today.  It is no new trial: what it can show
// has been looked at.
//
// Err: the history that it needs is not in the store (exit code 6), or the run fails.
[[nodiscard]] Result<Reproduction> reproduce(const Workplace& workplace,
                                             const Trial& trial,
                                             std::span<const Candidate> candidates);

// Runs a trial again under another fill model, and whatever engine this is, to see whether they
// come to the same.  Plugins and limits are held to what was recorded; venue files, of which those
// of a whole campaign are on record, and the history, which may have grown, by what comes out.  Of
// the outcome only the hash of the result is compared: it is what an approval rests on.
//
// Err: as of reproduce().
[[nodiscard]] Result<Reproduction> replay(const Workplace& workplace,
                                          const Trial& trial,
                                          std::span<const Candidate> candidates,
                                          const std::string& fill_model);

}  // namespace tradelab

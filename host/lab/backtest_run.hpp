#pragma once

#include "core/money.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "engine/kernel_options.hpp"
#include "engine/replay.hpp"
#include "history/catalogue.hpp"
#include "integrity/evidence.hpp"
#include "lab/backtest_plan.hpp"
#include "lab/candidate.hpp"
#include "lab/open_series.hpp"
#include "lab/venue_book.hpp"
#include "portfolio/margin.hpp"
#include "risk/limits.hpp"
#include "sim/sim_venue.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

// How a backtest is to be run.  Nothing of it changes a parameter.
struct BacktestOptions {
    std::optional<UnixNanos> from = {};
    std::optional<UnixNanos> to = {};
    std::string fill_model = "pessimistic/1";
    std::uint32_t cost_stress_permille = 1000;
    std::uint32_t latency_bars = 0;
    Cash capital{1'000'000'000'000};  // 10,000 in the settlement asset
    // What of it lies in the spot wallet.  Nothing: all where only spot is traded, none where only
    // perpetuals are, half where both are.
    std::optional<Rate> spot_share = {};
    // Of perpetuals.  Twice leaves the venue's initial margin out of the way of a position of the
    // whole budget; the limits of config/risk.toml hold all the same.
    MarginTerms margin = {.mode = MarginMode::cross, .leverage = 2};
    // Nothing: --risk none, which bars promotion.
    std::optional<RiskLimits> limits = {};
    std::string risk_sha256 = "none";
    std::string risk_text = {};  // the canonical text of the limits: the ledger keeps it
    // Recorded data that score less bar promotion.
    std::uint32_t score_min_e4 = evidence_score_min_e4;
    std::uint32_t batch = 64;
    // Bars to look into those whose order of prices decides.  Where they cover such a bar it is
    // resolved, elsewhere the worse is assumed; nothing: always.
    std::optional<BarInterval> finer = {};
    AtEnd at_end = AtEnd::value;
    bool (*is_interrupted)() = nullptr;
};

// What the strategies of a run said before it began.
struct Prepared {
    std::vector<std::vector<std::uint32_t>> warmup_bars;  // by candidate, then role
    Duration warmup{0};                                   // the longest
};

// Makes the instances once to ask for their warm-up.
[[nodiscard]] Result<Prepared> prepare(std::span<const Candidate> candidates,
                                       const VenueBook& venues);

// What of a plan's time is to be read: all of it, or a part, to see whether a part decides the
// same.
struct RunSpan {
    UnixNanos data_from;
    UnixNanos to;
};

// One run from fresh instances.  Everything that the result depends on is in the arguments.
[[nodiscard]] Result<RunOutcome> run_backtest(std::span<const Candidate> candidates,
                                              const Catalogue& catalogue,
                                              const VenueBook& venues,
                                              const BacktestPlan& plan,
                                              const BacktestOptions& options,
                                              RunSpan span);

// A strategy that somebody else has made and started, for a run that only feeds it.
struct SeatedStrategy {
    tl_instance* instance = nullptr;  // these two outlive the run
    const tl_strategy* strategy = nullptr;
    std::function<std::string()> last_error = nullptr;  // these two as those of InstanceSpec
    std::function<void()> let_go = nullptr;
};

// Everything that a run depends on besides its rows.
struct RunSetting {
    std::span<const Candidate> candidates;
    const VenueBook& venues;
    const BacktestPlan& plan;
    const BacktestOptions& options;
    RunSpan span;
    FinerBars* finer = nullptr;
    OnFailure on_failure = OnFailure::end_run;  // of every instance
    // One for each candidate; none: the run makes its own, in this process.
    std::span<const SeatedStrategy> seats = {};
};

// The same run on series that somebody else has opened: one for each of the plan, in any order,
// with the rows of the span.
[[nodiscard]] Result<RunOutcome> run_on(const RunSetting& setting,
                                        std::span<const OpenSeries> series);

// How the capital is split between the wallets.
struct WalletSplit {
    Cash spot;
    Cash futures;
};
[[nodiscard]] WalletSplit split_of(const BacktestPlan& plan,
                                   const VenueBook& venues,
                                   const BacktestOptions& options);

}  // namespace tradelab

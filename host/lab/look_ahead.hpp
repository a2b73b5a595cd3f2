#pragma once

#include "core/result.hpp"
#include "engine/run_record.hpp"
#include "history/catalogue.hpp"
#include "journal/trial.hpp"
#include "lab/backtest_plan.hpp"
#include "lab/backtest_result.hpp"
#include "lab/backtest_run.hpp"

#include <span>
#include <string>
#include <vector>

namespace tradelab {

// What the checks said, a line each, and whether none found a fault.
struct LookAheadFindings {
    TrialChecks outcome = TrialChecks::not_run;
    std::vector<NamedValue> said = {};
};

// Runs a backtest again in ways that must not change what was decided, and says what did:
//
//   batch      one event a call instead of 64: a strategy that reads ahead in its batch is found
//   truncation without the last third of history: no decision before the cut may change
//   recursion  with history that begins later: once both runs were flat, they must decide the same,
//              or the warm-up is too short and decisions depend on where the data happens to begin
//
// The first two are faults of the strategy; the third is a property to know.  `orders` and
// `decision_hash` are of the run in question.
[[nodiscard]] Result<LookAheadFindings> look_ahead(std::span<const Candidate> candidates,
                                                   const Catalogue& catalogue,
                                                   const VenueBook& venues,
                                                   const BacktestPlan& plan,
                                                   const BacktestOptions& options,
                                                   std::span<const OrderRecord> orders,
                                                   std::string_view decision_hash);

}  // namespace tradelab

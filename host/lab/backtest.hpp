#pragma once

#include "core/result.hpp"
#include "history/catalogue.hpp"
#include "lab/backtest_result.hpp"
#include "lab/backtest_run.hpp"
#include "lab/candidate.hpp"
#include "lab/venue_book.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace tradelab {

// The version of what decides a result: kernel, venue, accounting.
inline constexpr std::string_view engine_version = "tl.engine/1";

// Whether a run is also looked at for what it must not know: see look_ahead.hpp.
enum class LookAheadChecks : std::uint8_t { run, leave };

// How much of a result is worked out: a search needs the figures, a terminal the years too, a tear
// sheet the pictures.
enum class Detail : std::uint8_t { figures, years, full };

struct BacktestRequest {
    std::span<const Candidate> candidates;  // one account; in this order, ids from 1
    BacktestOptions options;
    LookAheadChecks checks = LookAheadChecks::leave;
    Detail detail = Detail::full;
};

// What a run found, as far as figures go: manifest, trades, performance, warnings.  Nothing is
// drawn and nothing is run again.
[[nodiscard]] Result<BacktestResult> figures_of(const BacktestRequest& request,
                                                const VenueBook& venues,
                                                const BacktestPlan& plan,
                                                RunOutcome outcome);

// Would it have made money, after everything: plan, run, and all that a report shows.
//
// The same arguments give the same result hash, on every machine.  Err: data is missing (exit code
// 6), a parameter file does not fit the market, or a run that must not go on (a ledger that does
// not balance, a plugin that breaks its contract).
[[nodiscard]] Result<BacktestResult> backtest(const BacktestRequest& request,
                                              const Catalogue& catalogue,
                                              const VenueBook& venues);

}  // namespace tradelab

#pragma once

#include "cli/requests_backtest.hpp"
#include "cli/session.hpp"
#include "core/result.hpp"
#include "lab/backtest_run.hpp"
#include "lab/candidate.hpp"
#include "lab/venue_book.hpp"

#include <string>
#include <vector>

namespace tradelab {

// The files with their plugins loaded into this process: a backtest runs them here.
[[nodiscard]] Result<std::vector<Candidate>> load_candidates(Session& session,
                                                             const std::vector<std::string>& files);

[[nodiscard]] Result<VenueBook> venues_of(Session& session,
                                          const std::vector<Candidate>& candidates);

// What was typed, checked; limits read.
[[nodiscard]] Result<BacktestOptions> options_of(Session& session, const RunBacktest& request);

}  // namespace tradelab

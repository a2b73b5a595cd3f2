#pragma once

#include "cli/requests_backtest.hpp"
#include "cli/session.hpp"
#include "core/result.hpp"
#include "lab/backtest_run.hpp"
#include "lab/candidate.hpp"
#include "lab/venue_book.hpp"
#include "strategy/parameter_file.hpp"

#include <string>
#include <vector>

namespace tradelab {

// The file with its plugin loaded into this process; `path` is how errors name the file.
[[nodiscard]] Result<Candidate> candidate_of(Session& session,
                                             const ParameterFile& file,
                                             const std::string& path);

// The files with their plugins loaded into this process: a backtest runs them here.
[[nodiscard]] Result<std::vector<Candidate>> load_candidates(Session& session,
                                                             const std::vector<std::string>& files);

[[nodiscard]] Result<VenueBook> venues_of(Session& session,
                                          const std::vector<Candidate>& candidates);

// What was typed, checked; limits read.
[[nodiscard]] Result<BacktestOptions> options_of(Session& session, const RunBacktest& request);

}  // namespace tradelab

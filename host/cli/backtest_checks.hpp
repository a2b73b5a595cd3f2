#pragma once

#include "cli/requests_backtest.hpp"
#include "cli/session.hpp"
#include "core/result.hpp"
#include "lab/backtest.hpp"
#include "lab/candidate.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tradelab {

struct ChecksDue {
    LookAheadChecks checks = LookAheadChecks::run;
    std::string why_not = {};  // "not run: ...", where they are left
};

// Whether a run is also looked at for what it must not know: where it is asked for, and until the
// ledger has a trial of the very file with the very build of its plugin that passed.
[[nodiscard]] Result<ChecksDue> checks_due(Session& session,
                                           const std::filesystem::path& ledger,
                                           const RunBacktest& request,
                                           const std::vector<Candidate>& candidates);

}  // namespace tradelab

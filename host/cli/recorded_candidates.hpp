#pragma once

#include "cli/session.hpp"
#include "core/result.hpp"
#include "journal/trials.hpp"
#include "lab/candidate.hpp"

#include <vector>

namespace tradelab {

// The parameter files as the ledger has them, with the plugins of today, loaded into this process.
[[nodiscard]] Result<std::vector<Candidate>> candidates_of(Session& session,
                                                           const RecordedTrial& recorded);

}  // namespace tradelab

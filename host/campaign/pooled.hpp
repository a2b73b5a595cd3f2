#pragma once

#include "lab/trial_run.hpp"

#include <vector>

namespace tradelab {

// Several runs of one stretch, each on an equal share of the capital, as one: days and shares are
// means, trades and costs sums, the hash one of all hashes.  At least one run.
[[nodiscard]] TrialRun pooled(std::vector<TrialRun> runs);

}  // namespace tradelab

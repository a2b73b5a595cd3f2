#pragma once

#include "lifecycle/lifecycle.hpp"
#include "lifecycle/standing_approval.hpp"

namespace tradelab {

// The step that carries what was approved, or awaits approval, over to the engine and the version
// of the fill model that run now, which have replayed its evidence to the same result.  The
// strategy stays where it is, bound to them; an approval does not count a moment longer for it.
[[nodiscard]] StageEdge carried_over(const StrategyLife& life,
                                     const RunningNow& running,
                                     const EvidenceReplay& replay);

}  // namespace tradelab

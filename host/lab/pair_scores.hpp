#pragma once

#include "core/result.hpp"
#include "history/catalogue.hpp"
#include "lab/backtest_plan.hpp"

#include <vector>

namespace tradelab {

// Every two recorded series of a plan that have something to say of each other (perp and spot, last
// and mark, funding and mark, bars and finer ones): each may be sound in itself and not be the
// market of the other.  Kept in the store by the contents of both, so that it is worked out once.
[[nodiscard]] Result<std::vector<PairScore>> pair_scores(const Catalogue& catalogue,
                                                         const BacktestPlan& plan);

}  // namespace tradelab

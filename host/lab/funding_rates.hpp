#pragma once

#include "core/result.hpp"
#include "history/catalogue.hpp"
#include "lab/backtest_plan.hpp"
#include "lab/backtest_result.hpp"

#include <vector>

namespace tradelab {

// All rates of the plan's time, summed, so that what was received can be held against them.
[[nodiscard]] Result<std::vector<FundingRates>> funding_rates_of(const Catalogue& catalogue,
                                                                 const BacktestPlan& plan);

}  // namespace tradelab

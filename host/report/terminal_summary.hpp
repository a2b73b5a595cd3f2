#pragma once

#include "lab/backtest_result.hpp"
#include "report/terminal_page.hpp"

#include <vector>

namespace tradelab {

// What a person sees after a backtest: would it have made money, what must be known first, the
// curve, the figures, the years, the costs, what was refused, and what it all rests on.  On a
// synthetic market the first and the last line say so.
[[nodiscard]] std::vector<SummaryLine> terminal_summary(const BacktestResult& result,
                                                        SummaryOptions options);

}  // namespace tradelab

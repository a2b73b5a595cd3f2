#pragma once

#include "lab/backtest_result.hpp"

#include <string>

// The charts of a tear sheet, each a whole <figure>; empty where there is nothing to draw.
namespace tradelab {

// Equity beside buying and holding; on a logarithmic axis where they span more than fivefold.
[[nodiscard]] std::string equity_chart(const BacktestResult& result);
// How far below the highest equity so far, beside buying and holding.
[[nodiscard]] std::string underwater_chart(const BacktestResult& result);
// Annualised Sharpe of a window of 90 days, or a quarter of a shorter run.
[[nodiscard]] std::string rolling_sharpe_chart(const BacktestResult& result);
[[nodiscard]] std::string exposure_chart(const BacktestResult& result);
// Prices of the first instrument with the entries and exits of its trades.
[[nodiscard]] std::string price_chart(const BacktestResult& result);
// How often bars brought which return.
[[nodiscard]] std::string return_chart(const BacktestResult& result);
// From what the decisions earned to what was left, step by step.
[[nodiscard]] std::string cost_chart(const BacktestResult& result);
// Funding received and paid in each calendar year, UTC, by the time of its boundary.
[[nodiscard]] std::string funding_chart(const BacktestResult& result);

}  // namespace tradelab

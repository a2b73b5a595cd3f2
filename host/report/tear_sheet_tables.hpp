#pragma once

#include "lab/backtest_result.hpp"

#include <cstddef>
#include <string>

// The tables of a tear sheet as HTML; empty where there is nothing to show.
namespace tradelab {

// A row a year, a column a month, coloured by gain and loss.
[[nodiscard]] std::string month_table(const BacktestResult& result);
// Sums and figures of stretches of time: years or regimes.
[[nodiscard]] std::string period_table(const BacktestResult& result,
                                       const std::vector<PeriodRow>& rows,
                                       const std::string& caption);
// The deepest spells below a high.
[[nodiscard]] std::string drawdown_table(const BacktestResult& result);
[[nodiscard]] std::string metric_table(const BacktestResult& result);
// The first and the last trades, with how many there are.
[[nodiscard]] std::string trade_table(const BacktestResult& result, std::size_t shown);
[[nodiscard]] std::string cost_table(const BacktestResult& result);
[[nodiscard]] std::string fee_table(const BacktestResult& result);
[[nodiscard]] std::string funding_table(const BacktestResult& result);
[[nodiscard]] std::string liquidation_table(const BacktestResult& result);
[[nodiscard]] std::string refusal_table(const BacktestResult& result);
// What happened that a reader would ask about: ambiguous bars, partial fills, gaps.
[[nodiscard]] std::string count_table(const BacktestResult& result);
// By kind of protection: in how many bars, and of which share of the exposure.
[[nodiscard]] std::string coverage_table(const BacktestResult& result);
[[nodiscard]] std::string check_table(const BacktestResult& result);
// What was run on which data, with every hash in full.
[[nodiscard]] std::string manifest_tables(const BacktestResult& result);

}  // namespace tradelab

#pragma once

#include "lab/backtest_result.hpp"
#include "report/sheet.hpp"

// The records of a run as sheets: exact decimals in the places of their instrument, times in ISO
// 8601 UTC, reasons by their names.
namespace tradelab {

[[nodiscard]] Sheet trades_sheet(const BacktestResult& result);
[[nodiscard]] Sheet orders_sheet(const BacktestResult& result);
[[nodiscard]] Sheet fills_sheet(const BacktestResult& result);
[[nodiscard]] Sheet funding_sheet(const BacktestResult& result);

// The whole curve; it is long, so it is written without a sheet between.
[[nodiscard]] std::string equity_csv(const BacktestResult& result);
[[nodiscard]] std::string equity_json(const BacktestResult& result);

}  // namespace tradelab

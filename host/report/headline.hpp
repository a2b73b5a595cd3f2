#pragma once

#include "core/data_origin.hpp"
#include "lab/backtest_result.hpp"

#include <optional>
#include <string>
#include <vector>

// The sentences that a report begins with, the same on a terminal and on paper.
namespace tradelab {

[[nodiscard]] DataOrigin origin_of(const BacktestResult& result);

// "momentum on binance.usdm:BTC-USDT-PERP"
[[nodiscard]] std::string title_of(const BacktestResult& result);

// Would it have made money, after everything?  In one or two sentences.
[[nodiscard]] std::string verdict_of(const BacktestResult& result);

// What buying at the first bar and holding would have brought; nothing without a chart.
[[nodiscard]] std::optional<double> held_return(const BacktestResult& result);

// How deep it fell: 0 where it never did, nothing where there was nothing to fall from.
[[nodiscard]] std::optional<double> depth_of(const Performance& performance);

// All that a reader must know before the numbers: the run's own warnings, then what the figures
// themselves say (ruin, few trades, an annual figure from a short run).  That data is synthetic is
// stamped on every part of a report, and not said here again.
[[nodiscard]] std::vector<std::string> warnings_of(const BacktestResult& result);

// "1,204 of 43,800 bars could be read in two ways; ..."
[[nodiscard]] std::string ambiguity_of(const RunCounts& counts);

}  // namespace tradelab

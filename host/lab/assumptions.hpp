#pragma once

#include "lab/backtest_result.hpp"
#include "lab/backtest_run.hpp"

#include <string>
#include <vector>

namespace tradelab {

// Every assumption behind a result, a sentence each: what a sceptic asks for first.
[[nodiscard]] std::vector<std::string> assumptions_of(const RunManifest& manifest,
                                                      const BacktestOptions& options,
                                                      const WalletSplit& split);

// Why a result can never be evidence for promotion; empty where nothing speaks against it.
[[nodiscard]] std::string why_no_evidence(const RunManifest& manifest);

}  // namespace tradelab

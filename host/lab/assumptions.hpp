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

// Why the data of a run is no evidence; empty where it is.
[[nodiscard]] std::string why_data_is_no_evidence(const RunManifest& manifest);

// Whether any of its data was recorded and is good enough to be evidence: then whoever ran it has
// looked, and it counts.
[[nodiscard]] bool looks_at_evidence(const RunManifest& manifest);

// Why a result can never be evidence for promotion, its data or how it ran; empty where nothing
// speaks against it.
[[nodiscard]] std::string why_no_evidence(const RunManifest& manifest);

}  // namespace tradelab

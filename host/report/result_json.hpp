#pragma once

#include "document/json_value.hpp"
#include "lab/backtest_result.hpp"

#include <string_view>

namespace tradelab {

// "recorded" or "synthetic": what every artefact says of the data behind it.
[[nodiscard]] std::string_view basis_text(const RunManifest& manifest);

// "tradelab.manifest/1": what identifies a result and what it needs to be done again.
[[nodiscard]] JsonValue manifest_json(const RunManifest& manifest);

// "tradelab.metrics/1": every figure (null where undefined; cash as exact text), then years and
// regimes, refusals, counts, assumptions, warnings and checks.
[[nodiscard]] JsonValue metrics_json(const BacktestResult& result);

}  // namespace tradelab

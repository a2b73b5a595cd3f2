#pragma once

#include "document/json_value.hpp"
#include "lifecycle/lifecycle.hpp"

namespace tradelab {

// A life as every document shows it: {"strategy", "name", "synthetic", "stage", "status", "steps"}.
[[nodiscard]] JsonValue json_of(const StrategyLife& life);

}  // namespace tradelab

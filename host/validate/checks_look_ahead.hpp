#pragma once

#include "validate/check.hpp"

namespace tradelab {

// S1 to S4: does a decision depend on anything but the events before it?
[[nodiscard]] Result<CheckVerdict> check_batch_invariance(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_determinism(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_truncation(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_future_poison(Workbench& bench);

// The worlds in which check_determinism is repeated.
[[nodiscard]] std::span<const Variation> worlds();

}  // namespace tradelab

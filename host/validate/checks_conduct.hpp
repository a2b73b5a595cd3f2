#pragma once

#include "validate/check.hpp"

namespace tradelab {

// S9 to S12: what it wishes for, when, and what it costs.
[[nodiscard]] Result<CheckVerdict> check_intents(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_warmup(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_stillness(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_endurance(Workbench& bench);

}  // namespace tradelab

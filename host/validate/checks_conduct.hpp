#pragma once

#include "validate/check.hpp"

namespace tradelab {

// S9 to S12: what it wishes for, when, and what it costs.
[[nodiscard]] Result<Verdict> check_intents(Workbench& bench);
[[nodiscard]] Result<Verdict> check_warmup(Workbench& bench);
[[nodiscard]] Result<Verdict> check_stillness(Workbench& bench);
[[nodiscard]] Result<Verdict> check_endurance(Workbench& bench);

}  // namespace tradelab

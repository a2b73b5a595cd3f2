#pragma once

#include "validate/check.hpp"

namespace tradelab {

// Group L: instances from create to destroy.
[[nodiscard]] Result<CheckVerdict> check_leaks(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_restart(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_many_instances(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_states(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_threads(Workbench& bench);

}  // namespace tradelab

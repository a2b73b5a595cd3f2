#pragma once

#include "validate/check.hpp"

namespace tradelab {

// Group L: instances from create to destroy.
[[nodiscard]] Result<Verdict> check_leaks(Workbench& bench);
[[nodiscard]] Result<Verdict> check_restart(Workbench& bench);
[[nodiscard]] Result<Verdict> check_many_instances(Workbench& bench);
[[nodiscard]] Result<Verdict> check_states(Workbench& bench);
[[nodiscard]] Result<Verdict> check_threads(Workbench& bench);

}  // namespace tradelab

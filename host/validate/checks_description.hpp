#pragma once

#include "validate/check.hpp"

namespace tradelab {

// Group D: what the plugin says of itself, and how it behaves when it is only asked.
[[nodiscard]] Result<CheckVerdict> check_cost_of_loading(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_quiet_loading(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_agreement(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_tables(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_unknown_ids(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_declaration(Workbench& bench);

}  // namespace tradelab

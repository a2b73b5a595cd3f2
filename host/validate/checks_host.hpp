#pragma once

#include "validate/check.hpp"

namespace tradelab {

// Group H: hosts of other ages than ours.
[[nodiscard]] Result<CheckVerdict> check_older_host(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_newer_host(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_missing_service(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_host_calls(Workbench& bench);

}  // namespace tradelab

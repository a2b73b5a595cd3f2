#pragma once

#include "validate/check.hpp"

namespace tradelab {

// Group T: plugins that say they keep state, and what they make of blobs.
[[nodiscard]] Result<CheckVerdict> check_continuation(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_saved_twice(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_refusing_sink(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_broken_blobs(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_old_blobs(Workbench& bench);

}  // namespace tradelab

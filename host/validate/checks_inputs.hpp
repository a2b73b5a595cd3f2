#pragma once

#include "validate/check.hpp"

namespace tradelab {

// S5 to S8: other numbers, other parameters, bad data, no room.
[[nodiscard]] Result<CheckVerdict> check_scale(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_parameters(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_bad_data(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_no_room(Workbench& bench);

}  // namespace tradelab

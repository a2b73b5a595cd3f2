#pragma once

#include <span>
#include <string>

namespace tradelab {

// The whole life of a cell's child: this process was started by a StrategyCell with these arguments
// (cell_task.hpp).  Answers until it is told to leave or its parent is gone.  The exit code.
[[nodiscard]] int serve_cell(std::span<const std::string> arguments);

}  // namespace tradelab

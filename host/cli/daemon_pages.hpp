#pragma once

#include "cli/output.hpp"
#include "document/json_value.hpp"

#include <string>
#include <vector>

namespace tradelab {

// "● PAPER  SYNTHETIC data  running  ...": the line above everything that is said of an account.
[[nodiscard]] std::string mode_bar(const JsonValue& answer, Look look);

// What the daemon answered, for people: of the schema that the answer names.
[[nodiscard]] std::vector<std::string> page_of(const JsonValue& answer, Look look);

// One row of "events" on a line of its own, for whoever follows.
[[nodiscard]] std::string event_line(const JsonValue& event);

}  // namespace tradelab

#pragma once

#include "os/process.hpp"
#include "validate/check.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tradelab {

// The verdict as a line for the report descriptor.
[[nodiscard]] std::string verdict_line(const CheckVerdict& verdict);

// What became of a check's process, from how it ended and what it said.  A stranger's code ran in
// there, so every word is hostile until checked: lines too long, too deep or of another shape are
// as if never said.
[[nodiscard]] CheckVerdict heard(const Outcome& outcome);

}  // namespace tradelab

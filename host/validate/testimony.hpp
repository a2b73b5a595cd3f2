#pragma once

#include "os/process.hpp"
#include "validate/check.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tradelab {

// The verdict as a line for the channel, which puts the seal before it.
[[nodiscard]] std::string verdict_line(const CheckVerdict& verdict);

// What became of a check's process, from how it ended and what it said.  A stranger's code ran in
// there, so every word is hostile until checked.  A line counts when it begins with `seal`, is of
// our shape, and comes before the verdict; any other line is a failure that shows it, and so is a
// second verdict, whatever the first one was.
[[nodiscard]] CheckVerdict heard(const Outcome& outcome, std::string_view seal);

}  // namespace tradelab

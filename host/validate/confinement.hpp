#pragma once

#include <string>

// What no check's process may do: reach for another process.  A stranger's code runs in it with the
// rights of whoever validates, and what it kills need not be itself.
namespace tradelab::confinement {

// From now on a signal to anybody but this process ends it with a failed verdict that names the
// call; so does what would come to the same: a debugger's grip, the memory, the limits or the
// descriptors of another process, and leaving the group that is killed when the check has ended.
// There is no way back.  Threads and processes that it starts are held to the same.
//
// Returns what could not be held, empty when everything is.
[[nodiscard]] std::string begin();

// What begin() returned.
[[nodiscard]] const std::string& not_held();

}  // namespace tradelab::confinement

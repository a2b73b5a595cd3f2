#pragma once

#include <string>
#include <string_view>

// From now on until its end this process may not talk to the kernel, but for memory and for telling
// why it ends.  There is no way back, so it is the last thing that a check does.
namespace tradelab::silence {

// Installs the filter: a system call that is not one of those ends the process with a failed
// verdict that names it and the event in hand.  Reading the processor's time stamp, which is how
// clocks are read without the kernel, ends it the same way where the processor can trap it.
//
// Returns what could not be watched, empty when everything is.
[[nodiscard]] std::string fall();

// The same for a library that is about to be loaded: beside the above, the system's loader may do
// its work, and what is printed is heard by the parent.  Looking at a path is allowed; opening,
// making, changing and removing files, threads, processes, sockets and clocks of the kernel are
// not.
[[nodiscard]] std::string fall_before_loading();

}  // namespace tradelab::silence

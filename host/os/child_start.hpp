#pragma once

#include "core/result.hpp"
#include "os/child.hpp"
#include "os/descriptor.hpp"
#include "os/process.hpp"

#include <chrono>
#include <sys/types.h>

namespace tradelab {

// What every way to start a child has in common.

// One that the child writes to; our end never blocks.
struct ChildPipe {
    Descriptor ours;
    Descriptor theirs;
};
// 0 or an errno.
[[nodiscard]] int open_pipe(ChildPipe& pipe);

// Forks with all signals blocked, so that no handler of ours runs in the child.  Below 0: an errno
// says why.
[[nodiscard]] pid_t fork_child(const ChildPlan& plan, const ChildPlan::Streams& streams);

// A descriptor that becomes readable when the child has ended, and names no other process.
[[nodiscard]] Descriptor watch_child(pid_t child);

// The child itself through that descriptor, then its group, whose number cannot be reused as long
// as the child is not reaped.
void kill_child(pid_t child, const Descriptor& watched);

// What Outcome says of it.  Until the child is reaped, dead or not.
[[nodiscard]] std::chrono::nanoseconds kept_waiting(pid_t child);

// As Ctrl-C would: SIGINT to the child alone.
void interrupt_child(const Descriptor& watched);

// The error that is meant by what the child said if its program never ran.
[[nodiscard]] Failure never_ran(const ChildFailure& failure, const Command& command);

// Refused: a path that is not absolute.
[[nodiscard]] Status check_program(const Command& command);

}  // namespace tradelab

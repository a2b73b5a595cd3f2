#pragma once

#include "core/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tradelab {

struct EnvironmentVariable {
    std::string name = {};
    std::string value = {};

    friend bool operator==(const EnvironmentVariable&, const EnvironmentVariable&) = default;
};

// What the kernel holds the child to; nothing means: as we are ourselves.  Core dumps are always
// off.  `processes` counts all processes of the user and does not bind root.
struct ProcessLimits {
    std::optional<std::uint64_t> address_space_bytes = {};
    std::optional<std::uint64_t> stack_bytes = {};
    std::optional<std::uint64_t> file_bytes = {};
    std::optional<std::uint64_t> cpu_seconds = {};
    std::optional<std::uint64_t> processes = {};
    std::optional<std::uint64_t> open_files = {};
};

// Who goes first where several want the processor or the disk.  `background` runs when nobody else
// wants to, and takes what is left.
enum class Priority { normal, background };

struct Command {
    std::filesystem::path program = {};               // absolute; no PATH is searched
    std::vector<std::string> arguments = {};          // after argv[0], which is the program
    std::vector<EnvironmentVariable> variables = {};  // all of them: none is inherited
    std::filesystem::path directory = "/";
    std::string input = {};  // what the child can read from its standard input, then end of file
    ProcessLimits limits = {};
    Priority priority = Priority::normal;
    std::chrono::nanoseconds time_limit = std::chrono::seconds(60);  // by the monotonic clock

    // How much of each stream is kept.  The rest is read, counted and dropped, so that a child that
    // floods us is never blocked by us.
    std::size_t output_max = 1U << 20U;
    std::size_t errors_max = 1U << 20U;
    std::size_t report_max = 1U << 20U;
};

struct Captured {
    std::string bytes = {};
    std::uint64_t dropped = 0;  // bytes beyond the cap
};

enum class Ended { exited, signalled, timed_out };

// Whether the streams were read to their end, or given up because a process that had escaped the
// child's group (setsid) still held them open.
enum class Streams { complete, held_open };

struct Outcome {
    Ended ended = Ended::exited;
    int exit_code = 0;  // when it exited
    int signal = 0;     // when it was signalled; SIGKILL, ours, when it timed out
    Streams streams = Streams::complete;
    std::chrono::nanoseconds wall{0};
    std::chrono::nanoseconds cpu{0};  // user and system, of the child and those it waited for
    // How long its first thread was ready to run and another one had the processor: what a slow
    // child cannot help.  Zero where the kernel keeps no such account.
    std::chrono::nanoseconds kept_waiting{0};
    // The kernel's figure for the child.  It is never less than our own resident size at its birth:
    // until it executes its program, the child is a copy of us.
    std::uint64_t peak_resident_bytes = 0;
    Captured output = {};
    Captured errors = {};
    Captured report = {};  // what it wrote to descriptor 3
};

// Runs a program to its end.  An error means that it never ran: an Outcome, however bad, that it
// did.
class Process {
public:
    virtual ~Process() = default;
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    Process(Process&&) = delete;
    Process& operator=(Process&&) = delete;

    [[nodiscard]] virtual Result<Outcome> run(const Command& command) = 0;

protected:
    Process() = default;
};

// A child of this process, in a process group of its own, with descriptors 0 to 3 and no other.
//
// When the child ends, or at its deadline, the whole group is killed: nothing it started outlives
// the call, except what left the group by setsid, and that is not waited for beyond a short grace.
// If the thread that called `run` dies, the kernel kills the child.
//
// Any thread; several at once.  Blocks until the child has ended.  Needs SIGCHLD not to be ignored.
class RealProcess final : public Process {
public:
    [[nodiscard]] Result<Outcome> run(const Command& command) override;
};

}  // namespace tradelab

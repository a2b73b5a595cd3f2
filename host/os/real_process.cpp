#include "os/child_start.hpp"
#include "os/process.hpp"
#include "os/stream_reader.hpp"
#include "os/system_error.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tradelab {
namespace {

using std::chrono::nanoseconds;
using std::chrono::steady_clock;

// How long we go on reading after the child and its group are dead.  What they wrote is in the
// pipes already; only a process that escaped can keep one open longer than this.
constexpr nanoseconds grace = std::chrono::milliseconds(200);

// A longer limit means none; adding it to the present must not overflow.
constexpr nanoseconds time_limit_max = std::chrono::hours(24 * 365);

struct Pipes {
    Descriptor input;
    ChildPipe output, errors, report, failure;
};

// The input is a file in memory, complete before the child starts: there is no pipe to fill, none
// to break, and no SIGPIPE.
int open_input(const std::string& bytes, Descriptor& input) {
    if (bytes.empty()) {
        input = Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        return input ? 0 : errno;
    }
    input = Descriptor(::memfd_create("input", MFD_CLOEXEC));
    if (!input) {
        return errno;
    }
    std::size_t done = 0;
    while (done < bytes.size()) {
        const auto put = ::write(input.number(), bytes.data() + done, bytes.size() - done);
        if (put < 0 && errno != EINTR) {
            return errno;
        }
        done += put > 0 ? static_cast<std::size_t>(put) : 0;
    }
    return ::lseek(input.number(), 0, SEEK_SET) < 0 ? errno : 0;
}

int open_pipes(const Command& command, Pipes& pipes) {
    if (const int error = open_input(command.input, pipes.input); error != 0) {
        return error;
    }
    for (ChildPipe* const pipe : {&pipes.output, &pipes.errors, &pipes.report, &pipes.failure}) {
        if (const int error = open_pipe(*pipe); error != 0) {
            return error;
        }
    }
    return 0;
}

// A child that is running.  It is killed with its group and reaped before this goes away.
class Running {
public:
    Running(pid_t pid, Pipes pipes, const Command& command)
        : pid_(pid),
          ended_(watch_child(pid)),
          output_(std::move(pipes.output.ours), command.output_max),
          errors_(std::move(pipes.errors.ours), command.errors_max),
          report_(std::move(pipes.report.ours), command.report_max),
          failure_(std::move(pipes.failure.ours), sizeof(ChildFailure)) {
        watch_error_ = ended_ ? 0 : errno;
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    Running(Running&&) = delete;
    Running& operator=(Running&&) = delete;
    ~Running() {
        if (!reaped_) {
            kill_group();
            static_cast<void>(reap());
        }
    }

    // 0, or the errno for which we shall not see it end.
    [[nodiscard]] int watch_error() const { return watch_error_; }

    // Reads until the child has ended (true) or the deadline has passed (false).
    [[nodiscard]] bool read_until_ended(steady_clock::time_point deadline);

    // Reads until all streams have ended (true) or the deadline has passed (false).
    [[nodiscard]] bool drain(steady_clock::time_point deadline);

    void kill_group() { kill_child(pid_, ended_); }

    // Waits for the end that has come or is certain; fills in how it ended.
    [[nodiscard]] Outcome reap();

    void take_streams(Outcome& outcome) {
        outcome.output = output_.take();
        outcome.errors = errors_.take();
        outcome.report = report_.take();
    }

    // What the child said if its program never ran.
    [[nodiscard]] std::optional<ChildFailure> failure() {
        const std::string bytes = failure_.take().bytes;
        ChildFailure failure;
        if (bytes.size() != sizeof failure) {
            return std::nullopt;
        }
        std::memcpy(&failure, bytes.data(), sizeof failure);
        return failure;
    }

private:
    enum class Woken { child_ended, stream, deadline };

    // Waits for the child (when asked to), the streams or the deadline, and reads what is there.
    Woken wait_and_read(int child, steady_clock::time_point deadline);

    pid_t pid_;
    bool reaped_ = false;
    int watch_error_ = 0;
    Descriptor ended_;
    StreamReader output_;
    StreamReader errors_;
    StreamReader report_;
    StreamReader failure_;
};

Running::Woken Running::wait_and_read(int child, steady_clock::time_point deadline) {
    const auto left = std::chrono::duration_cast<nanoseconds>(deadline - steady_clock::now());
    if (left <= nanoseconds::zero()) {
        return Woken::deadline;
    }
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
    const timespec patience{.tv_sec = seconds.count(), .tv_nsec = (left - seconds).count()};

    const std::array<StreamReader*, 4> readers{&output_, &errors_, &report_, &failure_};
    std::array<pollfd, 5> watched{};
    for (std::size_t i = 0; i < readers.size(); ++i) {
        watched[i] = {.fd = readers[i]->descriptor(), .events = POLLIN, .revents = 0};
    }
    watched[4] = {.fd = child, .events = POLLIN, .revents = 0};

    if (::ppoll(watched.data(), watched.size(), &patience, nullptr) <= 0) {
        return Woken::stream;  // interrupted or out of patience: the next round sees which
    }
    for (std::size_t i = 0; i < readers.size(); ++i) {
        if (watched[i].revents != 0) {
            readers[i]->read_available();
        }
    }
    return watched[4].revents != 0 ? Woken::child_ended : Woken::stream;
}

bool Running::read_until_ended(steady_clock::time_point deadline) {
    while (true) {
        const Woken woken = wait_and_read(ended_.number(), deadline);
        if (woken != Woken::stream) {
            return woken == Woken::child_ended;
        }
    }
}

bool Running::drain(steady_clock::time_point deadline) {
    const auto all_ended = [this] {
        return output_.ended() && errors_.ended() && report_.ended() && failure_.ended();
    };
    while (!all_ended()) {
        if (wait_and_read(-1, deadline) == Woken::deadline) {
            return false;
        }
    }
    return true;
}

Outcome Running::reap() {
    const nanoseconds waited = kept_waiting(pid_);
    int status = 0;
    rusage used{};
    while (::wait4(pid_, &status, 0, &used) < 0 && errno == EINTR) {
    }
    reaped_ = true;

    const auto time = [](const timeval& value) {
        return std::chrono::seconds(value.tv_sec) + std::chrono::microseconds(value.tv_usec);
    };
    Outcome outcome;
    outcome.ended = WIFSIGNALED(status) ? Ended::signalled : Ended::exited;
    outcome.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    outcome.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    outcome.cpu = time(used.ru_utime) + time(used.ru_stime);
    outcome.kept_waiting = waited;
    outcome.peak_resident_bytes = static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
    return outcome;
}

}  // namespace

Result<Outcome> RealProcess::run(const Command& command) {
    if (auto good = check_program(command); !good) {
        return fail(std::move(good).error());
    }
    const auto start = steady_clock::now();
    Pipes pipes;
    if (const int error = open_pipes(command, pipes); error != 0) {
        return fail_with_errno(error, "prepare to run", command.program);
    }
    const ChildPlan plan(command);
    const pid_t pid = fork_child(plan,
                                 {.descriptors = {pipes.input.number(),
                                                  pipes.output.theirs.number(),
                                                  pipes.errors.theirs.number(),
                                                  pipes.report.theirs.number()},
                                  .count = 4,
                                  .failure = pipes.failure.theirs.number()});
    if (pid < 0) {
        return fail_with_errno(errno, "start a process for", command.program);
    }
    Running child(pid, std::move(pipes), command);
    if (const int error = child.watch_error(); error != 0) {
        return fail_with_errno(error, "watch the process of", command.program);
    }

    const bool ended = child.read_until_ended(start + std::min(command.time_limit, time_limit_max));
    child.kill_group();  // also after a good end: what it left behind ends with it
    Outcome outcome = child.reap();
    const bool complete = child.drain(steady_clock::now() + grace);
    if (const auto failure = child.failure()) {
        return never_ran(*failure, command);
    }
    child.take_streams(outcome);
    outcome.ended = ended ? outcome.ended : Ended::timed_out;
    outcome.streams = complete ? Streams::complete : Streams::held_open;
    outcome.wall = steady_clock::now() - start;
    return outcome;
}

}  // namespace tradelab

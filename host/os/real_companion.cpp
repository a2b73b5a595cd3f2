#include "os/child_start.hpp"
#include "os/companion.hpp"
#include "os/shared_memory.hpp"
#include "os/stream_reader.hpp"
#include "os/system_error.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace tradelab {
namespace {

using std::chrono::nanoseconds;
using std::chrono::steady_clock;

constexpr std::size_t errors_max =
    65'536;  // what a pipe holds: more is dropped by the child's side

// A longer patience means none; adding it to the present must not overflow.
constexpr nanoseconds patience_max = std::chrono::hours(24 * 365);

class RealCompanion final : public Companion {
public:
    RealCompanion(pid_t child, SharedMemory memory, Descriptor bell, Descriptor errors)
        : child_(child),
          watched_(watch_child(child)),
          watch_error_(watched_ ? 0 : errno),
          memory_(std::move(memory)),
          bell_(std::move(bell)),
          errors_(std::move(errors), errors_max) {}
    RealCompanion(const RealCompanion&) = delete;
    RealCompanion& operator=(const RealCompanion&) = delete;
    RealCompanion(RealCompanion&&) = delete;
    RealCompanion& operator=(RealCompanion&&) = delete;
    ~RealCompanion() override { static_cast<void>(end()); }

    [[nodiscard]] int watch_error() const { return watch_error_; }

    std::span<std::byte> memory() override { return memory_.bytes(); }
    void ring() override;
    Heard wait(nanoseconds patience) override;
    void interrupt() override;
    CompanionEnd end() override;
    [[nodiscard]] std::int64_t number() const override { return child_; }

private:
    pid_t child_;
    Descriptor watched_;
    int watch_error_;
    SharedMemory memory_;
    Descriptor bell_;
    StreamReader errors_;
    std::optional<CompanionEnd> end_;
};

void RealCompanion::ring() {
    const char bell = 1;
    // Never waits: a child that lets bells pile up is found by its silence.
    static_cast<void>(::send(bell_.number(), &bell, 1, MSG_NOSIGNAL | MSG_DONTWAIT));
}

void RealCompanion::interrupt() {
    if (!end_) {
        interrupt_child(watched_);
    }
}

Companion::Heard RealCompanion::wait(nanoseconds patience) {
    if (end_) {
        return Heard::ended;
    }
    const auto deadline = steady_clock::now() + std::min(patience, patience_max);
    std::array<pollfd, 2> watch{{{.fd = bell_.number(), .events = POLLIN, .revents = 0},
                                 {.fd = watched_.number(), .events = POLLIN, .revents = 0}}};
    while (true) {
        const auto left = deadline - steady_clock::now();
        if (left <= nanoseconds::zero()) {
            return Heard::nothing;
        }
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
        const timespec patient{.tv_sec = seconds.count(), .tv_nsec = (left - seconds).count()};
        if (::ppoll(watch.data(), watch.size(), &patient, nullptr) <= 0) {
            continue;  // interrupted, or out of patience: the next round sees which
        }
        // The bell first: what was answered before the end is an answer.
        std::array<char, 64> bells{};
        if (watch[0].revents != 0 &&
            ::recv(bell_.number(), bells.data(), bells.size(), MSG_DONTWAIT) > 0) {
            return Heard::bell;
        }
        if (watch[1].revents != 0) {
            return Heard::ended;
        }
        watch[0].fd = -1;  // it hung up and has not ended yet: its end is what we wait for
    }
}

CompanionEnd RealCompanion::end() {
    if (end_) {
        return *end_;
    }
    pollfd over{.fd = watched_.number(), .events = POLLIN, .revents = 0};
    const bool by_itself = watched_ && ::poll(&over, 1, 0) == 1;
    kill_child(child_, watched_);  // also after its own end: what it started ends with it
    int status = 0;
    while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {
    }
    errors_.read_available();
    end_ = CompanionEnd{
        .by = by_itself ? CompanionEnd::By::itself : CompanionEnd::By::us,
        .ended = WIFSIGNALED(status) ? Ended::signalled : Ended::exited,
        .exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0,
        .signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0,
        .errors = errors_.take().bytes,
    };
    return *end_;
}

// What the child's side of the way in looks like.
struct Ends {
    Descriptor nothing;  // its standard input and output
    ChildPipe errors, failure;
    Descriptor our_bell, their_bell;
};

int open_ends(Ends& ends) {
    ends.nothing = Descriptor(::open("/dev/null", O_RDWR | O_CLOEXEC));
    if (!ends.nothing) {
        return errno;
    }
    for (ChildPipe* const pipe : {&ends.errors, &ends.failure}) {
        if (const int error = open_pipe(*pipe); error != 0) {
            return error;
        }
    }
    // What it has to say beyond a full pipe is lost, and it is not held up by us, who do not read.
    if (::fcntl(ends.errors.theirs.number(), F_SETFL, O_NONBLOCK) < 0) {
        return errno;
    }
    int pair[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0) {
        return errno;
    }
    ends.our_bell = Descriptor(pair[0]);
    ends.their_bell = Descriptor(pair[1]);
    return 0;
}

// Waits until the program runs or cannot: the pipe closes by itself in the first case.
std::optional<ChildFailure> failure_of(ChildPipe& pipe) {
    pipe.theirs.reset();
    pollfd watch{.fd = pipe.ours.number(), .events = POLLIN, .revents = 0};
    while (::poll(&watch, 1, -1) < 0 && errno == EINTR) {
    }
    ChildFailure failure;
    const auto got = ::read(pipe.ours.number(), &failure, sizeof failure);
    return got == sizeof failure ? std::optional(failure) : std::nullopt;
}

}  // namespace

Result<std::unique_ptr<Companion>> RealCompanions::start(const Command& command,
                                                         std::size_t memory_bytes) {
    if (auto good = check_program(command); !good) {
        return fail(std::move(good).error());
    }
    auto memory = SharedMemory::make(memory_bytes);
    if (!memory) {
        return fail(std::move(memory).error());
    }
    Ends ends;
    if (const int error = open_ends(ends); error != 0) {
        return fail_with_errno(error, "prepare to run", command.program);
    }
    const ChildPlan plan(command);
    const pid_t child = fork_child(plan,
                                   {.descriptors = {ends.nothing.number(),
                                                    ends.nothing.number(),
                                                    ends.errors.theirs.number(),
                                                    memory->descriptor(),
                                                    ends.their_bell.number()},
                                    .count = 5,
                                    .failure = ends.failure.theirs.number()});
    if (child < 0) {
        return fail_with_errno(errno, "start a process for", command.program);
    }
    auto companion = std::make_unique<RealCompanion>(
        child, *std::move(memory), std::move(ends.our_bell), std::move(ends.errors.ours));
    if (const int error = companion->watch_error(); error != 0) {
        return fail_with_errno(error, "watch the process of", command.program);
    }
    if (const auto failure = failure_of(ends.failure)) {
        return never_ran(*failure, command);
    }
    return companion;
}

}  // namespace tradelab

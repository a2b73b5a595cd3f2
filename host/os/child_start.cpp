#include "os/child_start.hpp"

#include "os/system_error.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <fcntl.h>
#include <string>
#include <sys/syscall.h>
#include <unistd.h>

namespace tradelab {

int open_pipe(ChildPipe& pipe) {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) < 0) {
        return errno;
    }
    pipe.ours = Descriptor(ends[0]);
    pipe.theirs = Descriptor(ends[1]);
    return ::fcntl(ends[0], F_SETFL, O_NONBLOCK) < 0 ? errno : 0;  // our end only
}

pid_t fork_child(const ChildPlan& plan, const ChildPlan::Streams& streams) {
    const pid_t self = ::getpid();
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    const pid_t child = ::fork();
    if (child == 0) {
        plan.become(streams, self);
    }
    const int error = errno;
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    if (child > 0) {
        // Both sides set the group, so that it exists whoever comes first.
        ::setpgid(child, child);
    }
    errno = error;
    return child;
}

// By number: glibc 2.36 declares the wrappers without C linkage, so that C++ cannot link them.
Descriptor watch_child(pid_t child) {
    return Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
}

void kill_child(pid_t child, const Descriptor& watched) {
    if (watched) {
        ::syscall(SYS_pidfd_send_signal, watched.number(), SIGKILL, nullptr, 0);
    } else {
        ::kill(child, SIGKILL);
    }
    ::kill(-child, SIGKILL);
}

std::chrono::nanoseconds kept_waiting(pid_t child) {
    const std::string path = "/proc/" + std::to_string(child) + "/schedstat";
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    // Nanoseconds on a processor, nanoseconds of waiting for one, how often: each a 64-bit number.
    std::array<char, 64> text{};
    const auto got = file ? ::read(file.number(), text.data(), text.size()) : -1;
    if (got <= 0) {
        return {};
    }
    const char* const end = text.data() + got;
    const char* const behind_first = std::find<const char*>(text.data(), end, ' ');
    std::int64_t waited = 0;
    if (behind_first != end) {
        std::from_chars(behind_first + 1, end, waited);
    }
    return std::chrono::nanoseconds(waited);
}

void interrupt_child(const Descriptor& watched) {
    ::syscall(SYS_pidfd_send_signal, watched.number(), SIGINT, nullptr, 0);
}

Failure never_ran(const ChildFailure& failure, const Command& command) {
    switch (failure.step) {
        case ChildFailure::Step::directory:
            return fail_with_errno(failure.error_number, "enter the directory", command.directory);
        case ChildFailure::Step::limits:
            return fail_with_errno(failure.error_number, "set the limits of", command.program);
        case ChildFailure::Step::streams:
            return fail_with_errno(failure.error_number, "connect the streams of", command.program);
        case ChildFailure::Step::parent_died:
        case ChildFailure::Step::execute:
            break;
    }
    return fail_with_errno(failure.error_number, "run", command.program);
}

Status check_program(const Command& command) {
    if (command.program.is_absolute()) {
        return {};
    }
    return fail(ErrorCode::invalid_argument,
                "cannot run '" + command.program.native() + "': the path is not absolute",
                "give the full path: no PATH is searched");
}

}  // namespace tradelab

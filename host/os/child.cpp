#include "os/child.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <linux/ioprio.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace tradelab {
namespace {

using Step = ChildFailure::Step;

constexpr int nice_lowest = 19;
constexpr int io_of_a_process = IOPRIO_WHO_PROCESS;
constexpr int io_idle = IOPRIO_PRIO_VALUE(IOPRIO_CLASS_IDLE, 0);

[[noreturn]] void give_up(int failure_pipe, Step step) {
    const ChildFailure failure{.step = step, .error_number = errno};
    const auto written = ::write(failure_pipe, &failure, sizeof failure);
    static_cast<void>(written);  // nobody is left to tell
    ::_exit(127);
}

// What the parent ignores, the child would ignore too; what it handles is reset by exec anyway.
void reset_signals() {
    struct ::sigaction standard{};
    standard.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; ++number) {
        ::sigaction(number, &standard, nullptr);  // fails for those that cannot be changed: fine
    }
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

// Lifts them all clear of 0 to 4 first: any of them may already be one of these numbers.
int arrange(const ChildPlan::Streams& streams) {
    const auto lift = [&](int descriptor) {
        const int lifted = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 10);
        if (lifted < 0) {
            give_up(streams.failure, Step::streams);
        }
        return lifted;
    };
    std::array<int, ChildPlan::Streams::count_max> lifted{};
    for (std::size_t target = 0; target < streams.count; ++target) {
        lifted[target] = lift(streams.descriptors[target]);
    }
    const int failure = lift(streams.failure);
    for (std::size_t target = 0; target < streams.count; ++target) {
        if (::dup2(lifted[target], static_cast<int>(target)) < 0) {
            give_up(failure, Step::streams);
        }
    }
    // Marked, not closed: the failure pipe must live until the program runs.
    const auto first = static_cast<unsigned>(streams.count);
    if (::close_range(first, ~0U, CLOSE_RANGE_CLOEXEC) < 0) {
        give_up(failure, Step::streams);
    }
    return failure;
}

char* mutable_text(const std::string& text) {
    return const_cast<char*>(text.c_str());  // execve's signature: it does not write through it
}

}  // namespace

ChildPlan::ChildPlan(const Command& command)
    : program_(command.program.c_str()),
      directory_(command.directory.c_str()),
      priority_(command.priority) {
    arguments_pointers_.push_back(mutable_text(command.program.native()));
    for (const std::string& argument : command.arguments) {
        arguments_pointers_.push_back(mutable_text(argument));
    }
    arguments_pointers_.push_back(nullptr);

    variables_.reserve(command.variables.size());
    for (const EnvironmentVariable& variable : command.variables) {
        variables_.push_back(variable.name + "=" + variable.value);
        variables_pointers_.push_back(mutable_text(variables_.back()));
    }
    variables_pointers_.push_back(nullptr);

    const ProcessLimits& limits = command.limits;
    const auto both = [this](int resource, const std::optional<std::uint64_t>& value) {
        if (value) {
            add_limit(resource, *value, *value);
        }
    };
    add_limit(RLIMIT_CORE, 0, 0);
    both(RLIMIT_AS, limits.address_space_bytes);
    both(RLIMIT_STACK, limits.stack_bytes);
    both(RLIMIT_FSIZE, limits.file_bytes);
    both(RLIMIT_NPROC, limits.processes);
    both(RLIMIT_NOFILE, limits.open_files);
    if (limits.cpu_seconds) {
        // SIGXCPU at the limit names the reason; the SIGKILL of the hard limit is for who ignores.
        add_limit(RLIMIT_CPU, *limits.cpu_seconds, *limits.cpu_seconds + 1);
    }
}

void ChildPlan::add_limit(int resource, rlim_t soft, rlim_t hard) {
    limits_[limits_count_] = {.resource = resource, .value = {.rlim_cur = soft, .rlim_max = hard}};
    ++limits_count_;
}

// None of the three can fail for somebody who asks for less, and if one did, the program would run
// all the same.
void ChildPlan::step_back() const {
    if (priority_ == Priority::normal) {
        return;
    }
    const sched_param none{};
    ::setpriority(PRIO_PROCESS, 0, nice_lowest);
    ::sched_setscheduler(0, SCHED_IDLE, &none);
    ::syscall(SYS_ioprio_set, io_of_a_process, 0, io_idle);
}

void ChildPlan::become(Streams streams, pid_t parent) const {
    reset_signals();
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) {  // it died before we asked to be told
        give_up(streams.failure, Step::parent_died);
    }

    step_back();
    const int failure_pipe = arrange(streams);
    if (::chdir(directory_) < 0) {
        give_up(failure_pipe, Step::directory);
    }
    for (std::size_t i = 0; i < limits_count_; ++i) {
        const auto resource = static_cast<__rlimit_resource_t>(limits_[i].resource);
        if (::setrlimit(resource, &limits_[i].value) < 0) {
            give_up(failure_pipe, Step::limits);
        }
    }
    ::execve(program_, arguments_pointers_.data(), variables_pointers_.data());
    give_up(failure_pipe, Step::execute);
}

}  // namespace tradelab

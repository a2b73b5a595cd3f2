#include "validate/confinement.hpp"

#include <gtest/gtest.h>

#include <asm/sockios.h>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <functional>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tradelab {
namespace {

constexpr int lived = 7;

// In a process of its own, which a forbidden call ends with 1.
[[noreturn]] void confined(const std::function<void()>& act) {
    const bool is_held = confinement::begin().empty();
    act();
    std::_Exit(is_held ? lived : 2);
}

TEST(Confinement, NothingReachesAnotherProcess) {
    const pid_t other = ::getppid();
    const std::function<void()> acts[] = {
        [&] { ::kill(other, 0); },
        [&] { ::kill(0, 0); },   // its whole group
        [&] { ::kill(-1, 0); },  // everybody
        [&] { ::syscall(SYS_tkill, other, 0); },
        [&] { ::syscall(SYS_tgkill, other, other, 0); },
        [&] { ::syscall(SYS_rt_sigqueueinfo, other, 0, nullptr); },
        [&] { ::syscall(SYS_pidfd_open, other, 0); },
        [&] { ::syscall(SYS_pidfd_send_signal, 0, 0, nullptr, 0); },
        [&] { ::syscall(SYS_ptrace, 16 /* attach */, other, 0, 0); },
        [&] { ::syscall(SYS_process_vm_writev, other, nullptr, 0, nullptr, 0, 0); },
        [&] { ::syscall(SYS_prlimit64, other, RLIMIT_CPU, nullptr, nullptr); },
        [&] { ::fcntl(0, F_SETOWN, other); },
        [&] { ::ioctl(0, FIOSETOWN, nullptr); },
        [&] { ::setsid(); },
    };

    for (const auto& act : acts) {
        EXPECT_EXIT(confined(act), testing::ExitedWithCode(1), "") << &act - acts;
    }
}

TEST(Confinement, AChildOfItIsHeldToTheSame) {
    const auto act = [] {
        const pid_t child = ::fork();
        if (child == 0) {
            ::kill(1, 0);
            std::_Exit(lived);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        std::_Exit(WIFEXITED(status) ? WEXITSTATUS(status) : 2);
    };

    EXPECT_EXIT(confined(act), testing::ExitedWithCode(1), "");
}

TEST(Confinement, ItselfItMayReach) {
    const std::function<void()> acts[] = {
        [] { ::kill(::getpid(), 0); },
        [] { ::raise(SIGURG); },
        [] {
            rlimit limit{};
            ::getrlimit(RLIMIT_STACK, &limit);
        },
    };

    for (const auto& act : acts) {
        EXPECT_EXIT(confined(act), testing::ExitedWithCode(lived), "") << &act - acts;
    }
    EXPECT_EXIT(confined([] { std::abort(); }), testing::KilledBySignal(SIGABRT), "");
}

}  // namespace
}  // namespace tradelab

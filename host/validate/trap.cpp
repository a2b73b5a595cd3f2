#include "validate/trap.hpp"

#include "validate/last_words.hpp"

#include <array>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace tradelab::trap {
namespace {

#if defined(__x86_64__)
constexpr unsigned architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned architecture = AUDIT_ARCH_AARCH64;
#else
#error "name the system call table of this processor"
#endif

// Numbers from here on are those of a second table of the same processor.
constexpr unsigned second_table = 0x40000000;

struct Named {
    int number;
    const char* name;
};

constexpr std::array names = {
    Named{SYS_openat, "openat"},
    Named{SYS_read, "read"},
    Named{SYS_write, "write"},
    Named{SYS_close, "close"},
    Named{SYS_lseek, "lseek"},
    Named{SYS_newfstatat, "newfstatat"},
    Named{SYS_socket, "socket"},
    Named{SYS_connect, "connect"},
    Named{SYS_sendto, "sendto"},
    Named{SYS_clock_gettime, "clock_gettime"},
    Named{SYS_clock_nanosleep, "clock_nanosleep"},
    Named{SYS_nanosleep, "nanosleep"},
    Named{SYS_gettimeofday, "gettimeofday"},
    Named{SYS_getrandom, "getrandom"},
    Named{SYS_getpid, "getpid"},
    Named{SYS_gettid, "gettid"},
    Named{SYS_kill, "kill"},
    Named{SYS_tgkill, "tgkill"},
    Named{SYS_tkill, "tkill"},
    Named{SYS_rt_sigqueueinfo, "rt_sigqueueinfo"},
    Named{SYS_rt_tgsigqueueinfo, "rt_tgsigqueueinfo"},
    Named{SYS_pidfd_open, "pidfd_open"},
    Named{SYS_pidfd_getfd, "pidfd_getfd"},
    Named{SYS_pidfd_send_signal, "pidfd_send_signal"},
    Named{SYS_process_vm_readv, "process_vm_readv"},
    Named{SYS_process_vm_writev, "process_vm_writev"},
    Named{SYS_prlimit64, "prlimit64"},
    Named{SYS_setsid, "setsid"},
    Named{SYS_setpgid, "setpgid"},
    Named{SYS_fcntl, "fcntl"},
    Named{SYS_ioctl, "ioctl"},
    Named{SYS_unlinkat, "unlinkat"},
    Named{SYS_mkdirat, "mkdirat"},
    Named{SYS_renameat2, "renameat2"},
    Named{SYS_truncate, "truncate"},
    Named{SYS_ftruncate, "ftruncate"},
    Named{SYS_memfd_create, "memfd_create"},
    Named{SYS_clone, "clone"},
    Named{SYS_clone3, "clone3"},
    Named{SYS_execve, "execve"},
    Named{SYS_prctl, "prctl"},
    Named{SYS_ptrace, "ptrace"},
    Named{SYS_rt_sigaction, "rt_sigaction"},
    Named{SYS_sched_yield, "sched_yield"},
    Named{SYS_getrusage, "getrusage"},
#if defined(__x86_64__)
    Named{SYS_open, "open"},
    Named{SYS_stat, "stat"},
    Named{SYS_fork, "fork"},
    Named{SYS_vfork, "vfork"},
    Named{SYS_time, "time"},
    Named{SYS_unlink, "unlink"},
    Named{SYS_mkdir, "mkdir"},
    Named{SYS_rmdir, "rmdir"},
    Named{SYS_rename, "rename"},
    Named{SYS_link, "link"},
    Named{SYS_symlink, "symlink"},
    Named{SYS_chmod, "chmod"},
#endif
};

// Text of a verdict, without allocation: handlers write it.
struct Line {
    char bytes[160];
    std::size_t length = 0;

    void add(const char* text) {
        const std::size_t size = std::strlen(text);
        if (length + size < sizeof bytes) {
            std::memcpy(bytes + length, text, size);
            length += size;
            bytes[length] = '\0';
        }
    }
    void add(unsigned number) {
        char digits[12];
        std::size_t at = sizeof digits;
        digits[--at] = '\0';
        do {
            digits[--at] = static_cast<char>('0' + number % 10);
            number /= 10;
        } while (number != 0);
        add(digits + at);
    }
};

void on_system_call(int, siginfo_t* info, void*) {
    Line line;
    line.add("system call ");
    line.add(static_cast<unsigned>(info->si_syscall));
    for (const Named& named : names) {
        if (named.number == info->si_syscall) {
            line.add(" (");
            line.add(named.name);
            line.add(")");
        }
    }
    end_with(line.bytes);
}

}  // namespace

void end_with(const char* text) {
    last_words::tell("broken", text);
    last_words::verdict_given();
    ::_exit(1);
}

void Filter::load(std::size_t place) {
    add(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<unsigned>(place)));
}

Filter::Filter() {
    load(offsetof(seccomp_data, arch));
    add(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, architecture, 1, 0));
    add(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
    load(offsetof(seccomp_data, nr));
    add(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, second_table, 0, 1));
    add(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
}

Filter& Filter::answer(int call, Answer answer) {
    add(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<unsigned>(call), 0, 1));
    add(BPF_STMT(BPF_RET | BPF_K, static_cast<unsigned>(answer)));
    return *this;
}

Filter& Filter::answer(int call, std::size_t argument, unsigned value, Answer answer) {
    // The lower half is what the kernel reads of a number of process, descriptor or command.
    add(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<unsigned>(call), 0, 4));
    load(offsetof(seccomp_data, args) + argument * sizeof(std::uint64_t));
    add(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1));
    add(BPF_STMT(BPF_RET | BPF_K, static_cast<unsigned>(answer)));
    load(offsetof(seccomp_data, nr));
    return *this;
}

Filter& Filter::allow_code(std::uintptr_t begin, std::uintptr_t end) {
    const auto high = [](std::uintptr_t at) {
        return static_cast<unsigned>(std::uint64_t{at} >> 32);
    };
    if (begin >= end || high(begin) != high(end)) {
        return *this;
    }
    constexpr std::size_t place = offsetof(seccomp_data, instruction_pointer);
    load(place + 4);
    add(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, high(begin), 0, 4));
    load(place);
    add(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, static_cast<unsigned>(begin), 0, 2));
    add(BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, static_cast<unsigned>(end), 1, 0));
    add(BPF_STMT(BPF_RET | BPF_K, static_cast<unsigned>(Answer::allow)));
    load(offsetof(seccomp_data, nr));
    return *this;
}

bool Filter::install(Answer rest) {
    add(BPF_STMT(BPF_RET | BPF_K, static_cast<unsigned>(rest)));
    struct ::sigaction call{};
    call.sa_sigaction = on_system_call;
    call.sa_flags = SA_SIGINFO | SA_ONSTACK;
    ::sigaction(SIGSYS, &call, nullptr);
    const sock_fprog program{.len = static_cast<unsigned short>(steps_.size()),
                             .filter = steps_.data()};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

}  // namespace tradelab::trap

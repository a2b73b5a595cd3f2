#include "validate/confinement.hpp"

#include "validate/trap.hpp"

#include <asm/sockios.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace tradelab::confinement {
namespace {

using trap::Answer;

std::string& remembered() {
    static std::string text;
    return text;
}

void forbid_signals_to_others(trap::Filter& filter, unsigned self) {
    for (const int call : {SYS_kill,
                           SYS_tkill,
                           SYS_tgkill,
                           SYS_rt_sigqueueinfo,
                           SYS_rt_tgsigqueueinfo,
                           SYS_prlimit64}) {
        filter.answer(call, 0, self, Answer::allow);
    }
    filter.answer(SYS_prlimit64, 0, 0, Answer::allow);  // zero is the caller
    for (const int call : {SYS_kill,
                           SYS_tkill,
                           SYS_tgkill,
                           SYS_rt_sigqueueinfo,
                           SYS_rt_tgsigqueueinfo,
                           SYS_prlimit64,
                           SYS_pidfd_open,
                           SYS_pidfd_getfd,
                           SYS_pidfd_send_signal,
                           SYS_ptrace,
                           SYS_process_vm_readv,
                           SYS_process_vm_writev,
                           SYS_setsid,
                           SYS_setpgid}) {
        filter.answer(call, Answer::trap);
    }
    // A descriptor that owns another process sends it the signal of its choice.
    for (const unsigned command : {unsigned{F_SETOWN}, unsigned{F_SETOWN_EX}}) {
        filter.answer(SYS_fcntl, 1, command, Answer::trap);
    }
    for (const unsigned request : {unsigned{FIOSETOWN}, unsigned{SIOCSPGRP}}) {
        filter.answer(SYS_ioctl, 1, request, Answer::trap);
    }
}

}  // namespace

std::string begin() {
    trap::Filter filter;
    forbid_signals_to_others(filter, static_cast<unsigned>(::getpid()));
    if (!filter.install(Answer::allow)) {
        remembered() = "this machine cannot keep its signals from other processes";
    }
    return remembered();
}

const std::string& not_held() {
    return remembered();
}

}  // namespace tradelab::confinement

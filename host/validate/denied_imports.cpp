#include "validate/denied_imports.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace tradelab {
namespace {

// What time it is, and waiting.
constexpr auto clocks = std::to_array<std::string_view>(
    {"clock_gettime",   "clock_getres",   "gettimeofday",    "time",        "clock",
     "ftime",           "timespec_get",   "timespec_getres", "times",       "nanosleep",
     "clock_nanosleep", "usleep",         "sleep",           "alarm",       "setitimer",
     "timer_create",    "timerfd_create", "localtime",       "localtime_r", "mktime"});

// Chance.
constexpr auto chance = std::to_array<std::string_view>({"rand",
                                                         "rand_r",
                                                         "random",
                                                         "random_r",
                                                         "srand",
                                                         "srandom",
                                                         "drand48",
                                                         "erand48",
                                                         "lrand48",
                                                         "mrand48",
                                                         "getrandom",
                                                         "getentropy",
                                                         "arc4random",
                                                         "arc4random_uniform",
                                                         "arc4random_buf"});

// Files, and descriptors of anything.
constexpr auto files = std::to_array<std::string_view>(
    {"fopen",     "fopen64",      "fdopen",    "freopen",   "freopen64", "tmpfile",
     "tmpfile64", "mkstemp",      "mkostemp",  "mkdtemp",   "open",      "open64",
     "openat",    "openat64",     "creat",     "creat64",   "read",      "pread",
     "pread64",   "readv",        "write",     "pwrite",    "pwrite64",  "writev",
     "sendfile",  "sendfile64",   "dup",       "dup2",      "dup3",      "fcntl",
     "fcntl64",   "ioctl",        "opendir",   "readdir",   "fdopendir", "scandir",
     "nftw",      "ftw",          "glob",      "mkdir",     "mkdirat",   "rmdir",
     "remove",    "rename",       "renameat",  "renameat2", "link",      "linkat",
     "symlink",   "symlinkat",    "unlink",    "unlinkat",  "truncate",  "truncate64",
     "ftruncate", "ftruncate64",  "chmod",     "fchmod",    "fchmodat",  "chown",
     "lchown",    "fchown",       "fchownat",  "access",    "faccessat", "stat",
     "lstat",     "fstat",        "stat64",    "lstat64",   "fstat64",   "fstatat",
     "fstatat64", "readlink",     "realpath",  "chdir",     "fchdir",    "getcwd",
     "utime",     "utimes",       "utimensat", "mknod",     "mkfifo",    "mount",
     "umount",    "memfd_create", "shm_open",  "shm_unlink"});

// The world around: environment, machine, user, locale.
constexpr auto surroundings = std::to_array<std::string_view>(
    {"getenv",    "secure_getenv", "setenv",      "unsetenv",   "putenv",
     "environ",   "__environ",     "gethostname", "gethostid",  "getpid",
     "getppid",   "getuid",        "getlogin",    "uname",      "sysconf",
     "setlocale", "newlocale",     "uselocale",   "localeconv", "nl_langinfo"});

// Other machines and pipes.
constexpr auto network = std::to_array<std::string_view>({"socket",
                                                          "socketpair",
                                                          "connect",
                                                          "bind",
                                                          "listen",
                                                          "accept",
                                                          "accept4",
                                                          "send",
                                                          "sendto",
                                                          "sendmsg",
                                                          "recv",
                                                          "recvfrom",
                                                          "recvmsg",
                                                          "getaddrinfo",
                                                          "gethostbyname",
                                                          "pipe",
                                                          "pipe2"});

// Other processes, their signals and limits, threads, and code from elsewhere.
constexpr auto processes = std::to_array<std::string_view>({"system",
                                                            "popen",
                                                            "execl",
                                                            "execlp",
                                                            "execle",
                                                            "execv",
                                                            "execve",
                                                            "execvp",
                                                            "execvpe",
                                                            "fexecve",
                                                            "posix_spawn",
                                                            "posix_spawnp",
                                                            "fork",
                                                            "vfork",
                                                            "_Fork",
                                                            "clone",
                                                            "wait",
                                                            "waitpid",
                                                            "kill",
                                                            "killpg",
                                                            "tgkill",
                                                            "sigqueue",
                                                            "pthread_kill",
                                                            "prlimit",
                                                            "prlimit64",
                                                            "setrlimit",
                                                            "setrlimit64",
                                                            "setsid",
                                                            "setpgid",
                                                            "ptrace",
                                                            "process_vm_readv",
                                                            "process_vm_writev",
                                                            "pidfd_open",
                                                            "pidfd_send_signal",
                                                            "dlopen",
                                                            "dlmopen",
                                                            "dlsym",
                                                            "pthread_create",
                                                            "thrd_create",
                                                            "syscall",
                                                            "signal",
                                                            "sigaction",
                                                            "mprotect"});

// Mangled names that mean the same: clocks, random_device, file streams, threads, named locales.
constexpr auto parts = std::to_array<std::string_view>({"6chrono3_V2",
                                                        "13random_device",
                                                        "13basic_filebuf",
                                                        "6thread15_M_start_thread",
                                                        "10filesystem",
                                                        "6localeC1EPKc",
                                                        "6localeC2EPKc",
                                                        "6locale6global"});

}  // namespace

bool is_denied_import(std::string_view symbol) {
    const std::array<std::span<const std::string_view>, 6> groups = {
        clocks, chance, files, surroundings, network, processes};
    return std::ranges::any_of(groups,
                               [&](const auto& names) {
                                   return std::ranges::find(names, symbol) != names.end();
                               }) ||
           std::ranges::any_of(parts, [&](std::string_view part) {
               return symbol.find(part) != std::string_view::npos;
           });
}

}  // namespace tradelab

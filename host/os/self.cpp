#include "os/self.hpp"

#include "os/real_disk.hpp"

#include <ctime>
#include <sys/resource.h>
#include <unistd.h>

namespace tradelab {

Result<std::filesystem::path> self_executable() {
    return RealDisk().read_link("/proc/self/exe");
}

std::uint32_t user_id() {
    return ::geteuid();
}

std::chrono::nanoseconds cpu_time() {
    timespec used{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    rusage children{};
    ::getrusage(RUSAGE_CHILDREN, &children);
    std::chrono::nanoseconds all =
        std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
    for (const timeval& part : {children.ru_utime, children.ru_stime}) {
        all += std::chrono::seconds(part.tv_sec) + std::chrono::microseconds(part.tv_usec);
    }
    return all;
}

}  // namespace tradelab

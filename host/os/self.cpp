#include "os/self.hpp"

#include "os/real_disk.hpp"

#include <ctime>
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
    return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

}  // namespace tradelab

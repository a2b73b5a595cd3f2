#include "os/self.hpp"

#include "os/real_disk.hpp"

#include <unistd.h>

namespace tradelab {

Result<std::filesystem::path> self_executable() {
    return RealDisk().read_link("/proc/self/exe");
}

std::uint32_t user_id() {
    return ::geteuid();
}

}  // namespace tradelab

#include "os/self.hpp"

#include "os/real_disk.hpp"

namespace tradelab {

Result<std::filesystem::path> self_executable() {
    return RealDisk().read_link("/proc/self/exe");
}

}  // namespace tradelab

#include "os/shared_memory.hpp"

#include "os/system_error.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tradelab {
namespace {

constexpr int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

}  // namespace

Result<SharedMemory> SharedMemory::make(std::size_t bytes) {
    Descriptor memory(::memfd_create("tradelab", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!memory || ::ftruncate(memory.number(), static_cast<off_t>(bytes)) < 0 ||
        ::fcntl(memory.number(), F_ADD_SEALS, seals) < 0) {
        return fail_with_errno(errno, "make", "shared memory");
    }
    return adopt(std::move(memory));
}

Result<SharedMemory> SharedMemory::adopt(Descriptor memory) {
    struct ::stat status{};
    if (::fstat(memory.number(), &status) < 0 || status.st_size <= 0) {
        return fail_with_errno(errno == 0 ? EINVAL : errno, "map", "shared memory");
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    void* const at = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, memory.number(), 0);
    if (at == MAP_FAILED) {
        return fail_with_errno(errno, "map", "shared memory");
    }
    return SharedMemory(std::move(memory), {static_cast<std::byte*>(at), size});
}

SharedMemory::~SharedMemory() {
    if (!bytes_.empty()) {
        ::munmap(bytes_.data(), bytes_.size());
    }
}

}  // namespace tradelab

#include "os/mapping.hpp"

#include "os/descriptor.hpp"
#include "os/real_disk.hpp"
#include "os/system_error.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <limits>
#include <new>
#include <sys/mman.h>
#include <sys/stat.h>

namespace tradelab {
namespace {

constexpr std::align_val_t alignment{64};

class Copy final : public Mapping::Backing {
public:
    explicit Copy(std::span<const std::byte> bytes)
        : bytes_(static_cast<std::byte*>(::operator new(bytes.size(), alignment))) {
        std::memcpy(bytes_, bytes.data(), bytes.size());
    }
    Copy(const Copy&) = delete;
    Copy& operator=(const Copy&) = delete;
    Copy(Copy&&) = delete;
    Copy& operator=(Copy&&) = delete;
    ~Copy() override { ::operator delete(bytes_, alignment); }

    [[nodiscard]] const std::byte* data() const { return bytes_; }

private:
    std::byte* bytes_;
};

class Pages final : public Mapping::Backing {
public:
    Pages(void* address, std::size_t size) : address_(address), size_(size) {}
    Pages(const Pages&) = delete;
    Pages& operator=(const Pages&) = delete;
    Pages(Pages&&) = delete;
    Pages& operator=(Pages&&) = delete;
    ~Pages() override { ::munmap(address_, size_); }

private:
    void* address_;
    std::size_t size_;
};

}  // namespace

Mapping Mapping::copy_of(std::span<const std::byte> bytes) {
    if (bytes.empty()) {
        return {};
    }
    auto copy = std::make_unique<Copy>(bytes);
    const std::span<const std::byte> held(copy->data(), bytes.size());
    return {held, std::move(copy)};
}

Result<Mapping> Disk::map(const Path& path) const {
    const auto bytes = read_file(path, {.size_max = std::numeric_limits<std::uint64_t>::max()});
    if (!bytes) {
        return fail(bytes.error());
    }
    return Mapping::copy_of(std::as_bytes(std::span(*bytes)));
}

Result<Mapping> RealDisk::map(const Path& path) const {
    // Without O_NONBLOCK the opening of a named pipe would wait for a writer, for ever.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    struct ::stat status{};
    if (!file || ::fstat(file.number(), &status) < 0) {
        return fail_with_errno(errno, "map", path);
    }
    if (!S_ISREG(status.st_mode)) {
        return fail_with_errno(S_ISDIR(status.st_mode) ? EISDIR : EINVAL, "map", path);
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size == 0) {
        return Mapping();
    }

    void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number(), 0);
    if (address == MAP_FAILED) {
        return fail_with_errno(errno, "map", path);
    }
    // Advice only: read ahead far, since columns are read from front to back.
    static_cast<void>(::madvise(address, size, MADV_SEQUENTIAL));
    return Mapping({static_cast<const std::byte*>(address), size},
                   std::make_unique<Pages>(address, size));
}

}  // namespace tradelab

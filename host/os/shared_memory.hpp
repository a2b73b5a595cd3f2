#pragma once

#include "core/result.hpp"
#include "os/descriptor.hpp"

#include <cstddef>
#include <span>
#include <utility>

namespace tradelab {

// Memory that two processes see.  Sealed: nobody can make it shorter, so reading all of it is safe
// whatever the other side does.  Pages that nobody touched cost nothing.
class SharedMemory {
public:
    [[nodiscard]] static Result<SharedMemory> make(std::size_t bytes);
    // What the other side made and handed over.
    [[nodiscard]] static Result<SharedMemory> adopt(Descriptor memory);

    SharedMemory(SharedMemory&& other) noexcept
        : memory_(std::move(other.memory_)), bytes_(std::exchange(other.bytes_, {})) {}
    SharedMemory(const SharedMemory&) = delete;
    SharedMemory& operator=(const SharedMemory&) = delete;
    SharedMemory& operator=(SharedMemory&&) = delete;
    ~SharedMemory();

    [[nodiscard]] std::span<std::byte> bytes() const { return bytes_; }
    [[nodiscard]] int descriptor() const { return memory_.number(); }

private:
    SharedMemory(Descriptor memory, std::span<std::byte> bytes)
        : memory_(std::move(memory)), bytes_(bytes) {}

    Descriptor memory_;
    std::span<std::byte> bytes_;
};

}  // namespace tradelab

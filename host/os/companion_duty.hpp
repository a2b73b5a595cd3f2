#pragma once

#include "core/result.hpp"
#include "os/descriptor.hpp"
#include "os/shared_memory.hpp"

#include <cstddef>
#include <span>
#include <utility>

namespace tradelab {

// The other side of a Companion: this process is the child.  One thread.
class CompanionDuty {
public:
    // Takes over descriptors 3 and 4.  Refused in a process that RealCompanions did not start.
    [[nodiscard]] static Result<CompanionDuty> take();

    [[nodiscard]] std::span<std::byte> memory() { return memory_.bytes(); }

    enum class Called : bool { no, yes };
    // Until the parent rings; `no` once it is gone.
    [[nodiscard]] Called wait();
    // Wakes the parent.
    void ring();

private:
    CompanionDuty(SharedMemory memory, Descriptor bell)
        : memory_(std::move(memory)), bell_(std::move(bell)) {}

    SharedMemory memory_;
    Descriptor bell_;
};

}  // namespace tradelab

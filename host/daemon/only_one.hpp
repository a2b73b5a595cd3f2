#pragma once

#include "core/result.hpp"
#include "os/disk.hpp"

#include <cstdint>
#include <memory>

namespace tradelab {

// Proof that no other daemon works in a state directory, as long as it lives.  The kernel takes the
// lock back from a process that dies, however it dies.
class OnlyOne {
public:
    // Makes the directory where there is none.  Err: already_exists, naming the process that has
    // it; or why the directory cannot be written.
    [[nodiscard]] static Result<OnlyOne> take(Disk& disk,
                                              const Disk::Path& state,
                                              std::int64_t process);

private:
    explicit OnlyOne(std::unique_ptr<FileLock> lock) : lock_(std::move(lock)) {}

    std::unique_ptr<FileLock> lock_;
};

}  // namespace tradelab

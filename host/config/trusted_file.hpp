#pragma once

#include "core/result.hpp"
#include "os/disk.hpp"

#include <cstdint>
#include <string>

namespace tradelab {

// The text of a file that decides over money: refused where everybody may write it, or the folder
// in which it or a link to it lies, because then nobody knows who did.  Links are followed to the
// file that is read.
[[nodiscard]] Result<std::string> read_trusted(const Disk& disk,
                                               const Disk::Path& path,
                                               std::uint64_t size_max);

}  // namespace tradelab

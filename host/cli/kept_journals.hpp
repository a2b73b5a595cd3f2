#pragma once

#include "os/disk.hpp"

#include <filesystem>
#include <vector>

namespace tradelab {

// The journals in a state directory, as far as they were begun: trials, vaults, lives, and of each
// paper account its journal and tape.  One that lost its bytes and not its mark is among them.
[[nodiscard]] std::vector<std::filesystem::path> kept_journals(const Disk& disk,
                                                               const std::filesystem::path& state);

}  // namespace tradelab

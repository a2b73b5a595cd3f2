#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace tradelab {

// An errno as an Error: "cannot write '/var/x': the disk is full: free some space and try again".
// The real and the simulated side both speak through this, so that a message tested against the
// simulation is the one an operator reads.
[[nodiscard]] Failure fail_with_errno(int error_number,
                                      std::string_view act,
                                      const std::filesystem::path& path);

// Refusals that are ours rather than the kernel's, again the same on both sides.
[[nodiscard]] Failure fail_too_large(const std::filesystem::path& path, std::uint64_t size_max);
[[nodiscard]] Failure fail_too_short(const std::filesystem::path& path, std::uint64_t size_min);
[[nodiscard]] Failure fail_lock_held(const std::filesystem::path& path);

}  // namespace tradelab

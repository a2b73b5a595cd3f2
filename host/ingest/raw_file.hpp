#pragma once

#include "core/result.hpp"
#include "os/disk.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace tradelab {

// A file is held in memory while its rows are read.  The archive's largest, a month of a busy
// market's trades, have 2.5 GB packed.
inline constexpr std::uint64_t raw_bytes_max = std::uint64_t{4} << 30U;

// The whole file, as it lies on the disk.
[[nodiscard]] Result<std::string> read_raw(const Disk& disk, const std::filesystem::path& path);

// The SHA-256 that the exchange publishes for a file: BTCUSDT-1h-2024-01.zip.CHECKSUM beside it,
// one line as sha256sum writes it.  Nothing where there is no such file; one that is unreadable or
// speaks of another file is an error.
[[nodiscard]] Result<std::optional<std::string>> published_sha256(
    const Disk& disk, const std::filesystem::path& path);

// Refuses a file whose bytes are not the published ones, naming both hashes.
[[nodiscard]] Status check_published(const std::filesystem::path& path,
                                     std::string_view published_sha256,
                                     std::string_view actual_sha256);

}  // namespace tradelab

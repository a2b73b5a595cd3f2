#pragma once

#include "core/result.hpp"
#include "os/disk.hpp"

#include <string>
#include <string_view>

// Texts that records name by their SHA-256, kept beside the ledger for as long as it is: a file of
// limits may change the next day, what a trial was held to may not.
namespace tradelab {

inline constexpr std::size_t kept_text_bytes_max = std::size_t{1} << 20;

// Where a text of this hash lies in its folder, with the ending that people know: "<hash>.toml".
[[nodiscard]] Disk::Path kept_path(const Disk::Path& folder,
                                   std::string_view sha256,
                                   std::string_view ending);

// On disk when this returns, made with its folder if need be; the same text again costs a look.
// Yields its hash.  Several processes at once wait for each other.
[[nodiscard]] Result<std::string> keep_text(Disk& disk,
                                            const Disk::Path& folder,
                                            std::string_view text,
                                            std::string_view ending);

// Err: not_found, or hash_mismatch where the file holds another text.
[[nodiscard]] Result<std::string> kept_text(const Disk& disk,
                                            const Disk::Path& folder,
                                            std::string_view sha256,
                                            std::string_view ending);

}  // namespace tradelab

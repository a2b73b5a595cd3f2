#pragma once

#include "core/result.hpp"
#include "os/disk.hpp"

#include <filesystem>

namespace tradelab {

// What a path leads to when its last name is a link, or a link to a link; the path itself when it
// is none.  not_found where a link dangles.
[[nodiscard]] Result<std::filesystem::path> resolve_links(const Disk& disk,
                                                          std::filesystem::path path);

// The folder beside a link that its text names: what the `active` link of a store is.  not_found
// where there is no link or it dangles; refused where it leads elsewhere.  Any other error says
// nothing of the link: the disk could not be asked.
[[nodiscard]] Result<std::filesystem::path> folder_beside(const Disk& disk,
                                                          const std::filesystem::path& link);

}  // namespace tradelab

#pragma once

#include "support/tree.hpp"

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string_view>

namespace tradelab {

// A file of the recorded data and vectors that are kept beside the project, never in it:
// TRADELAB_SHARED names their folder, `../shared` beside the source tree is the default.  Nothing
// where the file is absent: the test then skips and says so.
inline std::optional<std::filesystem::path> shared_file(std::string_view relative) {
    const char* named = std::getenv("TRADELAB_SHARED");
    const std::filesystem::path root = named != nullptr && *named != '\0'
                                           ? std::filesystem::path(named)
                                           : source_tree().parent_path() / "shared";
    auto file = root / relative;
    if (!std::filesystem::exists(file)) {
        return std::nullopt;
    }
    return file;
}

}  // namespace tradelab

#pragma once

#include "cli/session.hpp"
#include "core/result.hpp"
#include "plugin/package.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// The package that the user named: by the id of one that discovery finds, or by its folder or its
// plugin.toml.  A word that is both is the id; "./word" is the folder.
[[nodiscard]] Result<Package> find_target(Session& session, std::string_view target);

// The one that discovery finds by this id, and no folder: for ids that a file names.
[[nodiscard]] Result<Package> find_by_id(Session& session, std::string_view id);

// Its folder alone, for who wants to find out what is wrong with a package: a path is taken as it
// is, whatever its manifest says.
[[nodiscard]] Result<std::filesystem::path> find_folder(Session& session, std::string_view target);

// No package of that id: says so, and which one was probably meant.
[[nodiscard]] Error no_such_plugin(std::string_view id, const std::vector<std::string>& known);

}  // namespace tradelab

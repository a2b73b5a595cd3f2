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

// Its folder alone, for who wants to find out what is wrong with a package: the folder of a path is
// taken as it is, whatever its manifest says.
[[nodiscard]] Result<std::filesystem::path> find_folder(Session& session, std::string_view target);

// Whether a folder with a manifest lies at this absolute path; otherwise what does lie there, and
// what to name instead.
[[nodiscard]] Status check_package_folder(const Disk& disk, const std::filesystem::path& folder);

// The package as a later command can name it, ready to be pasted: by its folder where the user
// named it so, else by its id.
[[nodiscard]] std::string name_in_command(const Package& package);

// No package of that id: says so, and which one was probably meant.
[[nodiscard]] Error no_such_plugin(std::string_view id, const std::vector<std::string>& known);

}  // namespace tradelab

#pragma once

#include "tidy/source_file.hpp"

#include <filesystem>
#include <string_view>
#include <vector>

namespace tradelab::tidy {

// Every file that belongs to the project, sorted by path: what git tracks or would add.  Without
// git (a tarball, or a checkout that git refuses to read for this user) the tree is walked, past
// build folders and dot folders; `.ci` is ours.
[[nodiscard]] std::vector<SourceFile> read_tree(const std::filesystem::path& root);

// The two ways of listing, apart so that each has a test.  Paths are relative to the root; empty
// where git does not answer.
[[nodiscard]] std::vector<std::string> listed_by_git(const std::filesystem::path& root);
[[nodiscard]] std::vector<std::string> listed_by_walking(const std::filesystem::path& root);

// The file of that path, or null.
[[nodiscard]] const SourceFile* find_file(const std::vector<SourceFile>& tree,
                                          std::string_view path);

}  // namespace tradelab::tidy

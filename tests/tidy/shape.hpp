#pragma once

#include "tidy/source_file.hpp"

#include <vector>

namespace tradelab::tidy {

using Tree = std::vector<SourceFile>;

// More than 400 lines in a file of code or script.
[[nodiscard]] Findings check_file_length(const SourceFile&);

// More than 100 characters on a line of code or script.
[[nodiscard]] Findings check_line_length(const SourceFile&);

// A header without #pragma once (.hpp) or an include guard (.h, which C compilers read too).
[[nodiscard]] Findings check_guard(const SourceFile&);

// A source that may be executed, or a script that may not.
[[nodiscard]] Findings check_mode(const SourceFile&);

// A file too large to be read by anybody: data and binaries belong beside the repository.
[[nodiscard]] Findings check_blob(const SourceFile&);

// A part of the house or a plugin without README.md, or with one longer than 20 lines.
[[nodiscard]] Findings check_readmes(const Tree&);

// A header that nobody includes, a source that no CMakeLists.txt names.
[[nodiscard]] Findings check_dead_files(const Tree&);

// CHANGELOG.md without its three heads.
[[nodiscard]] Findings check_changelog(const Tree&);

}  // namespace tradelab::tidy

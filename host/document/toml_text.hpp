#pragma once

#include "core/result.hpp"

#include <filesystem>
#include <string_view>

namespace tradelab {

// Whether bytes may be given to the TOML parser.  Refused, with the line:
//   what is not UTF-8;
//   a line over 1 KiB: a dotted key nests one table per dot, where the parser counts no depth;
//   a character outside ASCII that is in no string and no comment: TOML has no place for one, and
//   TOML++ 3.3 runs into __builtin_unreachable when it asks whether one is white space;
//   a multi-line string, where the same happens behind a backslash, and which no file of ours
//   needs.
[[nodiscard]] Status check_toml_text(std::string_view text, const std::filesystem::path& file);

}  // namespace tradelab

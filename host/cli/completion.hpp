#pragma once

#include "cli/layout.hpp"
#include "os/disk.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// The words that may stand in place of the last one, each beginning with it, sorted.  `words` are
// those after the program's name; the last may be empty.  Nothing where a path is wanted: the
// shell knows those better.
[[nodiscard]] std::vector<std::string> completions(std::span<const std::string> words,
                                                   const Disk& disk,
                                                   const Layout& layout);

// The script that makes a shell ask `tradelab complete -- WORDS...`; nothing for an unknown shell.
[[nodiscard]] std::optional<std::string_view> completion_script(std::string_view shell);

}  // namespace tradelab

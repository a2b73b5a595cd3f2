#pragma once

#include <filesystem>

namespace tradelab {

// Where the sources lie, and the build folder that the running test belongs to.  Functions and not
// macros on every command line, so that what one clone compiled serves another.
[[nodiscard]] std::filesystem::path source_tree();
[[nodiscard]] std::filesystem::path build_tree();

}  // namespace tradelab

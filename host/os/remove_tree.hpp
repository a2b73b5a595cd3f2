#pragma once

#include "os/descriptor.hpp"

#include <string>
#include <vector>

namespace tradelab {

// The two walks of RealDisk that work on open directories rather than on paths, so that nobody can
// lead them elsewhere by swapping a directory for a link meanwhile.  Both answer 0 or an errno.

// Appends the names in an open directory, in no order, without "." and "..".
[[nodiscard]] int names_in(Descriptor directory, std::vector<std::string>& names);

// Removes `name` below an open directory (or AT_FDCWD) with all it holds, following no link.
[[nodiscard]] int remove_tree_below(int directory, const char* name);

}  // namespace tradelab

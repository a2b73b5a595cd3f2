#pragma once

#include <string_view>

namespace tradelab {

// Writes all of it to a descriptor that we were started with.  0, or errno.
[[nodiscard]] int write_all(int descriptor, std::string_view bytes);

}  // namespace tradelab

#pragma once

#include <string_view>

namespace tradelab {

// Whether a symbol that a library asks of others is one that a plugin has no business with.  A
// cheap honest signal, for code can reach the kernel without a name: the sandbox is the wall.
[[nodiscard]] bool is_denied_import(std::string_view symbol);

}  // namespace tradelab

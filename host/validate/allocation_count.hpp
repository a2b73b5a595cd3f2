#pragma once

#include <tradelab/abi/plugin.h>

#include <cstdint>

namespace tradelab {

// Puts a counter between the plugin's library and the allocator, in the library's own table of
// imports.  What the C++ library allocates on its behalf is not seen.  False where the table cannot
// be found or changed; then nothing is counted.
[[nodiscard]] bool count_allocations_of(const tl_entry& entry);

[[nodiscard]] std::uint64_t plugin_allocations();

}  // namespace tradelab

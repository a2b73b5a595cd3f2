#pragma once

#include <cstdint>

namespace tradelab {

// How often this program has asked for memory.  A test program that links allocation_count.cpp
// counts every operator new of all its threads.
[[nodiscard]] std::int64_t allocations();

// ThreadSanitizer keeps operator new to itself: under it nothing is counted.
[[nodiscard]] bool counts_allocations();

}  // namespace tradelab

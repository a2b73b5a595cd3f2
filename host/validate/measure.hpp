#pragma once

#include <chrono>
#include <cstdint>

// What a check measures of its own process.
namespace tradelab {

// Bytes that are allocated and not freed, on all heaps.
[[nodiscard]] std::uint64_t heap_bytes();

// The most memory that was ever resident.
[[nodiscard]] std::uint64_t peak_resident_bytes();

// Processor time used so far, which a busy machine does not change.
[[nodiscard]] std::chrono::nanoseconds processor_time();

}  // namespace tradelab

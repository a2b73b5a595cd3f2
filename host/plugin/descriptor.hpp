#pragma once

#include "core/result.hpp"

#include <tradelab/abi/plugin.h>

#include <cstdint>
#include <string>

namespace tradelab {

// Whether a descriptor can be read at all: its size, its counts within limits, no null where text
// or an array must be, every text within a bound.  What it says is judged elsewhere (`validate`).
// The error names no file: the caller knows it.
[[nodiscard]] Status check_descriptor(const tl_descriptor* descriptor);

// Elements of the arrays of a checked descriptor.  The stride is the plugin's: it may know a longer
// element than we do.  An index past the count is a programmer's error.
[[nodiscard]] const tl_param& param_at(const tl_descriptor& descriptor, std::uint32_t index);
[[nodiscard]] const tl_constraint& constraint_at(const tl_descriptor& descriptor,
                                                 std::uint32_t index);
[[nodiscard]] const tl_role& role_at(const tl_descriptor& descriptor, std::uint32_t index);

}  // namespace tradelab

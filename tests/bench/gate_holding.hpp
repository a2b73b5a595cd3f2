#pragma once

#include <cstdint>

namespace bench {

// What a veto against holding the market would cost and what it would keep out: a table of rules
// that the gate passes, in markets that rise, stand and fall.
void print_holding(int labs, std::uint64_t seed);

}  // namespace bench

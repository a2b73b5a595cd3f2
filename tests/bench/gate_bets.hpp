#pragma once

#include <cstdint>

namespace bench {

// How many bets, won and lost, a rule must have made before its daily returns can be believed: a
// table of what passes both looks without an edge.
void print_bets(int labs, std::uint64_t seed);

}  // namespace bench

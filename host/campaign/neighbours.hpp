#pragma once

#include "brain/proposer.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tradelab {

// The same rule with one parameter moved.
struct Neighbour {
    std::size_t parameter = 0;
    std::int64_t ticks = 0;  // away
    brain::Ticks at;
};

// All that the family allows one and two ticks away, parameter by parameter in the order declared.
// A choice has none: the next one is another rule.
[[nodiscard]] std::vector<Neighbour> neighbours_of(const brain::Family& family,
                                                   const brain::Ticks& ticks);

}  // namespace tradelab

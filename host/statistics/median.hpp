#pragma once

#include <optional>
#include <vector>

namespace tradelab {

// Of an even number of values the higher of the two in the middle: one that was seen, and no mean.
// Nothing of none.
[[nodiscard]] std::optional<double> median_of(std::vector<double> values);

}  // namespace tradelab

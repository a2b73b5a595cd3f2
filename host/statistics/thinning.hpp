#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace tradelab {

// Places of at most `points` values that draw the same picture: the first, the last, and the least
// and the greatest of each of equal stretches, ascending.  A crash of one bar stays to be seen,
// which an average or every n-th value would hide.  All places where the series is short enough;
// `points` is at least 4.
[[nodiscard]] std::vector<std::size_t> thinned(std::span<const double> values, std::size_t points);

}  // namespace tradelab

#pragma once

#include "statistics/series_set.hpp"

#include <optional>
#include <span>

namespace tradelab {

// How long the blocks of a bootstrap should be on average, in bars, at least 1.
struct BlockLengths {
    double stationary = 1;  // mean of the stationary bootstrap's random lengths
    double circular = 1;    // of the circular bootstrap's fixed ones
};

// D. N. Politis and H. White, "Automatic Block-Length Selection for the Dependent Bootstrap",
// Econometric Reviews 23 (2004), with the correction of A. Patton, D. N. Politis and H. White
// (Econometric Reviews 28, 2009).  At most min(3 sqrt(n), n / 3).  Undefined below 20 values, where
// they are not finite or all equal.
[[nodiscard]] std::optional<BlockLengths> politis_white_block_length(
    std::span<const double> values);

// One length for a set: the median of the stationary lengths of those series that have one, which a
// few odd series do not move and the order of the series does not either.
[[nodiscard]] std::optional<double> median_block_length(SeriesSet series);

}  // namespace tradelab

#pragma once

#include <algorithm>
#include <cmath>
#include <span>

namespace tradelab {

// Several series over the same bars, each where it already lies.  All have one length.
using SeriesSet = std::span<const std::span<const double>>;

// NaN or infinity anywhere makes every figure of a series undefined.
[[nodiscard]] inline bool is_finite(std::span<const double> values) {
    return std::ranges::all_of(values, [](double value) { return std::isfinite(value); });
}

}  // namespace tradelab

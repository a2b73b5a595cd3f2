#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

// Whether more than ASCII may be drawn.
enum class Look { rich, plain };

// What was wanted at a place of the series.
enum class SeriesMark { none, flat, long_side, short_side };

struct Sparkline {
    std::string values;
    std::string marks;  // beneath, character by character; the last mark of each column
};

// The series squeezed into at most `width` columns, each the mean of its share, from the lowest to
// the highest in eight steps.  `marks` has one for each value.
[[nodiscard]] Sparkline sparkline(std::span<const std::int64_t> values,
                                  std::span<const SeriesMark> marks,
                                  std::size_t width,
                                  Look look);

}  // namespace tradelab

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// The candidate that a mistyped word most probably meant, or nothing when none is near.  The first
// of several that are equally near.
//
// Near is by the slips of a keyboard: a letter too many, too few, another one, or two swapped
// (optimal string alignment; Damerau, "A technique for computer detection and correction of
// spelling errors", CACM 7, 1964).  A third of the letters may be wrong.
[[nodiscard]] std::optional<std::string> nearest(std::string_view word,
                                                 std::span<const std::string_view> candidates);
[[nodiscard]] std::optional<std::string> nearest(std::string_view word,
                                                 const std::vector<std::string>& candidates);

}  // namespace tradelab

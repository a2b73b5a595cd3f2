#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace tradelab {

// The key that was probably meant: at most a third of the letters differ (Levenshtein distance).
// The first of several that are equally near; nothing when none is.
[[nodiscard]] std::optional<std::string_view> nearest_key(std::string_view word,
                                                          std::span<const std::string_view> known);

}  // namespace tradelab

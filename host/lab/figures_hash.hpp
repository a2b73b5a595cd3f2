#pragma once

#include "statistics/performance.hpp"

#include <optional>
#include <string>

namespace tradelab {

// The shortest decimal that reads back as this very double, or "undefined": two figures have one
// text exactly where they have the same bits.
[[nodiscard]] std::string exact_text(const std::optional<double>& value);

// SHA-256 over every figure, to the last bit: the result hash is of what was decided, this of what
// was worked out of it.
[[nodiscard]] std::string figures_hash(const Performance& performance);

}  // namespace tradelab

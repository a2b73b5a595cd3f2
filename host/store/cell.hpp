#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace tradelab {

// What stands in one column of one row.  A text is somebody else's memory.
using Cell = std::variant<std::nullptr_t, std::int64_t, std::string_view>;

// A count of a journal is far below the sign bit; a pattern of bits keeps its bits.
[[nodiscard]] inline Cell cell(std::integral auto number) {
    return static_cast<std::int64_t>(number);
}
[[nodiscard]] inline Cell cell(std::string_view text) {
    return text;
}
template <class T>
[[nodiscard]] Cell cell(const std::optional<T>& value) {
    return value ? cell(*value) : Cell(nullptr);
}
// Nothing was said.
[[nodiscard]] inline Cell cell_or_null(std::string_view text) {
    return text.empty() ? Cell(nullptr) : Cell(text);
}

}  // namespace tradelab

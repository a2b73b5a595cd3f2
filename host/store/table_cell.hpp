#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace tradelab {

// What stands in one column of one row.  A text is somebody else's memory.
using TableCell = std::variant<std::nullptr_t, std::int64_t, std::string_view>;

// A count of a journal is far below the sign bit; a pattern of bits keeps its bits.
[[nodiscard]] inline TableCell table_cell(std::integral auto number) {
    return static_cast<std::int64_t>(number);
}
[[nodiscard]] inline TableCell table_cell(std::string_view text) {
    return text;
}
template <class T>
[[nodiscard]] TableCell table_cell(const std::optional<T>& value) {
    return value ? table_cell(*value) : TableCell(nullptr);
}
// Nothing was said.
[[nodiscard]] inline TableCell table_cell_or_null(std::string_view text) {
    return text.empty() ? TableCell(nullptr) : TableCell(text);
}

}  // namespace tradelab

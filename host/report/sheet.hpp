#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

enum class SheetKind : std::uint8_t { text, whole, truth };

struct SheetColumn {
    std::string name;
    SheetKind kind = SheetKind::text;
};

// Records as rows of text, for files that other programs read.  Amounts are exact decimals in
// text; a whole number is its digits, a truth "yes" or "no"; an empty cell is "not there".
struct Sheet {
    std::vector<SheetColumn> columns;
    std::vector<std::vector<std::string>> rows;
    // Of the data behind it, "recorded" or "synthetic": every file says it in itself, because files
    // are copied out of their folder.
    std::string basis = "recorded";
};

// RFC 4180: CRLF, a cell with a comma, quote or line break in quotes, titles first.  The last
// column is `basis`, the same in every row; the title alone has to say it where a synthetic sheet
// has no row: see basis_title().
[[nodiscard]] std::string csv_of(const Sheet& sheet);

// "basis", or "basis: synthetic".
[[nodiscard]] std::string basis_title(std::string_view basis, std::size_t rows);

// {"schema": ..., "basis": ..., "rows": [{...}]}: amounts stay text, so that no reader rounds them.
[[nodiscard]] std::string json_of(const Sheet& sheet, std::string_view schema);

}  // namespace tradelab

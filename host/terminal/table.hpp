#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

enum class Align { left, right };

// What becomes of a cell where a line does not fit: its end is gone, or it goes on lines of its
// own.
enum class Fit { cut, whole };

struct Column {
    std::string title;
    Align align = Align::left;
    Fit fit = Fit::cut;
};

// Rows of text under titles.  A cell must be one printable line of UTF-8; what strangers wrote goes
// through printable() first.
struct Table {
    std::vector<Column> columns;
    std::vector<std::vector<std::string>> rows;

    void add(std::vector<std::string> row);
};

// One line per row, columns two blanks apart, the titles first and above a line of `rule`.  Nothing
// for a table without rows.
[[nodiscard]] std::vector<std::string> lines_of(const Table& table, std::string_view rule);

// The same for a terminal of so many columns.  Where a line is wider, what must stay whole stands
// below its row, under the name of its column; the rest of a line is cut.
[[nodiscard]] std::vector<std::string> lines_within(const Table& table,
                                                    std::string_view rule,
                                                    std::size_t width);

// A text cut to `width` columns, with "..." in place of what is gone.
[[nodiscard]] std::string cut_to(std::string_view text, std::size_t width);

// How many columns a text takes, one per character.
[[nodiscard]] std::size_t width_of(std::string_view text);

// `count` times `piece`.
[[nodiscard]] std::string repeated(std::string_view piece, std::size_t count);

}  // namespace tradelab

#include "terminal/table.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {

namespace {

std::vector<std::size_t> widths_of(const Table& table) {
    std::vector<std::size_t> widths;
    for (std::size_t at = 0; at < table.columns.size(); ++at) {
        std::size_t width = width_of(table.columns[at].title);
        for (const auto& row : table.rows) {
            width = std::max(width, width_of(row[at]));
        }
        widths.push_back(width);
    }
    return widths;
}

std::string line_of(const std::vector<std::string>& cells,
                    const std::vector<Column>& columns,
                    const std::vector<std::size_t>& widths) {
    std::string line;
    for (std::size_t at = 0; at < cells.size(); ++at) {
        const std::string padding(widths[at] - width_of(cells[at]), ' ');
        line += at == 0 ? "" : "  ";
        line += columns[at].align == Align::right ? padding + cells[at] : cells[at] + padding;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

// Lines of at most so many columns, each behind a margin; a longer word has one to itself.
void add_wrapped(std::vector<std::string>& lines,
                 std::string_view text,
                 std::size_t margin,
                 std::size_t width) {
    std::string line;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const auto word = text.substr(at, end - at);
        if (!line.empty() && width_of(line) + 1 + width_of(word) > width) {
            lines.push_back(std::exchange(line, ""));
        }
        line += (line.empty() ? std::string(margin, ' ') : " ") + std::string(word);
        at = end + 1;
    }
    if (!line.empty()) {
        lines.push_back(std::move(line));
    }
}

// Those columns of it that may be cut.
Table narrowed(const Table& table) {
    Table out;
    for (std::size_t at = 0; at < table.columns.size(); ++at) {
        if (table.columns[at].fit == Fit::cut) {
            out.columns.push_back(table.columns[at]);
        }
    }
    for (const auto& row : table.rows) {
        std::vector<std::string> cells;
        for (std::size_t at = 0; at < row.size(); ++at) {
            if (table.columns[at].fit == Fit::cut) {
                cells.push_back(row[at]);
            }
        }
        out.add(std::move(cells));
    }
    return out;
}

}  // namespace

void Table::add(std::vector<std::string> row) {
    TL_CHECK(row.size() == columns.size());
    rows.push_back(std::move(row));
}

std::vector<std::string> lines_of(const Table& table, std::string_view rule) {
    if (table.rows.empty()) {
        return {};
    }
    const auto widths = widths_of(table);
    std::vector<std::string> titles;
    std::size_t whole = widths.empty() ? 0 : 2 * (widths.size() - 1);
    for (std::size_t at = 0; at < widths.size(); ++at) {
        titles.push_back(table.columns[at].title);
        whole += widths[at];
    }
    std::vector<std::string> lines = {line_of(titles, table.columns, widths),
                                      repeated(rule, whole)};
    for (const auto& row : table.rows) {
        lines.push_back(line_of(row, table.columns, widths));
    }
    return lines;
}

std::vector<std::string> lines_within(const Table& table,
                                      std::string_view rule,
                                      std::size_t width) {
    constexpr std::size_t margin = 4;
    constexpr std::size_t heads = 2;  // the titles and the rule
    auto whole = lines_of(table, rule);
    if (std::ranges::all_of(whole, [&](const auto& line) { return width_of(line) <= width; })) {
        return whole;
    }
    const auto narrow = lines_of(narrowed(table), rule);
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < narrow.size(); ++at) {
        lines.push_back(cut_to(narrow[at], width));
        for (std::size_t cell = 0; at >= heads && cell < table.columns.size(); ++cell) {
            const std::string& text = table.rows[at - heads][cell];
            if (const Column& column = table.columns[cell];
                column.fit == Fit::whole && !text.empty()) {
                add_wrapped(lines, column.title + ": " + text, margin, width);
            }
        }
    }
    return lines;
}

std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string cut_to(std::string_view text, std::size_t width) {
    constexpr std::size_t dots = 3;
    if (width_of(text) <= width || width <= dots) {
        return std::string(text);
    }
    std::size_t bytes = 0;
    for (std::size_t columns = 0; columns + dots <= width; ++bytes) {
        columns += (static_cast<unsigned char>(text[bytes]) & 0xC0U) != 0x80U ? 1U : 0U;
    }
    return std::string(text.substr(0, bytes - 1)) + "...";
}

std::string repeated(std::string_view piece, std::size_t count) {
    std::string out;
    for (std::size_t done = 0; done < count; ++done) {
        out += piece;
    }
    return out;
}

}  // namespace tradelab

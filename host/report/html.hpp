#pragma once

#include "core/data_origin.hpp"

#include <string>
#include <string_view>
#include <vector>

// Pieces of an HTML page that an XML parser accepts as well: every element is closed, every
// attribute quoted, and nothing is fetched.  All text from elsewhere goes through escaped().
namespace tradelab {

// Text for an element or a quoted attribute: & < > " ' as entities; control characters and bytes
// that are no UTF-8 as \xNN, which XML could not hold.
[[nodiscard]] std::string escaped(std::string_view text);

// Times, names and limits stay on one line; prose has room for some words in each of its own.
enum class CellKind { text, number, code, time, name, limit, prose };

struct HtmlColumn {
    std::string title;
    CellKind kind = CellKind::text;
};

// A table whose cells are plain text: they are escaped here.
struct HtmlTable {
    std::string caption;
    std::vector<HtmlColumn> columns;
    std::vector<std::vector<std::string>> rows;
    // Sums at the foot; empty: none.
    std::vector<std::string> foot = {};
};

// <caption>, stamped where the market never was.
[[nodiscard]] std::string caption_of(const std::string& caption, DataOrigin origin);

// The table in a box that scrolls where a screen is narrow; empty where it has no rows.
[[nodiscard]] std::string html_of(const HtmlTable& table, DataOrigin origin);

// A table of names and values without titles.
struct HtmlFact {
    std::string name;
    std::string value;
    CellKind kind = CellKind::text;
};
[[nodiscard]] std::string html_of(const std::string& caption,
                                  const std::vector<HtmlFact>& facts,
                                  DataOrigin origin);

// <li> for each sentence; empty for none.
[[nodiscard]] std::string html_list(const std::vector<std::string>& sentences);

}  // namespace tradelab

#pragma once

#include "honesty/cell.hpp"

#include <string>
#include <utility>
#include <vector>

namespace bench {

using Row = std::pair<tradelab::Cell, tradelab::CellResult>;

// The table of tests/bench/honesty.md: a row a cell, with seeds and bounds.
[[nodiscard]] std::string markdown_of(const std::vector<Row>& rows, const std::string& base);

// The same as a picture: for each cell the share that is promoted by each rule.
[[nodiscard]] std::string chart_of(const std::vector<Row>& rows);

}  // namespace bench

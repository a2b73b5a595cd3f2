#pragma once

#include "lab/backtest_result.hpp"

#include <cstddef>
#include <string>

namespace tradelab {

struct TearSheetOptions {
    // Of the list of trades: so many of the first, and so many of the last.
    std::size_t trades_shown = 25;
};

// The report as one HTML page that stands alone: no script, no font, nothing fetched (a content
// policy in the page forbids it), light or dark as the reader's system, and fit for A4.  Valid as
// XML too.  Everything that a stranger named is escaped.  The same result gives the same bytes.
[[nodiscard]] std::string tear_sheet(const BacktestResult& result, TearSheetOptions options = {});

// The style of the page, without its <style> element.
[[nodiscard]] std::string_view tear_sheet_style();

}  // namespace tradelab

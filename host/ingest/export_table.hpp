#pragma once

#include "core/result.hpp"
#include "history/columns.hpp"
#include "history/series.hpp"
#include "ingest/archive_layout.hpp"

#include <string>
#include <string_view>

namespace tradelab {

// Rows in the layout of the archive, with its header: importing the text gives the same rows.
//
// What is unknown is written 0, as the archive does it.  Times are milliseconds, or microseconds
// where some time of the rows needs them (the caller says which: one text has one unit).
// Aggregated trades are written as those of futures, `first` and `last` being the id itself; single
// ones with what they were worth, which no sealed file keeps.
class TableText {
public:
    enum class Unit { milliseconds, microseconds };

    // `importer` is who made the sealed file: of trades it alone knows whether they are single.
    TableText(Series series, Places places, Unit unit, std::string_view importer = {});

    [[nodiscard]] std::string header() const;
    // Lines for some rows, appended to `text`.  Refuses rows that the layout cannot say: trades
    // without ids or sides, times finer than the unit.
    [[nodiscard]] Status append(const ColumnsView& rows, std::string& text) const;

private:
    [[nodiscard]] std::string stamp(std::int64_t ns) const;
    [[nodiscard]] Status append_rows(const BarView& rows, std::string& text) const;
    [[nodiscard]] Status append_rows(const TradeView& rows, std::string& text) const;
    [[nodiscard]] Status append_trade(const Trade& trade, std::string& text) const;
    [[nodiscard]] Status append_rows(const FundingView& rows, std::string& text) const;
    [[nodiscard]] Status append_rows(const MarkView& rows, std::string& text) const;

    Series series_;
    Places places_;
    Unit unit_;
    ArchiveLayout layout_;
};

}  // namespace tradelab

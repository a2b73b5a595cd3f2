#pragma once

#include "core/result.hpp"
#include "history/series.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tradelab {

// The tables of Binance's public archive that we read.
enum class ArchiveLayout { klines, mark_klines, funding, agg_trades, trades };

[[nodiscard]] std::string_view archive_layout_text(ArchiveLayout layout);
// "bars", "mark", "funding", "agg_trades", "trades": as --kind says it.
[[nodiscard]] std::optional<ArchiveLayout> archive_layout_of(std::string_view text);
// Who reads this table, as the provenance of what was made of it says: "importer.binance_trades".
[[nodiscard]] std::string importer_id(ArchiveLayout layout);
[[nodiscard]] SeriesKind series_kind_of(ArchiveLayout layout);

// The names of the columns, in their order, those that only some files have at the end.  Spot and
// futures differ in trades: `columns` tells them apart.
[[nodiscard]] std::span<const std::string_view> column_names(ArchiveLayout layout,
                                                             std::size_t columns);

// What a table's first line says of it.
struct TableShape {
    ArchiveLayout layout = ArchiveLayout::klines;
    std::size_t columns = 0;
    std::size_t header_lines = 0;  // 0 or 1

    friend bool operator==(const TableShape&, const TableShape&) = default;
};

// The layout of a table from its first line (with or without its newline), whether that is a header
// or data.  `expected` is what the caller or the path says: it must agree, and decides what the
// line leaves open (mark prices look like klines).  Errors name the column that is wrong.
[[nodiscard]] Result<TableShape> shape_of(std::string_view first_line,
                                          std::optional<ArchiveLayout> expected);

}  // namespace tradelab

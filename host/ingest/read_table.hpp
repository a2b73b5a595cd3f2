#pragma once

#include "ingest/table_rows.hpp"
#include "ingest/text_source.hpp"

#include <cstdint>
#include <functional>
#include <optional>

namespace tradelab {

// A sealed file holds no more (FORMAT.md).
inline constexpr std::uint64_t table_rows_max = std::uint64_t{1} << 28U;

struct ReadTable {
    std::optional<ArchiveLayout> layout = {};  // nothing: told from the first line
    std::optional<BarInterval> interval = {};  // nothing: told from the rows
    std::uint64_t raw_bytes = 0;               // of the source, to make room once
    // Called after each block of about half a MiB of text with what was used of the raw bytes, and
    // the rows so far.
    std::function<void(std::uint64_t raw_used, std::uint64_t rows)> progress = {};
};

// A table of the archive as columns.
//
// An error says the line (Error::line) and the column, and shows the field: "high 'abc' is not a
// decimal".  Nothing is skipped, mended or guessed: one bad line refuses the file.
[[nodiscard]] Result<TableRows> read_table(TextSource& source, const ReadTable& request);

}  // namespace tradelab

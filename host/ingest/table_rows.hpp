#pragma once

#include "history/columns.hpp"
#include "ingest/archive_layout.hpp"
#include "ingest/line_fields.hpp"
#include "ingest/stamp_unit.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace tradelab {

// What reading a table ends with.
struct TableRows {
    ArchiveLayout layout = ArchiveLayout::klines;
    Columns columns = {};
    Places places = {};                        // of bars and trades
    std::optional<BarInterval> interval = {};  // of bars and marks
    std::size_t header_lines = 0;              // before the first row; each row is a line
};

// What the caller or the path knows of a table before it is read.
struct TableFacts {
    TableShape shape = {};
    std::optional<BarInterval> interval = {};  // nothing: told from the rows
};

// The time of a row, in one unit for the whole table.
class StampColumn {
public:
    StampColumn(LineFields& fields, std::size_t column) : fields_(fields), column_(column) {}

    // To nanoseconds.  The first stamp decides the unit.
    [[nodiscard]] bool to_ns(std::int64_t stamp, std::int64_t& ns) {
        const auto unit = nanoseconds_in_unit_of(stamp);
        if (!unit || (unit_ns_ != 0 && *unit != unit_ns_)) [[unlikely]] {
            return refuse(stamp);
        }
        unit_ns_ = *unit;
        ns = stamp * unit_ns_;
        return true;
    }
    [[nodiscard]] std::int64_t unit_ns() const { return unit_ns_; }

private:
    bool refuse(std::int64_t stamp);

    LineFields& fields_;
    std::size_t column_;
    std::int64_t unit_ns_ = 0;
};

// "2024-02-29T12:00:00Z follows 2024-02-29T13:00:00Z": rows that are not in order.
[[nodiscard]] LineProblem problem_of_order(std::size_t column,
                                           std::int64_t before_ns,
                                           std::int64_t now_ns);

// A value that was read and does not fit: too many places, or too large.
[[nodiscard]] LineProblem problem_of_size(std::size_t column,
                                          const Decimal& value,
                                          std::size_t places_max);

}  // namespace tradelab

#include "ingest/table_rows.hpp"

namespace tradelab {

bool StampColumn::refuse(std::int64_t stamp) {
    if (!nanoseconds_in_unit_of(stamp)) {
        return fields_.refuse({.column = column_,
                               .what = "is no time in milliseconds or microseconds",
                               .hint = "is this column the time?"});
    }
    return fields_.refuse({.column = column_,
                           .what = unit_ns_ == 1'000 ? "is in milliseconds, those before it are in "
                                                       "microseconds"
                                                     : "is in microseconds, those before it are in "
                                                       "milliseconds",
                           .hint = "a file has one unit: import the two halves as two files"});
}

LineProblem problem_of_order(std::size_t column, std::int64_t before_ns, std::int64_t now_ns) {
    return {.column = column,
            .what = "is " + iso_text(UnixNanos(now_ns)) +
                    (before_ns == now_ns ? ", as the line before"
                                         : " and follows " + iso_text(UnixNanos(before_ns))),
            .hint =
                "rows must be in the order of time, each once: the file was put together "
                "wrongly"};
}

LineProblem problem_of_size(std::size_t column, const Decimal& value, std::size_t places_max) {
    if (value.places > places_max) {
        return {.column = column,
                .what = "has more than " + std::to_string(places_max) + " decimal places",
                .hint = "no venue has; rounding would invent a value"};
    }
    return {.column = column,
            .what = "does not fit into 64 bits with the decimal places of this file",
            .hint = "import the days instead of the month, or report it: which instrument is it?"};
}

}  // namespace tradelab

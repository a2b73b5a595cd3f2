#include "ingest/archive_layout.hpp"

#include "ingest/decimal_field.hpp"
#include "ingest/line_fields.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace tradelab {
namespace {

using Names = std::span<const std::string_view>;

// As the archive's own headers have them; spot files have none and the same columns.
constexpr std::array<std::string_view, 12> kline_names = {"open_time",
                                                          "open",
                                                          "high",
                                                          "low",
                                                          "close",
                                                          "volume",
                                                          "close_time",
                                                          "quote_volume",
                                                          "count",
                                                          "taker_buy_volume",
                                                          "taker_buy_quote_volume",
                                                          "ignore"};
constexpr std::array<std::string_view, 3> funding_names = {
    "calc_time", "funding_interval_hours", "last_funding_rate"};
constexpr std::array<std::string_view, 8> agg_trade_names = {"agg_trade_id",
                                                             "price",
                                                             "quantity",
                                                             "first_trade_id",
                                                             "last_trade_id",
                                                             "transact_time",
                                                             "is_buyer_maker",
                                                             "is_best_match"};
constexpr std::array<std::string_view, 7> trade_names = {
    "id", "price", "qty", "quote_qty", "time", "is_buyer_maker", "is_best_match"};

struct Known {
    ArchiveLayout layout;
    std::string_view text;
    SeriesKind kind;
    Names names;
    std::size_t optional_columns;
};

constexpr std::array<Known, 5> known_layouts = {{
    {ArchiveLayout::klines, "bars", SeriesKind::bars, kline_names, 1},
    {ArchiveLayout::mark_klines, "mark", SeriesKind::mark, kline_names, 1},
    {ArchiveLayout::funding, "funding", SeriesKind::funding, funding_names, 0},
    {ArchiveLayout::agg_trades, "agg_trades", SeriesKind::trades, agg_trade_names, 1},
    {ArchiveLayout::trades, "trades", SeriesKind::trades, trade_names, 1},
}};

const Known& facts_of(ArchiveLayout layout) {
    return *std::ranges::find(known_layouts, layout, &Known::layout);
}

bool has_columns(const Known& known, std::size_t count) {
    return count <= known.names.size() && count + known.optional_columns >= known.names.size();
}

std::vector<std::string_view> fields_in(std::string_view line) {
    std::vector<std::string_view> fields;
    while (true) {
        const std::size_t comma = line.find(',');
        fields.push_back(line.substr(0, comma));
        if (comma == std::string_view::npos) {
            return fields;
        }
        line.remove_prefix(comma + 1);
    }
}

Failure fail_shape(std::string what, std::string hint) {
    Error error{.code = ErrorCode::malformed, .context = std::move(what), .hint = std::move(hint)};
    error.line = 1;
    return fail(std::move(error));
}

// What re-saving by another program leaves behind.  The archive's bytes have none of it, and such
// programs also cut digits, which nobody would see.
Status check_untouched(std::string_view line) {
    constexpr std::string_view remedy =
        "another program has saved this file anew: import it as the exchange published it";
    if (line.starts_with("\xEF\xBB\xBF")) {
        return fail_shape("the file begins with a byte order mark", std::string(remedy));
    }
    if (line.ends_with('\r')) {
        return fail_shape("the lines end in CR LF", std::string(remedy));
    }
    if (line.find('"') != std::string_view::npos) {
        return fail_shape("the fields are in quotes", std::string(remedy));
    }
    return {};
}

Result<TableShape> shape_of_header(const std::vector<std::string_view>& fields) {
    const auto known = std::ranges::find_if(
        known_layouts, [&](const Known& one) { return one.names.front() == fields.front(); });
    if (known == known_layouts.end()) {
        return fail_shape("the first column is " + shown_field(fields.front()),
                          "the tables we read begin with open_time, calc_time, agg_trade_id, id, "
                          "or with data");
    }
    for (std::size_t i = 0; i < std::min(fields.size(), known->names.size()); ++i) {
        if (fields[i] != known->names[i]) {
            return fail_shape("column " + std::to_string(i + 1) + " is " + shown_field(fields[i]) +
                                  " and not '" + std::string(known->names[i]) + "'",
                              "the columns of this table are not in the archive's order");
        }
    }
    if (!has_columns(*known, fields.size())) {
        return fail_shape("the header has " + std::to_string(fields.size()) + " columns and not " +
                              std::to_string(known->names.size()),
                          "columns are missing or were added");
    }
    return TableShape{.layout = known->layout, .columns = fields.size(), .header_lines = 1};
}

// Seven columns: aggregated trades of futures, or trades of spot, which have the side in front of
// the last.
ArchiveLayout layout_of_seven(const std::vector<std::string_view>& fields) {
    return fields[5].empty() || is_digit(fields[5].front()) ? ArchiveLayout::agg_trades
                                                            : ArchiveLayout::trades;
}

Result<TableShape> shape_of_data(const std::vector<std::string_view>& fields,
                                 std::optional<ArchiveLayout> expected) {
    const std::size_t count = fields.size();
    if (expected && has_columns(facts_of(*expected), count)) {
        return TableShape{.layout = *expected, .columns = count};
    }
    const auto known = std::ranges::find_if(
        known_layouts, [count](const Known& one) { return has_columns(one, count); });
    if (known == known_layouts.end()) {
        return fail_shape("the table has " + std::to_string(count) + " columns",
                          "klines have 11 or 12, funding 3, aggregated trades 7 or 8, trades 6 or "
                          "7");
    }
    return TableShape{.layout = count == 7 ? layout_of_seven(fields) : known->layout,
                      .columns = count};
}

}  // namespace

std::string_view archive_layout_text(ArchiveLayout layout) {
    return facts_of(layout).text;
}

std::optional<ArchiveLayout> archive_layout_of(std::string_view text) {
    const auto known = std::ranges::find(known_layouts, text, &Known::text);
    return known == known_layouts.end() ? std::nullopt : std::optional(known->layout);
}

std::string importer_id(ArchiveLayout layout) {
    return "importer.binance_" + std::string(archive_layout_text(layout));
}

SeriesKind series_kind_of(ArchiveLayout layout) {
    return facts_of(layout).kind;
}

std::span<const std::string_view> column_names(ArchiveLayout layout, std::size_t columns) {
    const Names names = facts_of(layout).names;
    return names.first(std::min(columns, names.size()));
}

Result<TableShape> shape_of(std::string_view first_line, std::optional<ArchiveLayout> expected) {
    if (first_line.ends_with('\n')) {
        first_line.remove_suffix(1);
    }
    if (auto untouched = check_untouched(first_line); !untouched) {
        return fail(untouched.error());
    }
    const auto fields = fields_in(first_line);
    const bool header = !fields.front().empty() && !is_digit(fields.front().front());
    auto shape = header ? shape_of_header(fields) : shape_of_data(fields, expected);
    if (!shape || !expected || shape->layout == *expected) {
        return shape;
    }
    // Mark prices have the klines' columns.
    if (shape->layout == ArchiveLayout::klines && *expected == ArchiveLayout::mark_klines) {
        shape->layout = *expected;
        return shape;
    }
    return fail_shape("this is a table of " + std::string(archive_layout_text(shape->layout)) +
                          ", and " + std::string(archive_layout_text(*expected)) + " was said",
                      "its path or --kind says the wrong thing");
}

}  // namespace tradelab

#include "history/row_fields.hpp"

#include "core/check.hpp"
#include "core/decimal.hpp"

#include <algorithm>

namespace tradelab {
namespace {

using Unit = RowFields::Unit;
using Field = RowFields::Field;

void add(RowFields& row, Field field) {
    TL_CHECK(row.count < row.fields.size());
    row.fields[row.count] = field;
    ++row.count;
}

Field bar_amount(
    std::string_view name, std::int64_t value, Unit unit, std::uint8_t known, std::uint8_t bit) {
    return {.name = name, .value = value, .unit = unit, .known = (known & bit) != 0};
}

void add_fields(RowFields& row, const Bar& bar) {
    add(row, {.name = "open", .value = bar.open, .unit = Unit::price});
    add(row, {.name = "high", .value = bar.high, .unit = Unit::price});
    add(row, {.name = "low", .value = bar.low, .unit = Unit::price});
    add(row, {.name = "close", .value = bar.close, .unit = Unit::price});
    add(row, bar_amount("volume", bar.volume, Unit::quantity, bar.known, TL_BAR_KNOWS_VOLUME));
    add(row,
        bar_amount("quote_volume_e8",
                   bar.quote_volume_e8,
                   Unit::plain,
                   bar.known,
                   TL_BAR_KNOWS_QUOTE_VOLUME));
    add(row,
        bar_amount("taker_buy_volume",
                   bar.taker_buy_volume,
                   Unit::quantity,
                   bar.known,
                   TL_BAR_KNOWS_TAKER));
    add(row, bar_amount("trades", bar.trades, Unit::plain, bar.known, TL_BAR_KNOWS_TRADES));
}

void add_fields(RowFields& row, const Trade& trade) {
    add(row, {.name = "price", .value = trade.price, .unit = Unit::price});
    add(row, {.name = "quantity", .value = trade.quantity, .unit = Unit::quantity});
    add(row, {.name = "id", .value = trade.id});
    add(row, {.name = "aggressor", .value = trade.aggressor, .known = trade.aggressor != 0});
}

void add_fields(RowFields& row, const Funding& funding) {
    add(row, {.name = "ts_recorded", .value = funding.ts_recorded});
    add(row, {.name = "rate_e12", .value = funding.rate_e12});
    add(row, {.name = "interval_ns", .value = funding.interval_ns});
    add(row, {.name = "mark_e8", .value = funding.mark_e8, .known = funding.mark_e8 != TL_NONE});
}

void add_fields(RowFields& row, const Mark& mark) {
    add(row, {.name = "open_e8", .value = mark.open_e8});
    add(row, {.name = "high_e8", .value = mark.high_e8});
    add(row, {.name = "low_e8", .value = mark.low_e8});
    add(row, {.name = "close_e8", .value = mark.close_e8});
    add(row, {.name = "index_e8", .value = mark.index_e8, .known = mark.index_e8 != TL_NONE});
}

DecimalPlaces places_of(const RowFields& row, Unit unit) {
    return unit == Unit::price ? row.places.price : row.places.quantity;
}

bool equal(const RowFields& a, const RowFields& b, std::size_t at) {
    const Unit unit = a.fields[at].unit;
    if (unit == Unit::plain) {
        return a.fields[at].value == b.fields[at].value;
    }
    // To the finer of the two, where both are whole.  What does not fit there cannot equal a value
    // that is there already.
    const DecimalPlaces finer = std::max(places_of(a, unit), places_of(b, unit));
    const auto left = rescale(a.fields[at].value, places_of(a, unit), finer);
    const auto right = rescale(b.fields[at].value, places_of(b, unit), finer);
    return left && right && *left == *right;
}

std::string value_text(const RowFields& row, std::size_t at) {
    const Field& field = row.fields[at];
    return field.unit == Unit::plain ? std::to_string(field.value)
                                     : decimal_text(field.value, places_of(row, field.unit));
}

}  // namespace

RowFields fields_of(const ColumnsView& view, Places places) {
    RowFields row;
    row.places = places;
    std::visit([&row](const auto& held) { add_fields(row, held[0]); }, view);
    return row;
}

std::size_t known_fields(const RowFields& row) {
    return static_cast<std::size_t>(
        std::count_if(row.fields.begin(),
                      row.fields.begin() + static_cast<std::ptrdiff_t>(row.count),
                      [](const Field& field) { return field.known.value_or(true); }));
}

std::optional<std::string> difference(const RowFields& a, const RowFields& b) {
    TL_CHECK(a.count == b.count);
    std::string_view only_a;
    std::string_view only_b;
    for (std::size_t i = 0; i < a.count; ++i) {
        const bool a_knows = a.fields[i].known.value_or(true);
        const bool b_knows = b.fields[i].known.value_or(true);
        if (a_knows && b_knows && !equal(a, b, i)) {
            return std::string(a.fields[i].name) + " is " + value_text(a, i) + " against " +
                   value_text(b, i);
        }
        if (a_knows && !b_knows) {
            only_a = a.fields[i].name;
        }
        if (b_knows && !a_knows) {
            only_b = a.fields[i].name;
        }
    }
    if (!only_a.empty() && !only_b.empty()) {
        return "only the first knows " + std::string(only_a) + ", only the second " +
               std::string(only_b);
    }
    return std::nullopt;
}

}  // namespace tradelab

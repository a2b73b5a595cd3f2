#include "ingest/export_table.hpp"

#include "core/decimal.hpp"

#include <algorithm>

namespace tradelab {
namespace {

constexpr std::int64_t hour_ns = 3'600'000'000'000;

ArchiveLayout layout_of(SeriesKind kind, std::string_view importer) {
    switch (kind) {
        case SeriesKind::funding:
            return ArchiveLayout::funding;
        case SeriesKind::trades:
            return importer == importer_id(ArchiveLayout::trades) ? ArchiveLayout::trades
                                                                  : ArchiveLayout::agg_trades;
        case SeriesKind::mark:
            return ArchiveLayout::mark_klines;
        case SeriesKind::bars:
            break;
    }
    return ArchiveLayout::klines;
}

std::size_t columns_of(ArchiveLayout layout) {
    switch (layout) {
        case ArchiveLayout::funding:
            return 3;
        case ArchiveLayout::trades:
            return 6;
        case ArchiveLayout::agg_trades:
            return 7;
        case ArchiveLayout::mark_klines:
        case ArchiveLayout::klines:
            break;
    }
    return 11;
}

std::int64_t ns_in(TableText::Unit unit) {
    return unit == TableText::Unit::milliseconds ? 1'000'000 : 1'000;
}

}  // namespace

TableText::TableText(Series series, Places places, Unit unit, std::string_view importer)
    : series_(std::move(series)),
      places_(places),
      unit_(unit),
      layout_(layout_of(series_.kind(), importer)) {}

std::string TableText::header() const {
    std::string text;
    for (const auto name : column_names(layout_, columns_of(layout_))) {
        text += (text.empty() ? "" : ",") + std::string(name);
    }
    return text + "\n";
}

std::string TableText::stamp(std::int64_t ns) const {
    return std::to_string(ns / ns_in(unit_));
}

Status TableText::append(const ColumnsView& rows, std::string& text) const {
    const auto off = std::ranges::find_if(
        times_of(rows), [this](std::int64_t ns) { return ns % ns_in(unit_) != 0; });
    if (off != times_of(rows).end()) {
        return fail(ErrorCode::unsupported,
                    iso_text(UnixNanos(*off)) + " is finer than the archive's layout can say",
                    "it has milliseconds, and microseconds where --unit us is given");
    }
    return std::visit([&](const auto& held) { return append_rows(held, text); }, rows);
}

Status TableText::append_rows(const BarView& rows, std::string& text) const {
    const std::int64_t length = series_.interval()->length().count();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Bar bar = rows[i];
        const auto price = [&](std::int64_t value) {
            return "," + decimal_text(value, places_.price);
        };
        text += stamp(bar.ts - length) + price(bar.open) + price(bar.high) + price(bar.low) +
                price(bar.close) + "," + decimal_text(bar.volume, places_.quantity) + "," +
                stamp(bar.ts - ns_in(unit_)) + "," +
                decimal_text(bar.quote_volume_e8, cash_places) + "," + std::to_string(bar.trades) +
                "," + decimal_text(bar.taker_buy_volume, places_.quantity) + ",0\n";
    }
    return {};
}

Status TableText::append_rows(const TradeView& rows, std::string& text) const {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Trade trade = rows[i];
        if (trade.id == TL_NONE || trade.aggressor == 0) {
            return fail(ErrorCode::unsupported,
                        "the trade at " + iso_text(UnixNanos(trade.ts)) +
                            " has no id or no side, and the archive's layout needs both",
                        "read the sealed file itself (FORMAT.md)");
        }
        if (auto appended = append_trade(trade, text); !appended) {
            return appended;
        }
    }
    return {};
}

Status TableText::append_trade(const Trade& trade, std::string& text) const {
    const std::string id = std::to_string(trade.id);
    std::string between = id + "," + id;
    if (layout_ == ArchiveLayout::trades) {
        const auto worth =
            notional(Price(trade.price), Quantity(trade.quantity), places_, Rounding::down);
        if (!worth) {
            return fail(
                ErrorCode::overflow,
                "the trade at " + iso_text(UnixNanos(trade.ts)) + " is worth more than fits",
                "read the sealed file itself (FORMAT.md)");
        }
        between = decimal_text(*worth);
    }
    text += id + "," + decimal_text(trade.price, places_.price) + "," +
            decimal_text(trade.quantity, places_.quantity) + "," + between + "," + stamp(trade.ts) +
            (trade.aggressor < 0 ? ",true\n" : ",false\n");
    return {};
}

Status TableText::append_rows(const FundingView& rows, std::string& text) const {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Funding one = rows[i];
        text += stamp(one.ts_recorded) + "," + std::to_string(one.interval_ns / hour_ns) + "," +
                decimal_text(one.rate_e12, rate_places) + "\n";
    }
    return {};
}

Status TableText::append_rows(const MarkView& rows, std::string& text) const {
    const std::int64_t length = series_.interval()->length().count();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Mark mark = rows[i];
        text += stamp(mark.ts - length);
        for (const std::int64_t price : {mark.open_e8, mark.high_e8, mark.low_e8, mark.close_e8}) {
            text += "," + decimal_text(price, mark_places);
        }
        text += ",0," + stamp(mark.ts - ns_in(unit_)) + ",0,0,0,0\n";
    }
    return {};
}

}  // namespace tradelab

#include "history/columns.hpp"

#include "core/check.hpp"
#include "os/large_pages.hpp"

namespace tradelab {

Bar BarView::operator[](std::size_t at) const {
    return {.ts = ts[at],
            .open = open[at],
            .high = high[at],
            .low = low[at],
            .close = close[at],
            .volume = volume[at],
            .quote_volume_e8 = quote_volume_e8[at],
            .taker_buy_volume = taker_buy_volume[at],
            .trades = trades[at],
            .known = known[at]};
}

BarView BarView::part(std::size_t first, std::size_t count) const {
    TL_CHECK(first <= size() && count <= size() - first);
    return {.ts = ts.subspan(first, count),
            .open = open.subspan(first, count),
            .high = high.subspan(first, count),
            .low = low.subspan(first, count),
            .close = close.subspan(first, count),
            .volume = volume.subspan(first, count),
            .quote_volume_e8 = quote_volume_e8.subspan(first, count),
            .taker_buy_volume = taker_buy_volume.subspan(first, count),
            .trades = trades.subspan(first, count),
            .known = known.subspan(first, count)};
}

Trade TradeView::operator[](std::size_t at) const {
    return {.ts = ts[at],
            .price = price[at],
            .quantity = quantity[at],
            .id = id[at],
            .aggressor = aggressor[at]};
}

TradeView TradeView::part(std::size_t first, std::size_t count) const {
    TL_CHECK(first <= size() && count <= size() - first);
    return {.ts = ts.subspan(first, count),
            .price = price.subspan(first, count),
            .quantity = quantity.subspan(first, count),
            .id = id.subspan(first, count),
            .aggressor = aggressor.subspan(first, count)};
}

Funding FundingView::operator[](std::size_t at) const {
    return {.ts = ts[at],
            .ts_recorded = ts_recorded[at],
            .rate_e12 = rate_e12[at],
            .interval_ns = interval_ns[at],
            .mark_e8 = mark_e8[at]};
}

FundingView FundingView::part(std::size_t first, std::size_t count) const {
    TL_CHECK(first <= size() && count <= size() - first);
    return {.ts = ts.subspan(first, count),
            .ts_recorded = ts_recorded.subspan(first, count),
            .rate_e12 = rate_e12.subspan(first, count),
            .interval_ns = interval_ns.subspan(first, count),
            .mark_e8 = mark_e8.subspan(first, count)};
}

Mark MarkView::operator[](std::size_t at) const {
    return {.ts = ts[at],
            .open_e8 = open_e8[at],
            .high_e8 = high_e8[at],
            .low_e8 = low_e8[at],
            .close_e8 = close_e8[at],
            .index_e8 = index_e8[at]};
}

MarkView MarkView::part(std::size_t first, std::size_t count) const {
    TL_CHECK(first <= size() && count <= size() - first);
    return {.ts = ts.subspan(first, count),
            .open_e8 = open_e8.subspan(first, count),
            .high_e8 = high_e8.subspan(first, count),
            .low_e8 = low_e8.subspan(first, count),
            .close_e8 = close_e8.subspan(first, count),
            .index_e8 = index_e8.subspan(first, count)};
}

void BarColumns::reserve(std::size_t rows) {
    for (auto* column :
         {&ts, &open, &high, &low, &close, &volume, &quote_volume_e8, &taker_buy_volume, &trades}) {
        reserve_in_large_pages(*column, rows);
    }
    known.reserve(rows);
}

void BarColumns::append(const Bar& bar) {
    ts.push_back(bar.ts);
    open.push_back(bar.open);
    high.push_back(bar.high);
    low.push_back(bar.low);
    close.push_back(bar.close);
    volume.push_back(bar.volume);
    quote_volume_e8.push_back(bar.quote_volume_e8);
    taker_buy_volume.push_back(bar.taker_buy_volume);
    trades.push_back(bar.trades);
    known.push_back(bar.known);
}

BarView BarColumns::view() const {
    return {.ts = ts,
            .open = open,
            .high = high,
            .low = low,
            .close = close,
            .volume = volume,
            .quote_volume_e8 = quote_volume_e8,
            .taker_buy_volume = taker_buy_volume,
            .trades = trades,
            .known = known};
}

void TradeColumns::reserve(std::size_t rows) {
    for (auto* column : {&ts, &price, &quantity, &id}) {
        reserve_in_large_pages(*column, rows);
    }
    aggressor.reserve(rows);
}

void TradeColumns::append(const Trade& trade) {
    ts.push_back(trade.ts);
    price.push_back(trade.price);
    quantity.push_back(trade.quantity);
    id.push_back(trade.id);
    aggressor.push_back(trade.aggressor);
}

TradeView TradeColumns::view() const {
    return {.ts = ts, .price = price, .quantity = quantity, .id = id, .aggressor = aggressor};
}

void FundingColumns::reserve(std::size_t rows) {
    for (auto* column : {&ts, &ts_recorded, &rate_e12, &interval_ns, &mark_e8}) {
        reserve_in_large_pages(*column, rows);
    }
}

void FundingColumns::append(const Funding& funding) {
    ts.push_back(funding.ts);
    ts_recorded.push_back(funding.ts_recorded);
    rate_e12.push_back(funding.rate_e12);
    interval_ns.push_back(funding.interval_ns);
    mark_e8.push_back(funding.mark_e8);
}

FundingView FundingColumns::view() const {
    return {.ts = ts,
            .ts_recorded = ts_recorded,
            .rate_e12 = rate_e12,
            .interval_ns = interval_ns,
            .mark_e8 = mark_e8};
}

void MarkColumns::reserve(std::size_t rows) {
    for (auto* column : {&ts, &open_e8, &high_e8, &low_e8, &close_e8, &index_e8}) {
        reserve_in_large_pages(*column, rows);
    }
}

void MarkColumns::append(const Mark& mark) {
    ts.push_back(mark.ts);
    open_e8.push_back(mark.open_e8);
    high_e8.push_back(mark.high_e8);
    low_e8.push_back(mark.low_e8);
    close_e8.push_back(mark.close_e8);
    index_e8.push_back(mark.index_e8);
}

MarkView MarkColumns::view() const {
    return {.ts = ts,
            .open_e8 = open_e8,
            .high_e8 = high_e8,
            .low_e8 = low_e8,
            .close_e8 = close_e8,
            .index_e8 = index_e8};
}

ColumnsView view_of(const Columns& columns) {
    return std::visit([](const auto& held) { return ColumnsView(held.view()); }, columns);
}

SeriesKind kind_of(const ColumnsView& view) {
    // The variant lists the kinds in the order of their numbers.
    return static_cast<SeriesKind>(view.index() + 1);
}

std::size_t rows_of(const ColumnsView& view) {
    return std::visit([](const auto& held) { return held.size(); }, view);
}

I64Span times_of(const ColumnsView& view) {
    return std::visit([](const auto& held) { return held.ts; }, view);
}

std::vector<Hole> holes_of(I64Span times, BarInterval interval) {
    const std::int64_t step = interval.length().count();
    std::vector<Hole> holes;
    for (std::size_t i = 1; i < times.size(); ++i) {
        // Times on a grid, so the step fits between them and this cannot overflow.
        if (times[i] - step != times[i - 1]) {
            holes.push_back({.from = UnixNanos(times[i - 1]), .to = UnixNanos(times[i] - step)});
        }
    }
    return holes;
}

}  // namespace tradelab

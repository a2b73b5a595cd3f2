#include "lab/column_source.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <variant>

namespace tradelab {

ColumnSource::ColumnSource(ColumnsView rows,
                           std::optional<BarInterval> interval,
                           InstrumentId instrument,
                           MarkExtremes extremes)
    : rows_(rows),
      interval_(interval),
      stamp_{.instrument = instrument.value()},
      extremes_(extremes) {
    TL_CHECK(!std::holds_alternative<TradeView>(rows_));
    TL_CHECK(!std::holds_alternative<BarView>(rows_) || interval_.has_value());
}

SourceBlock ColumnSource::block(std::size_t event_bytes) {
    at_ += block_.count();
    SourceBlock out;
    out.first = block_.first();
    out.count = static_cast<std::uint32_t>(block_.count());
    out.event_bytes = static_cast<std::uint32_t>(event_bytes);
    return out;
}

SourceBlock ColumnSource::next_bars(const BarView& rows) {
    const std::size_t count = std::min(EventBlock::capacity, rows.size() - at_);
    block_.fill(rows.part(at_, count), *interval_, stamp_);
    return block(sizeof(tl_ev_bar));
}

SourceBlock ColumnSource::next_marks(const MarkView& rows) {
    const std::size_t count = std::min(EventBlock::capacity, rows.size() - at_);
    const MarkView part = rows.part(at_, count);
    block_.fill(part, stamp_);
    SourceBlock out = block(sizeof(tl_ev_mark));
    if (extremes_ == MarkExtremes::told) {
        out.low_e8 = part.low_e8.data();
        out.high_e8 = part.high_e8.data();
    }
    return out;
}

SourceBlock ColumnSource::next_funding(const FundingView& rows) {
    const std::size_t count = std::min(EventBlock::capacity, rows.size() - at_);
    block_.fill(rows.part(at_, count), stamp_);
    return block(sizeof(tl_ev_funding));
}

Result<SourceBlock> ColumnSource::next() {
    if (at_ == rows_of(rows_)) {
        return SourceBlock();
    }
    if (const auto* bars = std::get_if<BarView>(&rows_)) {
        return next_bars(*bars);
    }
    if (const auto* marks = std::get_if<MarkView>(&rows_)) {
        return next_marks(*marks);
    }
    return next_funding(std::get<FundingView>(rows_));
}

ColumnsView rows_between(const ColumnsView& rows, UnixNanos from, UnixNanos to) {
    const I64Span times = times_of(rows);
    const auto first = std::ranges::upper_bound(times, from.ns());
    const auto last = std::ranges::upper_bound(first, times.end(), to.ns());
    const auto at = static_cast<std::size_t>(first - times.begin());
    const auto count = static_cast<std::size_t>(last - first);
    return std::visit([&](const auto& view) -> ColumnsView { return view.part(at, count); }, rows);
}

}  // namespace tradelab

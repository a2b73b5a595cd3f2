#include "lab/series_source.hpp"

#include <utility>
#include <variant>

namespace tradelab {

SeriesSource::SeriesSource(SeriesReader reader, InstrumentId instrument, MarkExtremes extremes)
    : reader_(std::move(reader)), stamp_{.instrument = instrument.value()}, extremes_(extremes) {}

Result<SourceBlock> SeriesSource::next() {
    auto rows = reader_.next(EventBlock::capacity);
    if (!rows) {
        return fail(std::move(rows).error());
    }
    SourceBlock out;
    if (const auto* bars = std::get_if<BarView>(&*rows)) {
        block_.fill(*bars, *reader_.series().interval(), stamp_);
        out.event_bytes = sizeof(tl_ev_bar);
    } else if (const auto* marks = std::get_if<MarkView>(&*rows)) {
        block_.fill(*marks, stamp_);
        out.event_bytes = sizeof(tl_ev_mark);
        if (extremes_ == MarkExtremes::told) {
            out.low_e8 = marks->low_e8.data();
            out.high_e8 = marks->high_e8.data();
        }
    } else {
        block_.fill(std::get<FundingView>(*rows), stamp_);
        out.event_bytes = sizeof(tl_ev_funding);
    }
    out.first = block_.first();
    out.count = static_cast<std::uint32_t>(block_.count());
    return out;
}

Result<SourceKind> source_kind(SeriesKind kind) {
    switch (kind) {
        case SeriesKind::bars:
            return SourceKind::bars;
        case SeriesKind::funding:
            return SourceKind::funding;
        case SeriesKind::mark:
            return SourceKind::mark;
        case SeriesKind::trades:
            break;
    }
    return fail(ErrorCode::invalid_argument,
                "a backtest runs on bars, not on trades",
                "name a timeframe in the parameter file");
}

}  // namespace tradelab

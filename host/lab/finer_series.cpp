#include "lab/finer_series.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {

void FinerSeries::add(InstrumentId instrument, SeriesReader reader) {
    sources_.push_back({.instrument = instrument, .reader = std::move(reader)});
}

Result<std::span<const tl_ev_bar>> FinerSeries::within(InstrumentId instrument,
                                                       UnixNanos from,
                                                       UnixNanos to) {
    bars_.clear();
    const auto source = std::ranges::find(sources_, instrument, &Source::instrument);
    if (source == sources_.end()) {
        return std::span<const tl_ev_bar>();
    }
    // A bar that closes at `from` lies before it.
    if (auto found = source->reader.seek(from + Duration(1)); !found) {
        return fail(std::move(found).error());
    }
    for (;;) {
        if (auto read = source->reader.next(block_, {.instrument = instrument.value()}); !read) {
            return fail(std::move(read).error());
        }
        for (const tl_ev_bar& bar : block_.bars()) {
            if (bar.h.ts_event > to.ns()) {
                return std::span<const tl_ev_bar>(bars_);
            }
            bars_.push_back(bar);
        }
        if (block_.count() == 0) {
            return std::span<const tl_ev_bar>(bars_);
        }
    }
}

}  // namespace tradelab

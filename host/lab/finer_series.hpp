#pragma once

#include "core/id.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "history/event_block.hpp"
#include "history/series_reader.hpp"
#include "sim/sim_venue.hpp"

#include <span>
#include <vector>

namespace tradelab {

// Finer bars out of sealed series: what a simulated venue looks into a bar with, when the order of
// prices in it decides.  Readers were opened with the places of their instruments.
class FinerSeries final : public FinerBars {
public:
    void add(InstrumentId instrument, SeriesReader reader);

    [[nodiscard]] Result<std::span<const tl_ev_bar>> within(InstrumentId instrument,
                                                            UnixNanos from,
                                                            UnixNanos to) override;

private:
    struct Source {
        InstrumentId instrument;
        SeriesReader reader;
    };

    std::vector<Source> sources_;
    std::vector<tl_ev_bar> bars_;
    EventBlock block_;
};

}  // namespace tradelab

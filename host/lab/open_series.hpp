#pragma once

#include "engine/event_source.hpp"

#include <cstdint>
#include <memory>

namespace tradelab {

// A series ready to be read by one run, wherever it comes from.
struct OpenSeries {
    SourceSpec spec;  // its source is `source`
    std::unique_ptr<EventSource> source;
    std::uint64_t rows = 0;
};

}  // namespace tradelab

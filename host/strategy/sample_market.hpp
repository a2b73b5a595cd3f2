#pragma once

#include "core/event.hpp"

#include <tradelab/abi/strategy.h>

#include <cstdint>

namespace tradelab {

// A made-up market for trying a plugin out: a seeded walk with calm and wild stretches and slow
// trends.  Integers all the way, so every machine makes the same bytes.  It is synthetic: nothing
// seen on it is evidence of anything.
struct SampleMarket {
    std::uint64_t seed = 1;
    std::uint32_t bars = 400;
    std::int64_t interval_ns = 3'600'000'000'000;  // one hour
    tl_inst inst = 1;
    tl_fixed first_price = 3'000'000;                         // 30,000.00 at two decimal places
    std::int64_t first_close_ns = 1'704'067'200'000'000'000;  // 2024-01-01T00:00:00Z
    std::uint32_t warmup_bars = 0;    // the first of them carry TL_EV_F_WARMUP
    std::uint32_t gap_after = 0;      // a hole of 12 intervals after this many bars; 0: none
    std::uint32_t funding_every = 0;  // a funding event after this many bars; 0: never
    std::uint64_t first_seq = 1;
};

// An account event first (flat, a budget of 10,000), then the bars.
[[nodiscard]] EventBuffer sample_events(const SampleMarket& market);

// The instrument that those events are of: price to 2 places, quantity to 5.
[[nodiscard]] tl_instrument sample_instrument(tl_inst inst, std::uint8_t kind);

}  // namespace tradelab

#pragma once

#include "core/event.hpp"
#include "strategy/declaration.hpp"

#include <cstdint>
#include <span>

namespace tradelab {

// A made-up market for all roles of a plugin at once, with the kinds of event that each role wants.
// The same options make the same bytes on every machine.
struct MarketOptions {
    enum class Warmup { flagged, unflagged };

    std::uint64_t seed = 1;
    std::uint32_t bars = 3'000;                  // after warm-up
    std::span<const std::uint32_t> warmup = {};  // bars of each role before those
    Warmup warmup_flags = Warmup::flagged;
    std::uint32_t gap_after = 0;   // bars after warm-up; 0: no hole
    std::int8_t extra_places = 0;  // the same market, written with more decimal places
    std::uint64_t seq_step = 1;
};

// Instruments are numbered from 1 in the order of the roles; one account event each comes first.
[[nodiscard]] EventBuffer make_market(std::span<const DeclaredRole> roles,
                                      const MarketOptions& options);

}  // namespace tradelab

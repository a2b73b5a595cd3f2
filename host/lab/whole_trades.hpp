#pragma once

#include "core/id.hpp"
#include "core/money.hpp"
#include "core/time.hpp"
#include "engine/run_record.hpp"
#include "lab/round_trip.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tradelab {

// What counts as one trade: a position from nothing to nothing, or all legs of a pair from the
// first that opens to the last that closes.  A pair earns on one leg what it loses on the other, so
// that a leg alone neither wins nor loses.
struct WholeTrade {
    InstanceId instance;
    UnixNanos opened_at;
    std::optional<UnixNanos> closed_at;  // nothing: a leg is open still
    Cash net = {};                       // of all legs
    Cash notional = {};                  // entry price x quantity, of all legs
    std::uint32_t legs = 0;              // round trips in it
};

// Puts round trips together, in the order in which the trades were opened, and writes into each the
// number of its trade, from 1.  `notionals` are by trip, in the settlement asset.
//
// Instruments that an instance sent orders for in one group belong together, whichever of them the
// group opened: trips in them that overlap in time are one trade.
[[nodiscard]] std::vector<WholeTrade> whole_trades_of(std::span<RoundTrip> trips,
                                                      std::span<const Cash> notionals,
                                                      std::span<const OrderRecord> orders);

}  // namespace tradelab

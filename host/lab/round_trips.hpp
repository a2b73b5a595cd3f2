#pragma once

#include "core/money.hpp"
#include "engine/run_record.hpp"
#include "lab/round_trip.hpp"

#include <functional>
#include <span>
#include <vector>

namespace tradelab {

// Fills and funding put together into trades, in the order in which they were opened.
//
// A trade is one instance's position in one instrument from nothing to nothing; a fill through zero
// ends one and begins the next, and its fee and slippage are shared by quantity.  A settlement of
// funding belongs to the trade that was open at its boundary: fills at that moment (an open, or
// the close of a run) come after it, those inside the bar before are stamped earlier.
//
// What is held below `lots`, the smallest lot of each instrument by its id (from 1; nothing beyond
// the end), is dust that cannot be sold: a position that has shrunk to it has ended.
//
// Sums are exact: over all trades gross, fees, slippage and funding add up to those of the records.
// The last trades may be open; what they will realise is not in them.
[[nodiscard]] std::vector<RoundTrip> round_trips(std::span<const FillRecord> fills,
                                                 std::span<const FundingRecord> funding,
                                                 std::span<const Quantity> lots = {});

}  // namespace tradelab

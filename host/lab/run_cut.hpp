#pragma once

#include "core/money.hpp"
#include "core/time.hpp"
#include "engine/run_record.hpp"
#include "lab/backtest_plan.hpp"
#include "lab/venue_book.hpp"

#include <vector>

// What of a run is judged.
namespace tradelab {

// The bars that only warmed strategies up are no part of what is judged.
void cut_warm_up(RunRecord& record, UnixNanos from);

// The smallest lot of each instrument, by its id.
[[nodiscard]] std::vector<Quantity> lots_of(const BacktestPlan& plan, const VenueBook& venues);

// Less than the venue's smallest order is no position: it is what fees in the base asset leave.
void drop_dust(EquityCurve& curve, const BacktestPlan& plan, const VenueBook& venues);

}  // namespace tradelab

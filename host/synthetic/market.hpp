#pragma once

#include "core/money.hpp"
#include "core/result.hpp"
#include "history/columns.hpp"
#include "history/series.hpp"
#include "synthetic/settings.hpp"

#include <span>
#include <vector>

namespace tradelab {

// Columns ready to be judged and sealed, with synthetic_provenance().
struct SyntheticSeries {
    Series series;
    Places places = {};
    Columns columns = {};
};

// The market of these settings: for each interval the bars of `synthetic.spot:SYN-USDT`, the bars
// and marks of `synthetic.usdm:SYN-USDT-PERP`; and its funding every eight hours.
//
// An interval is a whole number of minutes and divides an hour.  All intervals are made of the same
// minutes: open, high, low, close and every amount of a bar are those of the finer bars in it, and
// asking for other intervals changes none.  Every value is known.
//
// Funding is Binance's: the average premium P of the eight hours, later minutes weighing more, plus
// clamp(0.01 % - P, -0.05 %, 0.05 %), capped at 0.3 % and rounded to 1e-8.
//
// Takes about a microsecond a minute.  ErrorCode::invalid_argument for settings or intervals out of
// range.  Pure; any thread.
[[nodiscard]] Result<std::vector<SyntheticSeries>> make_synthetic(
    const SyntheticSettings& settings, std::span<const BarInterval> intervals);

}  // namespace tradelab

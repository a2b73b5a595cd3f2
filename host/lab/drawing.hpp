#pragma once

#include "core/result.hpp"
#include "engine/run_record.hpp"
#include "history/catalogue.hpp"
#include "lab/backtest_plan.hpp"
#include "lab/backtest_result.hpp"

#include <cstdint>
#include <vector>

namespace tradelab {

// The bars of the first instrument of a run, as doubles: for pictures and tables, never to decide.
struct PriceColumns {
    std::string instrument;
    std::vector<std::int64_t> ts;  // closes
    std::vector<double> open, high, low, close;
};

// From `from` to `to` of the plan.
[[nodiscard]] Result<PriceColumns> read_prices(const Catalogue& catalogue,
                                               const BacktestPlan& plan,
                                               const RunManifest& manifest);

// The regime of each bar of the curve, by its number: as it was known when the bar's day began.
[[nodiscard]] std::vector<std::uint8_t> labels_of(const EquityCurve& curve,
                                                  const PriceColumns& prices);

// Fills in what is drawn: curve and chart, thinned to what a screen can show.
void draw(BacktestResult& result, const PriceColumns& prices);

}  // namespace tradelab

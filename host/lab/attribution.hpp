#pragma once

#include "core/money.hpp"
#include "core/time.hpp"
#include "engine/run_record.hpp"
#include "lab/backtest_result.hpp"
#include "lab/whole_trades.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

// Who earned what, when: a run cut into stretches of bars.
namespace tradelab {

// What a stretch is cut from.  The curve has at least one bar.
struct AttributionInput {
    UnixNanos opened_at;  // open of the first bar
    Cash opening;
    double bars_per_year = 0;
    const RunRecord* record = nullptr;
    std::span<const WholeTrade> trades;
    std::span<const double> traded;  // worth_of each fill
};

// Price x quantity in the settlement asset, for figures; the places are its instrument's.
[[nodiscard]] double worth_of(const FillRecord& fill, Places places);

// The bar in which something happened, by place in the curve.  A fill at an open belongs to the bar
// that begins there, all else that happens at a close to the bar that ends there; what lies beyond
// the last bar belongs to the last.
[[nodiscard]] std::size_t bar_of(const EquityCurve& curve, const FillRecord& fill);
[[nodiscard]] std::size_t bar_of(const EquityCurve& curve, UnixNanos at);

// One row for each calendar year, or month, that has bars.
[[nodiscard]] std::vector<PeriodRow> by_year(const AttributionInput& input);
[[nodiscard]] std::vector<PeriodRow> by_month(const AttributionInput& input);

// One row for each name, in the order given; `label` is the name's place, one for each bar.  Bars
// of one label need not touch: their returns are put in a row.
[[nodiscard]] std::vector<PeriodRow> by_label(const AttributionInput& input,
                                              std::span<const std::string> names,
                                              std::span<const std::uint8_t> label);

// The whole run as one row.
[[nodiscard]] PeriodRow as_a_whole(const AttributionInput& input);

}  // namespace tradelab

#include "lab/attribution.hpp"

#include "core/check.hpp"
#include "statistics/periods.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

// Sums of one stretch.
struct Stretch {
    PeriodRow row;
    EquityCurve curve = {};  // gathered bar by bar
    std::vector<TradeOutcome> outcomes = {};
    double traded = 0;
    UnixNanos opened_at = {};
    Cash opening = {};
};

struct Cut {
    std::vector<Stretch> stretches;
    std::vector<std::size_t> of_bar;  // stretch of each bar
};

UnixNanos opens_at(const AttributionInput& input, std::size_t bar) {
    return bar == 0 ? input.opened_at : UnixNanos(input.record->curve.ts[bar - 1]);
}

Cash equity_before(const AttributionInput& input, std::size_t bar) {
    return bar == 0 ? input.opening : Cash(input.record->curve.equity[bar - 1]);
}

void add_bars(Cut& cut, const AttributionInput& input) {
    const EquityCurve& curve = input.record->curve;
    for (std::size_t bar = 0; bar < curve.ts.size(); ++bar) {
        Stretch& to = cut.stretches[cut.of_bar[bar]];
        const Cash before = equity_before(input, bar);
        if (to.curve.ts.empty()) {
            to.opened_at = opens_at(input, bar);
            to.opening = before;
        }
        const Cash change = Cash(curve.equity[bar]) - before;
        to.row.pnl += change;
        // Stretches that do not touch are put in a row: each bar adds what it brought.
        const std::int64_t last =
            to.curve.equity.empty() ? to.opening.mantissa() : to.curve.equity.back();
        to.curve.ts.push_back(curve.ts[bar]);
        to.curve.equity.push_back(last + change.mantissa());
        to.curve.exposure.push_back(curve.exposure[bar]);
    }
}

// `stretch_of` says where a fill, or a moment, belongs.
template <class StretchOf>
void add_fills(const AttributionInput& input, StretchOf stretch_of) {
    const auto& fills = input.record->fills;
    for (std::size_t at = 0; at < fills.size(); ++at) {
        const FillRecord& fill = fills[at];
        Stretch& to = stretch_of(fill);
        to.row.gross += fill.realised;
        to.row.fees += fill.fee;
        to.row.slippage += fill.slippage;
        to.traded += input.traded[at];
    }
    for (const FundingRecord& funding : input.record->funding) {
        stretch_of(funding.boundary).row.funding += funding.paid;
    }
}

template <class StretchOf>
void add_trades(const AttributionInput& input, StretchOf stretch_of) {
    std::vector<std::size_t> closed;
    for (std::size_t at = 0; at < input.trades.size(); ++at) {
        if (input.trades[at].closed_at) {
            closed.push_back(at);
        }
    }
    std::ranges::sort(
        closed, {}, [&](std::size_t at) { return std::pair(*input.trades[at].closed_at, at); });
    for (const std::size_t at : closed) {
        const WholeTrade& trade = input.trades[at];
        Stretch& to = stretch_of(*trade.closed_at);
        to.outcomes.push_back({.net = trade.net, .notional = trade.notional});
        ++to.row.trades;
    }
}

PeriodRow finished(Stretch& stretch, const EquityCurve& curve, double bars_per_year) {
    PeriodRow& row = stretch.row;
    row.bars = curve.ts.size();
    row.performance = performance_of({.opened_at = stretch.opened_at,
                                      .opening = stretch.opening,
                                      .ts = curve.ts,
                                      .equity = curve.equity,
                                      .exposure = curve.exposure,
                                      .bars_per_year = bars_per_year,
                                      .trades = stretch.outcomes,
                                      .gross = row.gross,
                                      .fees = row.fees,
                                      .slippage = row.slippage,
                                      .funding = row.funding,
                                      .traded = stretch.traded});
    row.time_in_position = row.performance.exposure;
    return std::move(row);
}

std::vector<PeriodRow> rows_of(Cut& cut, const AttributionInput& input) {
    TL_CHECK(cut.of_bar.size() == input.record->curve.ts.size() && !cut.of_bar.empty());
    const auto stretch_of = [&](const auto& what) -> Stretch& {
        return cut.stretches[cut.of_bar[bar_of(input.record->curve, what)]];
    };
    add_bars(cut, input);
    add_fills(input, stretch_of);
    add_trades(input, stretch_of);
    std::vector<PeriodRow> rows;
    for (Stretch& stretch : cut.stretches) {
        if (!stretch.curve.ts.empty()) {
            rows.push_back(finished(stretch, stretch.curve, input.bars_per_year));
        }
    }
    return rows;
}

std::string name_of(const CalendarMonth& month, Calendar calendar) {
    std::string name = std::to_string(month.year);
    if (calendar == Calendar::months) {
        name += (month.month < 10 ? "-0" : "-") + std::to_string(month.month);
    }
    return name;
}

std::vector<PeriodRow> by_calendar(const AttributionInput& input, Calendar calendar) {
    const EquityCurve& curve = input.record->curve;
    Cut cut;
    for (const PeriodReturn& period :
         period_returns(input.opening, curve.ts, curve.equity, calendar)) {
        cut.of_bar.resize(period.first + period.bars, cut.stretches.size());
        cut.stretches.emplace_back().row.name = name_of(period.month, calendar);
    }
    return rows_of(cut, input);
}

}  // namespace

double worth_of(const FillRecord& fill, Places places) {
    const double size = to_double_for_decisions(fill.quantity, places.quantity);
    return to_double_for_decisions(fill.price, places.price) * (size < 0 ? -size : size);
}

std::size_t bar_of(const EquityCurve& curve, UnixNanos at) {
    const auto found = std::ranges::lower_bound(curve.ts, at.ns());
    return static_cast<std::size_t>(std::min(found, curve.ts.end() - 1) - curve.ts.begin());
}

std::size_t bar_of(const EquityCurve& curve, const FillRecord& fill) {
    return bar_of(curve,
                  fill.cause == FillCause::next_open ? UnixNanos(fill.at.ns() + 1) : fill.at);
}

std::vector<PeriodRow> by_year(const AttributionInput& input) {
    return by_calendar(input, Calendar::years);
}

std::vector<PeriodRow> by_month(const AttributionInput& input) {
    return by_calendar(input, Calendar::months);
}

std::vector<PeriodRow> by_label(const AttributionInput& input,
                                std::span<const std::string> names,
                                std::span<const std::uint8_t> label) {
    Cut cut;
    cut.stretches.resize(names.size());
    for (std::size_t at = 0; at < names.size(); ++at) {
        cut.stretches[at].row.name = names[at];
    }
    cut.of_bar.assign(label.begin(), label.end());
    return rows_of(cut, input);
}

// Nothing is cut, so the curve is read where it lies.
PeriodRow as_a_whole(const AttributionInput& input) {
    const EquityCurve& curve = input.record->curve;
    TL_CHECK(!curve.ts.empty());
    Stretch whole{.row = {}, .opened_at = input.opened_at, .opening = input.opening};
    whole.row.pnl = Cash(curve.equity.back()) - input.opening;
    const auto stretch_of = [&](const auto& /*everything*/) -> Stretch& { return whole; };
    add_fills(input, stretch_of);
    add_trades(input, stretch_of);
    return finished(whole, curve, input.bars_per_year);
}

}  // namespace tradelab

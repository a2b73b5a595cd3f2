#include "lab/attribution.hpp"

#include "core/check.hpp"
#include "statistics/periods.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

// Sums of one stretch, gathered bar by bar.
struct Stretch {
    PeriodRow row;
    std::vector<std::int64_t> ts;
    std::vector<std::int64_t> equity;
    std::vector<std::int64_t> exposure;
    std::vector<TradeOutcome> outcomes;
    double traded = 0;
    UnixNanos opened_at;
    Cash opening;
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
        if (to.ts.empty()) {
            to.opened_at = opens_at(input, bar);
            to.opening = before;
        }
        const Cash change = Cash(curve.equity[bar]) - before;
        to.row.pnl += change;
        // Stretches that do not touch are put in a row: each bar adds what it brought.
        const std::int64_t last = to.equity.empty() ? to.opening.mantissa() : to.equity.back();
        to.ts.push_back(curve.ts[bar]);
        to.equity.push_back(last + change.mantissa());
        to.exposure.push_back(curve.exposure[bar]);
    }
}

void add_fills(Cut& cut, const AttributionInput& input) {
    const auto& fills = input.record->fills;
    for (std::size_t at = 0; at < fills.size(); ++at) {
        const FillRecord& fill = fills[at];
        Stretch& to = cut.stretches[cut.of_bar[bar_of(input.record->curve, fill)]];
        to.row.gross += fill.realised;
        to.row.fees += fill.fee;
        to.row.slippage += fill.slippage;
        to.traded += input.traded[at];
    }
    for (const FundingRecord& funding : input.record->funding) {
        Stretch& to = cut.stretches[cut.of_bar[bar_of(input.record->curve, funding.boundary)]];
        to.row.funding += funding.paid;
    }
}

void add_trades(Cut& cut, const AttributionInput& input) {
    std::vector<std::size_t> closed;
    for (std::size_t at = 0; at < input.trips.size(); ++at) {
        if (input.trips[at].closed_at) {
            closed.push_back(at);
        }
    }
    std::ranges::sort(
        closed, {}, [&](std::size_t at) { return std::pair(*input.trips[at].closed_at, at); });
    for (const std::size_t at : closed) {
        const RoundTrip& trip = input.trips[at];
        Stretch& to = cut.stretches[cut.of_bar[bar_of(input.record->curve, *trip.closed_at)]];
        to.outcomes.push_back({.net = trip.net, .notional = input.notionals[at]});
        ++to.row.trades;
    }
}

PeriodRow finished(Stretch& stretch, double bars_per_year) {
    PeriodRow& row = stretch.row;
    row.bars = stretch.ts.size();
    row.performance = performance_of({.opened_at = stretch.opened_at,
                                      .opening = stretch.opening,
                                      .ts = stretch.ts,
                                      .equity = stretch.equity,
                                      .exposure = stretch.exposure,
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
    add_bars(cut, input);
    add_fills(cut, input);
    add_trades(cut, input);
    std::vector<PeriodRow> rows;
    for (Stretch& stretch : cut.stretches) {
        if (!stretch.ts.empty()) {
            rows.push_back(finished(stretch, input.bars_per_year));
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

PeriodRow as_a_whole(const AttributionInput& input) {
    Cut cut;
    cut.stretches.resize(1);
    cut.of_bar.resize(input.record->curve.ts.size(), 0);
    return rows_of(cut, input).front();
}

}  // namespace tradelab

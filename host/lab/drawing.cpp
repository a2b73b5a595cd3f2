#include "lab/drawing.hpp"

#include "lab/day.hpp"
#include "lab/regimes.hpp"
#include "statistics/thinning.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

namespace tradelab {
namespace {

constexpr std::size_t points_max = 2'000;
constexpr std::size_t rows_at_once = 4'096;

void append(PriceColumns& out, const BarView& rows, DecimalPlaces places) {
    const auto decimal = [&](std::int64_t mantissa) {
        return to_double_for_decisions(mantissa, places);
    };
    for (std::size_t at = 0; at < rows.size(); ++at) {
        out.ts.push_back(rows.ts[at]);
        out.open.push_back(decimal(rows.open[at]));
        out.high.push_back(decimal(rows.high[at]));
        out.low.push_back(decimal(rows.low[at]));
        out.close.push_back(decimal(rows.close[at]));
    }
}

// The place of the last close at or before a time; the first where there is none.
std::size_t known_at(const PriceColumns& prices, std::int64_t ts) {
    const auto after = std::ranges::upper_bound(prices.ts, ts);
    return after == prices.ts.begin()
               ? 0
               : static_cast<std::size_t>(std::distance(prices.ts.begin(), after)) - 1;
}

void draw_chart(BacktestResult& result, const PriceColumns& prices) {
    const std::size_t rows = prices.ts.size();
    const std::size_t each = (rows + points_max - 1) / points_max;
    for (std::size_t first = 0; first < rows; first += each) {
        const std::size_t last = std::min(first + each, rows) - 1;
        ChartBar bar{.ts = UnixNanos(prices.ts[last]),
                     .open = prices.open[first],
                     .high = prices.high[first],
                     .low = prices.low[first],
                     .close = prices.close[last]};
        for (std::size_t at = first; at <= last; ++at) {
            bar.high = std::max(bar.high, prices.high[at]);
            bar.low = std::min(bar.low, prices.low[at]);
        }
        result.chart.push_back(bar);
    }
}

}  // namespace

Result<PriceColumns> read_prices(const Catalogue& catalogue,
                                 const BacktestPlan& plan,
                                 const RunManifest& manifest) {
    const auto first = std::ranges::find_if(plan.series, [](const PlannedSeries& planned) {
        return planned.kind == SourceKind::bars && planned.instrument == InstrumentId(1);
    });
    const Places places = manifest.instruments.front().places;
    auto reader = catalogue.open(
        first->found.series,
        {.range = {.from = UnixNanos(plan.from.ns() + 1), .to = UnixNanos(plan.to.ns() + 1)},
         .places = places});
    if (!reader) {
        return fail(std::move(reader).error());
    }
    PriceColumns out;
    out.instrument = first->found.series.instrument().text();
    for (;;) {
        const auto rows = reader->next(rows_at_once);
        if (!rows) {
            return fail(rows.error());
        }
        if (rows_of(*rows) == 0) {
            return out;
        }
        append(out, std::get<BarView>(*rows), places.price);
    }
}

std::vector<std::uint8_t> labels_of(const EquityCurve& curve, const PriceColumns& prices) {
    RegimeLabels labels;
    std::vector<std::uint8_t> out;
    out.reserve(curve.ts.size());
    std::size_t told = 0;  // of the prices: those of days that had ended
    for (const std::int64_t ts : curve.ts) {
        for (; told < prices.ts.size(); ++told) {
            const std::int64_t day = day_of_close(prices.ts[told]);
            if (day >= day_of_close(ts)) {
                break;
            }
            const bool is_last =
                told + 1 == prices.ts.size() || day_of_close(prices.ts[told + 1]) != day;
            if (is_last) {
                labels.add(prices.close[told]);
            }
        }
        out.push_back(static_cast<std::uint8_t>(labels.now()));
    }
    return out;
}

void draw(BacktestResult& result, const PriceColumns& prices) {
    result.chart_instrument = prices.instrument;
    if (prices.ts.empty()) {
        return;
    }
    const EquityCurve& curve = result.record.curve;
    std::vector<double> equity;
    for (const std::int64_t value : curve.equity) {
        equity.push_back(to_double_for_decisions(Cash(value)));
    }
    const double capital = to_double_for_decisions(result.manifest.capital);
    for (const std::size_t at : thinned(equity, points_max)) {
        const double price = prices.close[known_at(prices, curve.ts[at])];
        const double gross = to_double_for_decisions(Cash(curve.exposure[at]));
        result.curve.push_back({.ts = UnixNanos(curve.ts[at]),
                                .equity = equity[at],
                                .buy_and_hold = capital * price / prices.open.front(),
                                .exposure = equity[at] > 0 ? gross / equity[at] : 0});
    }
    draw_chart(result, prices);
}

}  // namespace tradelab

#include "report/charts.hpp"
#include "report/figures.hpp"
#include "report/headline.hpp"
#include "report/plot.hpp"
#include "statistics/drawdown.hpp"
#include "statistics/returns.hpp"
#include "statistics/rolling.hpp"
#include "statistics/thinning.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace tradelab {

namespace {

// More than a wide screen has columns; a curve of this many points takes some 12 KB.
constexpr std::size_t points_max = 1'200;

TimeAxis time_of(const BacktestResult& result) {
    return {result.manifest.from, result.manifest.to};
}

bool has_benchmark(const BacktestResult& result) {
    return std::ranges::all_of(result.curve, [](const CurvePoint& point) {
        return std::isfinite(point.buy_and_hold) && point.buy_and_hold > 0;
    });
}

// A growing curve is a straight line on a logarithmic axis; a straight axis shows its end only.
constexpr double log_span = 5;

struct Range {
    double low = 0;
    double high = 0;
};

Range range_of(const std::vector<CurvePoint>& curve, bool both) {
    Range range{.low = curve.front().equity, .high = curve.front().equity};
    for (const CurvePoint& point : curve) {
        range.low = std::min(range.low, point.equity);
        range.high = std::max(range.high, point.equity);
        if (both) {
            range.low = std::min(range.low, point.buy_and_hold);
            range.high = std::max(range.high, point.buy_and_hold);
        }
    }
    return range;
}

std::string equity_words(const BacktestResult& result) {
    const Performance& p = result.performance;
    return fmt::format("Equity from {} on {} to {} on {}, deepest fall {}.",
                       cash_text(p.opening, result.manifest.asset),
                       date_text(result.manifest.from),
                       cash_text(p.closing, result.manifest.asset),
                       date_text(result.manifest.to),
                       p.max_drawdown ? percent_text(p.max_drawdown->depth) : "none");
}

std::vector<double> held_drawdowns(const std::vector<CurvePoint>& curve) {
    std::vector<double> depths;
    double peak = curve.front().buy_and_hold;
    for (const CurvePoint& point : curve) {
        peak = std::max(peak, point.buy_and_hold);
        depths.push_back(peak > 0 ? 1 - point.buy_and_hold / peak : 0);
    }
    return depths;
}

// Rolling figures break where they are undefined: a line drawn across would be made up.
void draw_runs(Plot& plot,
               const std::vector<RollingPoint>& points,
               const std::vector<std::int64_t>& ts,
               const TimeAxis& time,
               const Axis& axis) {
    std::vector<PlotPoint> run;
    for (const RollingPoint& point : points) {
        if (!point.value) {
            plot.line(run, Ink::strategy);
            run.clear();
            continue;
        }
        run.push_back({.x = time.place(UnixNanos(ts[point.last])), .y = axis.place(*point.value)});
    }
    plot.line(run, Ink::strategy);
}

}  // namespace

std::string equity_chart(const BacktestResult& result) {
    if (result.curve.empty()) {
        return "";
    }
    const bool both = has_benchmark(result);
    const Range range = range_of(result.curve, both);
    const bool is_log = range.low > 0 && range.high > log_span * range.low;
    const Axis axis =
        Axis::make(range.low, range.high, is_log ? Scale::logarithmic : Scale::linear);
    const TimeAxis time = time_of(result);
    PlotFrame frame{.id = "equity",
                    .title = "Equity",
                    .unit = result.manifest.asset + (is_log ? ", log scale" : ""),
                    .description = equity_words(result),
                    .height = PlotHeight::tall,
                    .across = time.ticks(),
                    .up = axis.ticks(AxisUnit::plain),
                    .legend = {{Ink::strategy, "strategy, after all costs"}}};
    if (both) {
        frame.legend.push_back({Ink::benchmark, "buy and hold " + result.chart_instrument});
    }
    Plot plot(std::move(frame));
    std::vector<PlotPoint> equity;
    std::vector<PlotPoint> held;
    for (const CurvePoint& point : result.curve) {
        const double x = time.place(point.ts);
        equity.push_back({.x = x, .y = axis.place(point.equity)});
        held.push_back({.x = x, .y = axis.place(point.buy_and_hold)});
    }
    if (both) {
        plot.line(held, Ink::benchmark);
    }
    plot.across_at(axis.place(to_double_for_decisions(result.performance.opening)), Ink::faint);
    plot.line(equity, Ink::strategy);
    return plot.html(origin_of(result));
}

std::string underwater_chart(const BacktestResult& result) {
    const EquityCurve& curve = result.record.curve;
    if (curve.ts.empty()) {
        return "";
    }
    const std::vector<double> depths = drawdowns(result.performance.opening, curve.equity);
    const bool both = has_benchmark(result) && !result.curve.empty();
    const std::vector<double> held = both ? held_drawdowns(result.curve) : std::vector<double>{};
    double deepest = std::max(*std::ranges::max_element(depths), 0.01);
    if (both) {
        deepest = std::max(deepest, *std::ranges::max_element(held));
    }
    const Axis axis = Axis::make(-deepest, 0, Scale::linear);
    const TimeAxis time = time_of(result);
    PlotFrame frame{.id = "underwater",
                    .title = "Underwater",
                    .unit = "% below the highest equity so far",
                    .description = equity_words(result),
                    .height = PlotHeight::middle,
                    .across = time.ticks(),
                    .up = axis.ticks(AxisUnit::percent),
                    .legend = {{Ink::loss, "strategy"}}};
    if (both) {
        frame.legend.push_back({Ink::benchmark, "buy and hold"});
    }
    Plot plot(std::move(frame));
    std::vector<PlotPoint> points;
    for (const std::size_t at : thinned(depths, points_max)) {
        points.push_back({.x = time.place(UnixNanos(curve.ts[at])), .y = axis.place(-depths[at])});
    }
    plot.area(points, axis.place(0), Ink::loss);
    plot.line(points, Ink::loss);
    std::vector<PlotPoint> held_points;
    for (std::size_t at = 0; at < held.size(); ++at) {
        held_points.push_back({.x = time.place(result.curve[at].ts), .y = axis.place(-held[at])});
    }
    plot.line(held_points, Ink::benchmark);
    return plot.html(origin_of(result));
}

std::string rolling_sharpe_chart(const BacktestResult& result) {
    const EquityCurve& curve = result.record.curve;
    const std::vector<double> returns = returns_of(result.performance.opening, curve.equity);
    const double bars_a_day = result.performance.bars_per_year / 365;
    constexpr double days = 90;
    const auto whole = static_cast<std::size_t>(std::max(bars_a_day * days, 2.0));
    const std::size_t window =
        std::clamp<std::size_t>(whole, 2, std::max<std::size_t>(2, returns.size() / 4));
    const std::size_t step = std::max<std::size_t>(1, returns.size() / 500);
    const auto points = returns.size() < 8
                            ? std::vector<RollingPoint>{}
                            : rolling_sharpe(returns,
                                             {.window = window,
                                              .step = step,
                                              .bars_per_year = result.performance.bars_per_year});
    double low = 0;
    double high = 0;
    bool is_known = false;
    for (const RollingPoint& point : points) {
        is_known = is_known || point.value.has_value();
        low = std::min(low, point.value.value_or(0));
        high = std::max(high, point.value.value_or(0));
    }
    if (!is_known) {
        return "";
    }
    const Axis axis = Axis::make(low, high, Scale::linear);
    const TimeAxis time = time_of(result);
    const auto length = Duration(static_cast<std::int64_t>(static_cast<double>(window) * year_ns /
                                                           result.performance.bars_per_year));
    Plot plot({.id = "rolling-sharpe",
               .title = "Rolling Sharpe",
               .unit = fmt::format("annualised, window {} ({} bars)", length_text(length), window),
               .description = fmt::format("Between {} and {}; over the whole run {}.",
                                          ratio_text(low),
                                          ratio_text(high),
                                          ratio_text(result.performance.annual_sharpe)),
               .height = PlotHeight::middle,
               .across = time.ticks(),
               .up = axis.ticks(AxisUnit::plain),
               .legend = {{Ink::strategy, "window"}, {Ink::mark, "whole run"}}});
    plot.across_at(axis.place(0), Ink::faint);
    if (result.performance.annual_sharpe) {
        plot.across_at(axis.place(*result.performance.annual_sharpe), Ink::mark);
    }
    draw_runs(plot, points, curve.ts, time, axis);
    return plot.html(origin_of(result));
}

std::string exposure_chart(const BacktestResult& result) {
    const EquityCurve& curve = result.record.curve;
    if (curve.ts.empty() || curve.exposure.size() != curve.ts.size()) {
        return "";
    }
    std::vector<double> leverage;
    for (std::size_t at = 0; at < curve.ts.size(); ++at) {
        const auto equity = static_cast<double>(curve.equity[at]);
        leverage.push_back(equity > 0 ? static_cast<double>(curve.exposure[at]) / equity : 0);
    }
    const double high = std::max(*std::ranges::max_element(leverage), 0.1);
    const Axis axis = Axis::make(0, high, Scale::linear);
    const TimeAxis time = time_of(result);
    Plot plot({.id = "exposure",
               .title = "Exposure",
               .unit = "gross, times equity",
               .description = fmt::format("In position {} of the bars, on average {} of equity.",
                                          percent_text(result.performance.exposure, 1),
                                          percent_text(result.performance.mean_leverage, 1)),
               .height = PlotHeight::low,
               .across = time.ticks(),
               .up = axis.ticks(AxisUnit::plain),
               .note = fmt::format("In position {} of the bars; mean {} times equity.",
                                   percent_text(result.performance.exposure, 1),
                                   ratio_text(result.performance.mean_leverage))});
    std::vector<PlotPoint> points;
    for (const std::size_t at : thinned(leverage, points_max)) {
        points.push_back({.x = time.place(UnixNanos(curve.ts[at])), .y = axis.place(leverage[at])});
    }
    plot.area(points, 0, Ink::strategy);
    return plot.html(origin_of(result));
}

}  // namespace tradelab

#include "report/charts.hpp"
#include "report/figures.hpp"
#include "report/headline.hpp"
#include "report/names.hpp"
#include "report/plot.hpp"
#include "report/sums.hpp"
#include "statistics/histogram.hpp"
#include "statistics/returns.hpp"
#include "statistics/tail.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace tradelab {

namespace {

constexpr double log_span = 5;
constexpr std::size_t marks_max = 1'000;  // of each kind: more would be a carpet
constexpr std::size_t bins = 60;

double price_of(const RecordNames& names, InstrumentId id, Price price) {
    return to_double_for_decisions(price, names.places(id).price);
}

struct TradeMarks {
    std::vector<PlotPoint> entries_long;
    std::vector<PlotPoint> entries_short;
    std::vector<PlotPoint> exits;
    std::size_t trades = 0;
};

TradeMarks marks_of(const BacktestResult& result, const TimeAxis& time, const Axis& axis) {
    const RecordNames names(result.manifest);
    TradeMarks marks;
    for (const RoundTrip& trade : result.trades) {
        if (names.instrument(trade.instrument) != result.chart_instrument) {
            continue;
        }
        if (++marks.trades > marks_max) {
            continue;
        }
        auto& entries = trade.side == Side::buy ? marks.entries_long : marks.entries_short;
        entries.push_back({.x = time.place(trade.opened_at),
                           .y = axis.place(price_of(names, trade.instrument, trade.entry))});
        if (trade.closed_at && trade.exit) {
            marks.exits.push_back(
                {.x = time.place(*trade.closed_at),
                 .y = axis.place(price_of(names, trade.instrument, *trade.exit))});
        }
    }
    return marks;
}

// Names that fit under a bar; the whole words stand in the table beside it.
std::vector<Tick> evenly(const std::vector<std::string>& names) {
    std::vector<Tick> ticks;
    for (std::size_t at = 0; at < names.size(); ++at) {
        ticks.push_back({.at = (static_cast<double>(at) + 0.5) / static_cast<double>(names.size()),
                         .label = names[at]});
    }
    return ticks;
}

double worth(Cash cash) {
    return to_double_for_decisions(cash);
}

std::string short_step(const std::string& name) {
    return name.substr(0, name.find_first_of(" ,"));
}

void draw_bins(Plot& plot, const Histogram& histogram, const Axis& up) {
    const double width =
        (histogram.range.high - histogram.range.low) / static_cast<double>(histogram.range.bins);
    for (std::size_t bin = 0; bin < histogram.counts.size(); ++bin) {
        if (histogram.counts[bin] == 0) {
            continue;
        }
        const double from = histogram.range.low + width * static_cast<double>(bin);
        const auto count = static_cast<double>(histogram.counts[bin]);
        const auto part = [&](std::size_t at) {
            return static_cast<double>(at) / static_cast<double>(bins);
        };
        plot.bar({.x = part(bin) + 0.001, .y = 0},
                 {.x = part(bin + 1) - 0.001, .y = up.place(count)},
                 from + width / 2 < 0 ? Ink::loss : Ink::gain,
                 fmt::format("{} to {}: {} bars",
                             percent_text(from, 3),
                             percent_text(from + width, 3),
                             count_text(histogram.counts[bin])));
    }
}

}  // namespace

std::string price_chart(const BacktestResult& result) {
    if (result.chart.empty()) {
        return "";
    }
    double low = result.chart.front().low;
    double high = result.chart.front().high;
    for (const ChartBar& bar : result.chart) {
        low = std::min(low, bar.low);
        high = std::max(high, bar.high);
    }
    const bool is_log = low > 0 && high > log_span * low;
    const Axis axis = Axis::make(low, high, is_log ? Scale::logarithmic : Scale::linear);
    const TimeAxis time(result.manifest.from, result.manifest.to);
    const TradeMarks marks = marks_of(result, time, axis);
    Plot plot(
        {.id = "price",
         .title = "Price, entries and exits",
         .unit = result.chart_instrument + (is_log ? ", log scale" : ""),
         .description = fmt::format("{} trades on {}.", marks.trades, result.chart_instrument),
         .height = PlotHeight::tall,
         .across = time.ticks(),
         .up = axis.ticks(AxisUnit::plain),
         .legend = {{Ink::benchmark, "price"},
                    {Ink::gain, "long entry (dot)"},
                    {Ink::loss, "short entry (dot)"},
                    {Ink::mark, "exit (square)"}},
         .note = marks.trades > marks_max ? fmt::format("The first {} of {} trades are marked.",
                                                        marks_max,
                                                        count_text(marks.trades))
                                          : ""});
    std::vector<PlotPoint> closes;
    std::vector<PlotPoint> highs;
    std::vector<PlotPoint> lows;
    for (const ChartBar& bar : result.chart) {
        const double x = time.place(bar.ts);
        closes.push_back({.x = x, .y = axis.place(bar.close)});
        highs.push_back({.x = x, .y = axis.place(bar.high)});
        lows.push_back({.x = x, .y = axis.place(bar.low)});
    }
    plot.band(highs, lows, Ink::faint);
    plot.line(closes, Ink::benchmark);
    plot.dots(marks.exits, Dot::square, Ink::mark);
    plot.dots(marks.entries_long, Dot::round, Ink::gain);
    plot.dots(marks.entries_short, Dot::round, Ink::loss);
    return plot.html(origin_of(result));
}

std::string return_chart(const BacktestResult& result) {
    std::vector<double> returns =
        returns_of(result.performance.opening, result.record.curve.equity);
    // Bars without a position return nothing; as one bin they would hide all others.
    const std::size_t still = std::erase(returns, 0.0);
    // The middle 99 %: one crash would squeeze the rest into a single bin.
    const auto low = quantile(returns, 0.005);
    const auto high = quantile(returns, 0.995);
    if (!low || returns.size() < 8 || !(*high > *low)) {
        return "";
    }
    const double reach = std::max(std::abs(*low), std::abs(*high));
    const Histogram histogram = histogram_of(returns, {.low = -reach, .high = reach, .bins = bins});
    const auto most = static_cast<double>(*std::ranges::max_element(histogram.counts));
    const Axis up = Axis::make(0, most, Scale::linear);
    const Axis across = Axis::make(-reach, reach, Scale::linear);
    std::vector<Tick> ticks;
    for (const Tick& tick : across.ticks(AxisUnit::percent)) {
        const double value = across.low() + tick.at * (across.high() - across.low());
        if (std::abs(value) <= reach) {
            ticks.push_back({.at = (value + reach) / (2 * reach), .label = tick.label});
        }
    }
    const auto tail = result.performance.value_at_risk;
    Plot plot(
        {.id = "returns",
         .title = "Returns of bars",
         .unit = "number of bars that moved, by return",
         .description = "Distribution of bar returns around " +
                        signed_percent_text(result.performance.mean_return, 4) + ".",
         .height = PlotHeight::middle,
         .across = std::move(ticks),
         .up = up.ticks(AxisUnit::plain),
         .legend = tail ? std::vector<Legend>{{Ink::mark,
                                               "value at risk 95 %, " + signed_percent_text(tail)}}
                        : std::vector<Legend>{},
         .note = fmt::format("Left out here: {} bars whose equity did not move, {} below this "
                             "range and {} above it.",
                             count_text(still),
                             count_text(histogram.below),
                             count_text(histogram.above))});
    draw_bins(plot, histogram, up);
    if (tail && std::abs(*tail) <= reach) {
        plot.upright_at((*tail + reach) / (2 * reach), Ink::mark);
    }
    return plot.html(origin_of(result));
}

std::string cost_chart(const BacktestResult& result) {
    const std::vector<CostStep> steps = cost_steps(result);
    std::vector<std::string> names;
    double low = 0;
    double high = 0;
    double sum = 0;
    for (const CostStep& step : steps) {
        names.push_back(short_step(step.name));
        sum += worth(step.amount);
        low = std::min(low, sum);
        high = std::max(high, sum);
    }
    names.emplace_back("Net");
    const Axis axis = Axis::make(low, high, Scale::linear);
    Plot plot({.id = "costs",
               .title = "From gross to net",
               .unit = result.manifest.asset,
               .description = "What the decisions earned, less slippage, fees and funding.",
               .height = PlotHeight::middle,
               .across = evenly(names),
               .up = axis.ticks(AxisUnit::plain)});
    plot.across_at(axis.place(0), Ink::faint);
    const auto columns = static_cast<double>(names.size());
    double before = 0;
    for (std::size_t at = 0; at < names.size(); ++at) {
        const bool is_net = at == steps.size();
        const double begin = is_net ? 0 : before;
        const double end = is_net ? sum : before + worth(steps[at].amount);
        const auto place = static_cast<double>(at);
        plot.bar({.x = (place + 0.2) / columns, .y = axis.place(begin)},
                 {.x = (place + 0.8) / columns, .y = axis.place(end)},
                 is_net        ? Ink::strategy
                 : end < begin ? Ink::loss
                               : Ink::gain,
                 is_net ? "Net" : steps[at].name + ": " + signed_cash_text(steps[at].amount));
        before = end;
    }
    return plot.html(origin_of(result));
}

std::string funding_chart(const BacktestResult& result) {
    std::map<std::int32_t, FundingYear> years;
    for (const FundingYear& row : funding_years(result)) {
        FundingYear& year = years[row.year];
        year.received += row.received;
        year.paid += row.paid;
    }
    if (years.empty()) {
        return "";
    }
    std::vector<std::string> names;
    double low = 0;
    double high = 0;
    for (const auto& [year, sums] : years) {
        names.push_back(std::to_string(year));
        high = std::max(high, worth(sums.received));
        low = std::min(low, -worth(sums.paid));
    }
    const Axis axis = Axis::make(low, high, Scale::linear);
    Plot plot({.id = "funding",
               .title = "Funding by year",
               .unit = result.manifest.asset,
               .description = "Funding received above the line and paid below it.",
               .height = PlotHeight::middle,
               .across = evenly(names),
               .up = axis.ticks(AxisUnit::plain),
               .legend = {{Ink::gain, "received"}, {Ink::loss, "paid"}}});
    plot.across_at(axis.place(0), Ink::faint);
    double at = 0;
    for (const auto& [year, sums] : years) {
        const double left = (at + 0.2) / static_cast<double>(years.size());
        const double right = (at + 0.8) / static_cast<double>(years.size());
        plot.bar({.x = left, .y = axis.place(0)},
                 {.x = right, .y = axis.place(worth(sums.received))},
                 Ink::gain,
                 fmt::format("{}: received {}", year, cash_text(sums.received)));
        plot.bar({.x = left, .y = axis.place(0)},
                 {.x = right, .y = axis.place(-worth(sums.paid))},
                 Ink::loss,
                 fmt::format("{}: paid {}", year, cash_text(sums.paid)));
        at += 1;
    }
    return plot.html(origin_of(result));
}

}  // namespace tradelab

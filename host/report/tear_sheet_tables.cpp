#include "report/tear_sheet_tables.hpp"

#include "report/figures.hpp"
#include "report/headline.hpp"
#include "report/html.hpp"
#include "report/metrics.hpp"
#include "report/names.hpp"
#include "report/page.hpp"
#include "report/sums.hpp"
#include "statistics/drawdown.hpp"
#include "statistics/periods.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace tradelab {

namespace {

constexpr auto numeric = CellKind::number;
constexpr std::size_t drawdowns_shown = 8;

// A month that rounds to nothing has no sign.
std::string month_text(double share) {
    const std::string text = fmt::format("{:+.1f}", share * 100);
    return text == "-0.0" || text == "+0.0" ? "0.0" : text;
}

std::string heat_cell(std::optional<double> share) {
    if (!share) {
        return "<td></td>";
    }
    return fmt::format("<td class=\"{}\">{}</td>",
                       heat_of(*share),
                       std::abs(*share) < 100 ? month_text(*share) : escaped(percent_text(share)));
}

std::string heat_row(std::int32_t year,
                     const std::array<std::optional<double>, 12>& months,
                     std::optional<double> whole) {
    std::string out = fmt::format("<tr><th scope=\"row\">{}</th>", year);
    for (const auto& month : months) {
        out += heat_cell(month);
    }
    return out + "<td class=\"year\">" + escaped(signed_percent_text(whole, 1)) + "</td></tr>\n";
}

// Gross is what was earned before any cost, as in the steps to net: slippage is inside the prices
// of fills, and stands in a column of its own here.
std::vector<std::string> period_cells(const PeriodRow& row) {
    const Performance& p = row.performance;
    return {row.name,
            count_text(row.bars),
            signed_cash_text(row.pnl),
            signed_percent_text(p.total_return),
            ratio_text(p.annual_sharpe),
            percent_text(depth_of(p), 1),
            signed_cash_text(row.gross + row.slippage),
            cash_text(row.slippage),
            cash_text(row.fees),
            signed_cash_text(-row.funding),
            count_text(row.trades),
            percent_text(row.time_in_position, 1)};
}

bool has_one_instrument(const std::vector<RoundTrip>& trades) {
    return !trades.empty() && std::ranges::all_of(trades, [&](const RoundTrip& trade) {
        return trade.instrument == trades.front().instrument;
    });
}

std::vector<std::string> trade_cells(const BacktestResult& result, std::size_t at) {
    const RecordNames names(result.manifest);
    const RoundTrip& t = result.trades[at];
    const std::string cause = t.exit_cause == FillCause::next_open
                                  ? names.reason(t.instance, t.exit_reason)
                                  : std::string(fill_cause_text(t.exit_cause));
    return {count_text(t.trade),
            minute_text(t.opened_at),
            t.closed_at ? minute_text(*t.closed_at) : "open",
            names.symbol(t.instrument),
            std::string(direction_text(t.side)),
            names.short_quantity(t.instrument, t.quantity),
            names.price(t.instrument, t.entry),
            t.exit ? names.price(t.instrument, *t.exit) : "",
            signed_cash_text(t.gross),
            cash_text(t.fees),
            signed_cash_text(-t.funding),
            signed_cash_text(t.net),
            names.reason(t.instance, t.entry_reason),
            t.closed_at ? cause + (t.is_ambiguous ? " (ambiguous bar)" : "") : ""};
}

}  // namespace

std::string month_table(const BacktestResult& result) {
    const EquityCurve& curve = result.record.curve;
    const Cash opening = result.performance.opening;
    std::map<std::int32_t, std::array<std::optional<double>, 12>> years;
    for (const auto& month : period_returns(opening, curve.ts, curve.equity, Calendar::months)) {
        years[month.month.year].at(month.month.month - 1) = month.simple_return;
    }
    if (years.empty()) {
        return "";
    }
    std::string out = "<div class=\"wide\"><table class=\"heat\">\n<caption>Returns by month, % ";
    out += result.manifest.is_synthetic ? "<span class=\"syn\">synthetic data</span>" : "";
    out += "</caption>\n<thead><tr><th scope=\"col\"></th>";
    for (const std::string_view name : {"Jan",
                                        "Feb",
                                        "Mar",
                                        "Apr",
                                        "May",
                                        "Jun",
                                        "Jul",
                                        "Aug",
                                        "Sep",
                                        "Oct",
                                        "Nov",
                                        "Dec",
                                        "Year"}) {
        out += "<th scope=\"col\">" + std::string(name) + "</th>";
    }
    out += "</tr></thead>\n<tbody>\n";
    for (const auto& year : period_returns(opening, curve.ts, curve.equity, Calendar::years)) {
        out += heat_row(year.month.year, years[year.month.year], year.simple_return);
    }
    return out + "</tbody></table></div>\n";
}

std::string period_table(const BacktestResult& result,
                         const std::vector<PeriodRow>& rows,
                         const std::string& caption) {
    HtmlTable table{.caption = caption + " (" + result.manifest.asset + ")",
                    .columns = {{"", CellKind::text},
                                {"Bars", numeric},
                                {"Profit", numeric},
                                {"Return", numeric},
                                {"Sharpe", numeric},
                                {"Max. drawdown", numeric},
                                {"Gross", numeric},
                                {"Slippage", numeric},
                                {"Fees", numeric},
                                {"Funding, + received", numeric},
                                {"Trades", numeric},
                                {"In position", numeric}},
                    .rows = {}};
    PeriodRow sum;
    sum.name = "All";
    sum.performance = result.performance;
    sum.time_in_position = result.performance.exposure;
    for (const PeriodRow& row : rows) {
        table.rows.push_back(period_cells(row));
        sum.bars += row.bars;
        sum.pnl += row.pnl;
        sum.gross += row.gross;
        sum.slippage += row.slippage;
        sum.fees += row.fees;
        sum.funding += row.funding;
        sum.trades += row.trades;
    }
    table.foot = period_cells(sum);
    return html_of(table, origin_of(result));
}

std::string drawdown_table(const BacktestResult& result) {
    const EquityCurve& curve = result.record.curve;
    auto spells =
        drawdown_spells(result.manifest.from, result.performance.opening, curve.ts, curve.equity);
    std::ranges::sort(spells, [](const DrawdownSpell& a, const DrawdownSpell& b) {
        return a.depth != b.depth ? a.depth > b.depth : a.peak_at < b.peak_at;
    });
    spells.resize(std::min(spells.size(), drawdowns_shown));
    HtmlTable table{.caption = "Deepest drawdowns",
                    .columns = {{"From", CellKind::text},
                                {"Lowest", CellKind::text},
                                {"Recovered", CellKind::text},
                                {"Depth", numeric},
                                {"Length", numeric}},
                    .rows = {}};
    for (const DrawdownSpell& spell : spells) {
        table.rows.push_back({date_text(spell.peak_at),
                              date_text(spell.trough_at),
                              spell.recovered_at ? date_text(*spell.recovered_at) : "not yet",
                              percent_text(spell.depth),
                              length_text(spell.length)});
    }
    return html_of(table, origin_of(result));
}

std::string metric_table(const BacktestResult& result) {
    HtmlTable table{.caption = "All figures",
                    .columns = {{"Figure", CellKind::text},
                                {"Value", numeric},
                                {"How it is worked out", CellKind::text}},
                    .rows = {}};
    for (const Metric& metric : metrics_of(result)) {
        const bool is_cash = metric.unit == MetricUnit::cash && metric.cash;
        table.rows.push_back({metric.label,
                              metric_text(metric) + (is_cash ? " " + result.manifest.asset : ""),
                              metric.meaning});
    }
    return html_of(table, origin_of(result));
}

std::string trade_table(const BacktestResult& result, std::size_t shown) {
    const std::size_t count = result.trades.size();
    const bool is_cut = count > 2 * shown;
    // Of a pair each leg has its line; the number is that of the pair.
    std::uint32_t last = 0;
    bool has_pairs = false;
    for (const RoundTrip& one : result.trades) {
        has_pairs = has_pairs || one.trade <= last;
        last = std::max(last, one.trade);
    }
    const std::string what = has_pairs ? "legs of trades" : "trades";
    HtmlTable table{
        .caption = is_cut ? fmt::format("The first {} and the last {} of {} {}; all are in "
                                        "trades.csv",
                                        shown,
                                        shown,
                                        count_text(count),
                                        what)
                          : fmt::format("All {} {}", count_text(count), what),
        .columns = {{"#", numeric},
                    {"Opened, UTC", CellKind::time},
                    {"Closed, UTC", CellKind::time},
                    {"Instrument", CellKind::text},
                    {"Side", CellKind::text},
                    {"Quantity", numeric},
                    {"Entry", numeric},
                    {"Exit", numeric},
                    {"After slippage", numeric},
                    {"Fees", numeric},
                    {"Funding, + received", numeric},
                    {"Net", numeric},
                    {"Entered for", CellKind::text},
                    {"Left for", CellKind::text}},
        .rows = {}};
    for (std::size_t at = 0; at < count; ++at) {
        if (!is_cut || at < shown || at >= count - shown) {
            table.rows.push_back(trade_cells(result, at));
        }
    }
    // One name on every line says nothing and takes the room of a column.
    if (has_one_instrument(result.trades)) {
        const RecordNames names(result.manifest);
        table.caption += ", " + names.instrument(result.trades.front().instrument);
        constexpr std::ptrdiff_t place = 3;
        table.columns.erase(table.columns.begin() + place);
        for (auto& row : table.rows) {
            row.erase(row.begin() + place);
        }
    }
    return html_of(table, origin_of(result));
}

}  // namespace tradelab

#include "report/tear_sheet.hpp"

#include "report/charts.hpp"
#include "report/figures.hpp"
#include "report/headline.hpp"
#include "report/html.hpp"
#include "report/metrics.hpp"
#include "report/page.hpp"
#include "report/tear_sheet_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tradelab {

namespace {

std::string cards_of(const BacktestResult& result) {
    const Performance& p = result.performance;
    const TradeFigures& t = p.trades;
    const std::string& asset = result.manifest.asset;
    const auto& fall = p.max_drawdown;
    std::string out = "<dl class=\"kpis\">\n";
    out += card("Total return",
                signed_percent_text(p.total_return, 1),
                signed_cash_text(p.closing - p.opening) + " " + asset);
    out += card("Annual growth",
                signed_percent_text(p.annual_growth, 1),
                fmt::format("over {:.2f} years", p.years));
    out += card("Sharpe, annual",
                ratio_text(p.annual_sharpe),
                fmt::format("P = {:.6g} bars a year", p.bars_per_year));
    out += card("Sortino, annual", ratio_text(p.annual_sortino), "");
    out += card("Max. drawdown",
                fall ? percent_text(fall->depth, 1) : percent_text(0, 1),
                fall ? date_text(fall->peak_at) + " to " + date_text(fall->trough_at) : "never");
    out += card("Calmar", ratio_text(p.calmar), "");
    out += card("Volatility, annual", percent_text(p.annual_volatility, 1), "");
    out +=
        card("Closed trades", count_text(t.trades), percent_text(t.win_rate, 1) + " of them won");
    out += card("Profit factor",
                ratio_text(t.profit_factor),
                t.expectancy ? signed_cash_text(*t.expectancy) + " " + asset + " a trade" : "");
    out += card("In position", percent_text(p.exposure, 1), "of all bars");
    const CoverageRecord& coverage = result.record.coverage;
    out += card("Protected",
                percent_text(share_of_one(coverage.of_exposure()), 1),
                "of exposure; " + percent_text(share_of_one(coverage.of_time()), 1) + " of time");
    out += card("Fees and slippage", cash_text(p.costs.fees + p.costs.slippage), asset);
    out += card("Funding",
                signed_cash_text(-p.costs.funding),
                asset + (p.costs.funding > Cash(0) ? ", paid" : ", received"));
    return out + "</dl>\n";
}

std::string header_of(const BacktestResult& result) {
    const RunManifest& m = result.manifest;
    std::string timeframes;
    for (const InstanceUsed& instance : m.instances) {
        if (timeframes.find(instance.timeframe) == std::string::npos) {
            timeframes += (timeframes.empty() ? "" : ", ") + instance.timeframe;
        }
    }
    std::string out = "<header>\n<h1>" + escaped(title_of(result)) + "</h1>\n";
    out +=
        "<p class=\"sub\">" +
        escaped(fmt::format("{} to {} UTC · {} bars · {} fills{} · result {}",
                            date_text(m.from),
                            date_text(m.to),
                            timeframes.empty() ? count_text(result.performance.bars) : timeframes,
                            m.fill_model,
                            m.cost_stress_permille == 1000
                                ? ""
                                : fmt::format(", costs x {:.3g}", m.cost_stress_permille / 1000.0),
                            short_hash(m.result_hash))) +
        "</p>\n";
    out += synthetic_banner(origin_of(result));
    out += "<p class=\"verdict\">" + escaped(verdict_of(result)) + "</p>\n";
    const std::string warnings = html_list(warnings_of(result));
    if (!warnings.empty()) {
        out += "<section class=\"warnings\" aria-label=\"Warnings\">" + warnings + "</section>\n";
    }
    return out + cards_of(result) + "</header>\n";
}

std::string navigation() {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> places = {
        {{"curve", "Equity"},
         {"time", "Returns"},
         {"trading", "Trades"},
         {"cost", "Costs"},
         {"trust", "Assumptions"},
         {"redo", "Manifest"}}};
    std::string out = "<nav aria-label=\"Sections\">";
    for (const auto& [id, words] : places) {
        out += fmt::format("<a href=\"#{}\">{}</a>", id, words);
    }
    return out + "</nav>\n";
}

std::string body_of(const BacktestResult& result, const TearSheetOptions& options) {
    std::string out = header_of(result);
    out += heading("curve", "Equity and drawdown");
    out += equity_chart(result) + underwater_chart(result);
    out += pair_of(rolling_sharpe_chart(result), exposure_chart(result));
    out += drawdown_table(result);
    out += heading("time", "Returns over time");
    out += month_table(result) + period_table(result, result.years, "By year");
    out += period_table(result, result.regimes, "By regime");
    out += pair_of(return_chart(result), "");
    out += heading("trading", "Trades");
    out += price_chart(result);
    out += result.trades.empty() ? "<p>There were no trades.</p>\n"
                                 : trade_table(result, options.trades_shown);
    out += heading("cost", "Costs and funding");
    out += pair_of(cost_chart(result), cost_table(result));
    out += fee_table(result);
    // Half of a page is too narrow for seven columns, most of all on paper.
    out += funding_chart(result) + funding_table(result);
    out += liquidation_table(result);
    out += heading("figures", "All figures") + metric_table(result);
    out += heading("trust", "What this rests on");
    out += "<h3>Assumptions</h3>\n" + html_list(result.assumptions);
    out += "<p>" + escaped(ambiguity_of(result.record.counts)) + "</p>\n";
    out += coverage_table(result);
    out += pair_of(count_table(result), refusal_table(result) + check_table(result));
    out += heading("redo", "To do it again") + manifest_tables(result);
    return out;
}

}  // namespace

std::string tear_sheet(const BacktestResult& result, TearSheetOptions options) {
    return html_of(Page{
        .title = title_of(result),
        .origin = origin_of(result),
        .body = navigation() + body_of(result, options),
        .foot = "Times are UTC. Annual figures multiply bar figures by the root of the bars in "
                "a year of 365 days. A dash means: not defined, or not enough to say. A backtest "
                "says what would have happened under its assumptions, not what will."});
}

}  // namespace tradelab

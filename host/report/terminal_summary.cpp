#include "report/terminal_summary.hpp"

#include "report/figures.hpp"
#include "report/headline.hpp"
#include "report/metrics.hpp"
#include "report/sums.hpp"
#include "statistics/drawdown.hpp"
#include "terminal/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace tradelab {

namespace {

// The figures that answer first questions; the tear sheet has all of them.
constexpr std::array<std::string_view, 20> shown_keys = {"total_return",
                                                         "annual_growth",
                                                         "annual_sharpe",
                                                         "annual_sortino",
                                                         "calmar",
                                                         "max_drawdown",
                                                         "annual_volatility",
                                                         "longest_under_water_days",
                                                         "value_at_risk",
                                                         "worst_month",
                                                         "trades",
                                                         "win_rate",
                                                         "profit_factor",
                                                         "payoff_ratio",
                                                         "expectancy",
                                                         "longest_losing_streak",
                                                         "exposure",
                                                         "annual_turnover",
                                                         "coverage",
                                                         "coverage_time"};

void add_curves(TerminalPage& page, const BacktestResult& result) {
    const EquityCurve& curve = result.record.curve;
    if (curve.equity.empty()) {
        return;
    }
    const auto [least, greatest] = std::ranges::minmax(curve.equity);
    page.curve("equity",
               curve.equity,
               fmt::format("{} to {} {}",
                           cash_text(Cash(least)),
                           cash_text(Cash(greatest)),
                           result.manifest.asset));
    std::vector<std::int64_t> depths;
    for (const double depth : drawdowns(result.performance.opening, curve.equity)) {
        depths.push_back(-static_cast<std::int64_t>(std::min(depth, 1e6) * 1e9));
    }
    const auto& fall = result.performance.max_drawdown;
    page.curve("drawdown",
               depths,
               fall ? fmt::format("deepest {} on {}, {}",
                                  percent_text(fall->depth, 1),
                                  date_text(fall->trough_at),
                                  fall->recovered_at ? "recovered " + date_text(*fall->recovered_at)
                                                     : "not recovered")
                    : "none");
    page.line();
}

// Two figures a line.
void add_metrics(TerminalPage& page, const BacktestResult& result) {
    std::vector<std::pair<std::string, std::string>> cells;
    const auto metrics = metrics_of(result);
    for (const std::string_view key : shown_keys) {
        const auto at = std::ranges::find(metrics, key, &Metric::key);
        cells.emplace_back(at->label, metric_text(*at));
    }
    Table table{.columns = {{.title = "figure"},
                            {.title = "value", .align = Align::right},
                            {.title = ""},
                            {.title = "figure"},
                            {.title = "value", .align = Align::right}},
                .rows = {}};
    const std::size_t half = cells.size() / 2;
    for (std::size_t at = 0; at < half; ++at) {
        table.add({cells[at].first,
                   cells[at].second,
                   "",
                   cells[at + half].first,
                   cells[at + half].second});
    }
    page.table(table);
}

void add_periods(TerminalPage& page, const std::vector<PeriodRow>& rows, const std::string& name) {
    Table table{.columns = {{.title = name},
                            {.title = "return", .align = Align::right},
                            {.title = "drawdown", .align = Align::right},
                            {.title = "trades", .align = Align::right},
                            {.title = "-fees", .align = Align::right},
                            {.title = "+funding", .align = Align::right},
                            {.title = "profit", .align = Align::right},
                            {.title = "in pos.", .align = Align::right},
                            {.title = "exposure", .align = Align::right}},
                .rows = {}};
    for (const PeriodRow& row : rows) {
        table.add({row.name,
                   signed_percent_text(row.performance.total_return, 1),
                   percent_text(depth_of(row.performance), 1),
                   count_text(row.trades),
                   cash_text(row.fees),
                   signed_cash_text(-row.funding),
                   signed_cash_text(row.pnl),
                   percent_text(row.time_in_position, 1),
                   percent_text(row.performance.mean_leverage, 0)});
    }
    if (!rows.empty()) {
        page.table(table);
    }
}

// What was received, and what it is to be held against.
void add_funding(TerminalPage& page, const BacktestResult& result) {
    Table table{.columns = {{.title = "funding"},
                            {.title = "all rates", .align = Align::right},
                            {.title = "while held", .align = Align::right},
                            {.title = "mean held", .align = Align::right},
                            {.title = "received", .align = Align::right},
                            {.title = "paid", .align = Align::right},
                            {.title = "net", .align = Align::right}},
                .rows = {}};
    const auto rows = funding_years(result);
    const bool is_one = std::ranges::all_of(
        rows, [&](const FundingYear& row) { return row.instrument == rows.front().instrument; });
    for (const FundingYear& row : rows) {
        table.add({std::to_string(row.year) + (is_one ? "" : " " + row.instrument),
                   rate_text(row.rates),
                   rate_text(row.rates_held),
                   cash_text(row.mean_notional),
                   cash_text(row.received),
                   cash_text(row.paid),
                   signed_cash_text(row.net())});
    }
    if (!rows.empty()) {
        page.table(table);
    }
}

void add_costs(TerminalPage& page, const BacktestResult& result) {
    Table table{.columns = {{.title = "from gross to net"},
                            {.title = result.manifest.asset, .align = Align::right}},
                .rows = {}};
    Cash sum;
    for (const CostStep& step : cost_steps(result)) {
        table.add({step.name, signed_cash_text(step.amount)});
        sum += step.amount;
    }
    table.add({"Change of equity", signed_cash_text(sum)});
    page.table(table);
}

void add_trust(TerminalPage& page, const BacktestResult& result) {
    if (!result.refusals.empty()) {
        Table table{
            .columns = {{.title = "orders refused"}, {.title = "times", .align = Align::right}},
            .rows = {}};
        for (const auto& [reason, count] : result.refusals) {
            table.add({reason, count_text(count)});
        }
        page.table(table);
    }
    page.paragraph(ambiguity_of(result.record.counts));
    page.line();
    for (const NamedValue& check : result.checks) {
        page.paragraph(check.name + ": " + check.value);
    }
    page.title("Assumptions");
    for (const std::string& assumption : result.assumptions) {
        page.paragraph(assumption, "  - ");
    }
    page.line();
    page.paragraph("Sharpe and the like are annualised with " +
                   fmt::format("P = {:.6g}", result.performance.bars_per_year) +
                   " bars a year of 365 days.");
    const double seconds = static_cast<double>(result.wall_ns) / 1e9;
    if (seconds > 0) {
        page.line(
            fmt::format("{} bars in {:.3g} s", count_text(result.record.counts.bars), seconds));
    }
    page.line("result " + result.manifest.result_hash);
}

}  // namespace

std::vector<SummaryLine> terminal_summary(const BacktestResult& result, SummaryOptions options) {
    const RunManifest& m = result.manifest;
    TerminalPage page(options, m.is_synthetic ? DataOrigin::synthetic : DataOrigin::recorded);
    if (m.is_synthetic) {
        page.title(std::string(synthetic_stamp));
        page.line();
    }
    page.title(title_of(result));
    page.line(fmt::format("{} to {} UTC, fills {}, costs x {:.3g}",
                          date_text(m.from),
                          date_text(m.to),
                          m.fill_model,
                          m.cost_stress_permille / 1000.0));
    page.line();
    page.paragraph(verdict_of(result));
    page.line();
    for (const std::string& warning : warnings_of(result)) {
        page.paragraph(warning, "! ");
    }
    add_curves(page, result);
    add_metrics(page, result);
    add_periods(page, result.years, "year");
    add_funding(page, result);
    add_costs(page, result);
    add_trust(page, result);
    if (m.is_synthetic) {
        page.line();
        page.title(std::string(synthetic_stamp));
    }
    return page.take();
}

}  // namespace tradelab

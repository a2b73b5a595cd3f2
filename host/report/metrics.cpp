#include "report/metrics.hpp"

#include "report/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace tradelab {

namespace {

using Unit = MetricUnit;

constexpr std::array<std::pair<Unit, std::string_view>, 7> units = {
    {{Unit::share, "share"},
     {Unit::gain, "gain"},
     {Unit::ratio, "ratio"},
     {Unit::cash, "cash"},
     {Unit::days, "days"},
     {Unit::count, "count"},
     {Unit::times_a_year, "times_a_year"}}};
constexpr std::array<std::pair<Better, std::string_view>, 3> betters = {
    {{Better::higher, "higher"}, {Better::lower, "lower"}, {Better::neither, "neither"}}};

std::optional<double> real(std::uint64_t count) {
    return static_cast<double>(count);
}

std::optional<double> days(Duration length) {
    constexpr double day_ns = 86'400e9;
    return static_cast<double>(length.count()) / day_ns;
}

std::optional<double> value_of(const std::optional<DatedReturn>& dated) {
    return dated ? std::optional(dated->value) : std::nullopt;
}

Metric cash_metric(std::string key,
                   std::string label,
                   Better better,
                   std::string meaning,
                   std::optional<Cash> cash) {
    return {.key = std::move(key),
            .label = std::move(label),
            .unit = Unit::cash,
            .better = better,
            .meaning = std::move(meaning),
            .value = cash ? std::optional(to_double_for_decisions(*cash)) : std::nullopt,
            .cash = cash};
}

void add_growth(std::vector<Metric>& out, const Performance& p) {
    const std::string year = fmt::format("P = {:.6g} bars a year", p.bars_per_year);
    out.push_back({"total_return",
                   "Total return",
                   Unit::gain,
                   Better::higher,
                   "closing / opening equity - 1",
                   p.total_return});
    out.push_back({"annual_growth",
                   "Annual growth (CAGR)",
                   Unit::gain,
                   Better::higher,
                   "(closing / opening)^(1 / years) - 1, a year of 365 days",
                   p.annual_growth});
    out.push_back({"annual_volatility",
                   "Volatility, annual",
                   Unit::share,
                   Better::lower,
                   "deviation of bar returns (ddof 1) x sqrt P, " + year,
                   p.annual_volatility});
    out.push_back({"annual_sharpe",
                   "Sharpe, annual",
                   Unit::ratio,
                   Better::higher,
                   "mean / deviation of bar returns x sqrt P, risk-free rate 0, " + year,
                   p.annual_sharpe});
    out.push_back({"sharpe",
                   "Sharpe, per bar",
                   Unit::ratio,
                   Better::higher,
                   "mean / deviation of bar returns",
                   p.sharpe});
    out.push_back({"annual_sortino",
                   "Sortino, annual",
                   Unit::ratio,
                   Better::higher,
                   "mean / sqrt(mean(min(r, 0)^2)) over all bars x sqrt P",
                   p.annual_sortino});
    out.push_back({"calmar",
                   "Calmar",
                   Unit::ratio,
                   Better::higher,
                   "annual growth / maximum drawdown",
                   p.calmar});
}

void add_risk(std::vector<Metric>& out, const Performance& p) {
    const auto depth = p.max_drawdown ? std::optional(p.max_drawdown->depth) : std::nullopt;
    out.push_back({"max_drawdown",
                   "Maximum drawdown",
                   Unit::share,
                   Better::lower,
                   "deepest fall below an earlier high, the opening counted as one",
                   depth});
    out.push_back({"longest_under_water_days",
                   "Longest under water",
                   Unit::days,
                   Better::lower,
                   "from a high until it is reached again, or the end",
                   days(p.longest_under_water)});
    out.push_back({"ulcer_index",
                   "Ulcer index",
                   Unit::share,
                   Better::lower,
                   "sqrt(mean(drawdown^2))",
                   p.ulcer_index});
    out.push_back({"value_at_risk",
                   "Value at risk 95 %, bar",
                   Unit::gain,
                   Better::higher,
                   "5 % quantile of bar returns (historical, type 7)",
                   p.value_at_risk});
    out.push_back({"expected_shortfall",
                   "Expected shortfall 95 %, bar",
                   Unit::gain,
                   Better::higher,
                   "mean of bar returns at or below the value at risk",
                   p.expected_shortfall});
    out.push_back({"skewness",
                   "Skewness",
                   Unit::ratio,
                   Better::higher,
                   "of bar returns, population moments",
                   p.skewness});
    out.push_back({"raw_kurtosis",
                   "Kurtosis (normal = 3)",
                   Unit::ratio,
                   Better::lower,
                   "of bar returns, population moments, raw",
                   p.raw_kurtosis});
    out.push_back({"best_bar",
                   "Best bar",
                   Unit::gain,
                   Better::higher,
                   "greatest bar return",
                   value_of(p.best_bar)});
    out.push_back({"worst_bar",
                   "Worst bar",
                   Unit::gain,
                   Better::higher,
                   "least bar return",
                   value_of(p.worst_bar)});
    out.push_back({"best_month",
                   "Best month",
                   Unit::gain,
                   Better::higher,
                   "of calendar months, UTC",
                   value_of(p.best_month)});
    out.push_back({"worst_month",
                   "Worst month",
                   Unit::gain,
                   Better::higher,
                   "of calendar months, UTC",
                   value_of(p.worst_month)});
}

void add_trades(std::vector<Metric>& out, const TradeFigures& t) {
    out.push_back({"trades",
                   "Closed trades",
                   Unit::count,
                   Better::neither,
                   "positions from nothing to nothing; the legs of a pair are one",
                   real(t.trades)});
    out.push_back({"win_rate",
                   "Win rate",
                   Unit::share,
                   Better::higher,
                   "trades with a net above zero / all closed trades",
                   t.win_rate});
    out.push_back({"average_return",
                   "Average return per trade",
                   Unit::gain,
                   Better::higher,
                   "mean of net / value at entry, of a pair that of all legs",
                   t.average_return});
    out.push_back(cash_metric(
        "expectancy", "Expectancy per trade", Better::higher, "mean net of a trade", t.expectancy));
    out.push_back(cash_metric(
        "average_win", "Average win", Better::higher, "mean net of winning trades", t.average_win));
    out.push_back(cash_metric("average_loss",
                              "Average loss",
                              Better::higher,
                              "mean net of losing trades",
                              t.average_loss));
    out.push_back({"profit_factor",
                   "Profit factor",
                   Unit::ratio,
                   Better::higher,
                   "sum of wins / sum of losses",
                   t.profit_factor});
    out.push_back({"payoff_ratio",
                   "Payoff ratio",
                   Unit::ratio,
                   Better::higher,
                   "average win / average loss",
                   t.payoff_ratio});
    out.push_back({"longest_losing_streak",
                   "Longest losing streak",
                   Unit::count,
                   Better::lower,
                   "losing trades in a row",
                   real(t.longest_losing_streak)});
}

void add_activity(std::vector<Metric>& out, const Performance& p) {
    const CostFigures& c = p.costs;
    out.push_back({"exposure",
                   "Bars in position",
                   Unit::share,
                   Better::neither,
                   "bars that closed with a position / all bars",
                   p.exposure});
    out.push_back({"time_in_market",
                   "Time in market",
                   Unit::share,
                   Better::neither,
                   "time in bars with a position / all time",
                   p.time_in_market});
    out.push_back({"mean_leverage",
                   "Mean leverage",
                   Unit::ratio,
                   Better::neither,
                   "mean of gross exposure / equity",
                   p.mean_leverage});
    out.push_back({"annual_turnover",
                   "Turnover",
                   Unit::times_a_year,
                   Better::lower,
                   "traded value / mean equity / years",
                   p.annual_turnover});
    out.push_back(cash_metric("fees", "Fees paid", Better::lower, "sum over all fills", c.fees));
    out.push_back(cash_metric("slippage",
                              "Slippage lost",
                              Better::lower,
                              "against the reference price, part of the prices paid",
                              c.slippage));
    out.push_back(cash_metric(
        "funding_received", "Funding received", Better::higher, "negative is paid", -c.funding));
    const std::string of = " / what was earned before any cost";
    out.push_back({"fee_share",
                   "Fees, share of gross",
                   Unit::share,
                   Better::lower,
                   "fees" + of,
                   c.fee_share});
    out.push_back({"slippage_share",
                   "Slippage, share of gross",
                   Unit::share,
                   Better::lower,
                   "slippage" + of,
                   c.slippage_share});
    out.push_back({"funding_received_share",
                   "Funding received, share of gross",
                   Unit::gain,
                   Better::higher,
                   "funding received" + of,
                   c.funding_share ? std::optional(-*c.funding_share) : std::nullopt});
}

template <class Value, std::size_t N>
std::optional<Value> named(const std::array<std::pair<Value, std::string_view>, N>& names,
                           std::string_view text) {
    const auto found = std::ranges::find(names, text, [](const auto& row) { return row.second; });
    return found == names.end() ? std::nullopt : std::optional(found->first);
}

}  // namespace

std::vector<Metric> metrics_of(const Performance& performance) {
    std::vector<Metric> out = {cash_metric("opening",
                                           "Equity at the start",
                                           Better::neither,
                                           "before the first bar",
                                           performance.opening),
                               cash_metric("closing",
                                           "Equity at the end",
                                           Better::higher,
                                           "after the last bar",
                                           performance.closing)};
    add_growth(out, performance);
    add_risk(out, performance);
    add_trades(out, performance.trades);
    add_activity(out, performance);
    return out;
}

std::vector<Metric> metrics_of(const BacktestResult& result) {
    std::vector<Metric> out = metrics_of(result.performance);
    const CoverageRecord& coverage = result.record.coverage;
    out.push_back({"coverage",
                   "Exposure protected",
                   Unit::share,
                   Better::higher,
                   "exposure under a stop or a hedge / exposure, both summed over bars",
                   share_of_one(coverage.of_exposure())});
    out.push_back(
        {"coverage_time",
         "Time protected",
         Unit::share,
         Better::higher,
         "bars in which all that was open, dust too, was protected / bars with anything open",
         share_of_one(coverage.of_time())});
    return out;
}

std::string metric_text(const Metric& metric) {
    if (metric.unit == Unit::cash ? !metric.cash : !metric.value) {
        return std::string(undefined_text(Look::rich));
    }
    switch (metric.unit) {
        case Unit::share:
            return percent_text(metric.value);
        case Unit::gain:
            return signed_percent_text(metric.value);
        case Unit::ratio:
            // A Sharpe per bar is a few thousandths.
            return ratio_text(metric.value, metric.key == "sharpe" ? 5 : 2);
        case Unit::cash:
            return cash_text(*metric.cash);
        case Unit::days:
            return ratio_text(metric.value, 1) + " d";
        case Unit::count:
            return count_text(static_cast<std::uint64_t>(*metric.value));
        case Unit::times_a_year:
            return ratio_text(metric.value, 1) + " x / year";
    }
    return "";
}

std::string_view metric_unit_text(MetricUnit unit) {
    return units.at(static_cast<std::size_t>(unit)).second;
}

std::optional<MetricUnit> metric_unit_of(std::string_view text) {
    return named(units, text);
}

std::string_view better_text(Better better) {
    return betters.at(static_cast<std::size_t>(better)).second;
}

std::optional<Better> better_of(std::string_view text) {
    return named(betters, text);
}

}  // namespace tradelab

#include "report/headline.hpp"

#include "lab/cautions.hpp"
#include "report/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace tradelab {

namespace {

// Below this a mean of trades says little: its error is a fifth of a deviation at 25 trades.
constexpr std::uint64_t few_trades = 30;
constexpr std::size_t month_length = std::string_view("2021-06").size();
constexpr double short_run_years = 0.25;

std::string growth_words(const Performance& p) {
    std::string text = signed_percent_text(p.total_return) + " in ";
    text += p.years >= 1
                ? fmt::format("{:.1f} years", p.years)
                : length_text(Duration(static_cast<std::int64_t>(p.years * 365 * 86'400e9)));
    if (p.annual_growth && p.years >= 1) {
        text += ", " + signed_percent_text(p.annual_growth) + " a year";
    }
    return text;
}

// Where the limit let nothing in any more, a quiet curve is no strategy's merit.
std::string silence_of(const BacktestResult& result) {
    const auto since = silenced_since(result.record);
    return since ? " until " + date_text(*since).substr(0, month_length) +
                       "; then the drawdown limit refused every entry"
                 : "";
}

std::string answer_of(const BacktestResult& result) {
    const Performance& p = result.performance;
    if (p.ruined_at) {
        return "No, it was ruined on " + date_text(*p.ruined_at) + ": ";
    }
    if (p.closing == p.opening) {
        return "It neither gained nor lost" + silence_of(result) + ": ";
    }
    return (p.closing > p.opening ? "Yes, it would have made money"
                                  : "No, it would have lost money") +
           silence_of(result) + ": ";
}

}  // namespace

DataOrigin origin_of(const BacktestResult& result) {
    return result.manifest.is_synthetic ? DataOrigin::synthetic : DataOrigin::recorded;
}

std::string title_of(const BacktestResult& result) {
    std::vector<std::string> names;
    std::vector<std::string> instruments;
    for (const InstanceUsed& instance : result.manifest.instances) {
        names.push_back(instance.name);
        for (const NamedValue& role : instance.roles) {
            if (std::ranges::find(instruments, role.value) == instruments.end()) {
                instruments.push_back(role.value);
            }
        }
    }
    std::string title;
    for (const std::string& name : names) {
        title += (title.empty() ? "" : ", ") + name;
    }
    for (std::size_t at = 0; at < instruments.size(); ++at) {
        title += (at == 0 ? " on " : ", ") + instruments[at];
    }
    return title.empty() ? "Backtest" : title;
}

std::string verdict_of(const BacktestResult& result) {
    const Performance& p = result.performance;
    const std::string& asset = result.manifest.asset;
    if (p.bars == 0) {
        return "There was nothing to trade: the run has no bars.";
    }
    std::string text;
    if (result.record.fills.empty()) {
        text = "It never traded: " + cash_text(p.opening, asset) + " stayed what it was.";
    } else {
        text = answer_of(result) + "after fees, slippage and funding " +
               cash_text(p.opening, asset) + " became " + cash_text(p.closing, asset) + " (" +
               growth_words(p) + ").";
    }
    if (p.max_drawdown) {
        text += " Deepest fall " + percent_text(p.max_drawdown->depth, 1) +
                ", longest under water " + length_text(p.longest_under_water) + ".";
    }
    if (const auto held = held_return(result)) {
        text += " Buying and holding " + result.chart_instrument + ": " +
                signed_percent_text(held, 1) + ".";
    }
    return text;
}

std::optional<double> held_return(const BacktestResult& result) {
    if (result.curve.empty() || result.chart_instrument.empty()) {
        return std::nullopt;
    }
    const double begin = to_double_for_decisions(result.performance.opening);
    const double end = result.curve.back().buy_and_hold;
    const bool is_known = begin > 0 && std::isfinite(end) && end > 0;
    return is_known ? std::optional(end / begin - 1) : std::nullopt;
}

std::optional<double> depth_of(const Performance& performance) {
    if (!performance.total_return) {
        return std::nullopt;
    }
    return performance.max_drawdown ? performance.max_drawdown->depth : 0;
}

std::vector<std::string> warnings_of(const BacktestResult& result) {
    const Performance& p = result.performance;
    std::vector<std::string> out = result.warnings;
    if (p.ruined_at) {
        out.push_back("Equity was gone on " + minute_text(*p.ruined_at) +
                      " UTC; figures made of returns end there.");
    }
    if (!result.manifest.may_be_promoted && !result.manifest.why_not.empty()) {
        out.push_back("May not be promoted: " + result.manifest.why_not);
    }
    if (p.trades.trades > 0 && p.trades.trades < few_trades) {
        out.push_back(
            fmt::format("Only {} closed trades: means over them say little.", p.trades.trades));
    }
    if (p.bars > 0 && p.years < short_run_years) {
        out.push_back(
            "The run is shorter than three months: annual figures are stretched from it.");
    }
    if (result.record.counts.funding_without_mark > 0) {
        out.push_back(fmt::format("{} funding payments had no recorded mark and used a last price.",
                                  count_text(result.record.counts.funding_without_mark)));
    }
    return out;
}

std::string ambiguity_of(const RunCounts& counts) {
    if (counts.ambiguous_bars == 0) {
        return "No bar could be read in two ways.";
    }
    const double share = counts.bars == 0 ? 0
                                          : static_cast<double>(counts.ambiguous_bars) /
                                                static_cast<double>(counts.bars);
    return fmt::format(
        "{} of {} bars ({}) could be read in two ways, because a stop and a target, or an entry "
        "and "
        "its stop, lay inside one bar; finer bars decided {} of them, the rest were read against "
        "us.",
        count_text(counts.ambiguous_bars),
        count_text(counts.bars),
        percent_text(share),
        count_text(counts.resolved_bars));
}

}  // namespace tradelab

#include "lab/figures_hash.hpp"

#include "document/sha256.hpp"

#include <fmt/format.h>

#include <concepts>
#include <cstdint>
#include <string_view>

namespace tradelab {
namespace {

// Names and values, a line each: a figure that moves from one name to another is another text.
class Lines {
public:
    void add(std::string_view name, const std::optional<double>& value) {
        put(name, exact_text(value));
    }
    void add(std::string_view name, std::integral auto count) { put(name, std::to_string(count)); }
    void add(std::string_view name, Cash cash) { put(name, std::to_string(cash.mantissa())); }
    void add(std::string_view name, const std::optional<Cash>& cash) {
        put(name, cash ? std::to_string(cash->mantissa()) : "undefined");
    }
    void add(std::string_view name, const std::optional<UnixNanos>& at) {
        put(name, at ? std::to_string(at->ns()) : "undefined");
    }
    void add(std::string_view name, const std::optional<DatedReturn>& dated) {
        put(name,
            dated ? exact_text(dated->value) + " " + std::to_string(dated->at.ns()) : "undefined");
    }

    [[nodiscard]] const std::string& text() const { return text_; }

private:
    void put(std::string_view name, const std::string& value) {
        text_ += name;
        text_ += ' ';
        text_ += value;
        text_ += '\n';
    }

    std::string text_;
};

void add_returns(Lines& lines, const Performance& p) {
    lines.add("bars", p.bars);
    lines.add("bars_per_year", std::optional(p.bars_per_year));
    lines.add("years", std::optional(p.years));
    lines.add("opening", p.opening);
    lines.add("closing", p.closing);
    lines.add("ruined_at", p.ruined_at);
    lines.add("total_return", p.total_return);
    lines.add("annual_growth", p.annual_growth);
    lines.add("mean_return", p.mean_return);
    lines.add("volatility", p.volatility);
    lines.add("annual_volatility", p.annual_volatility);
    lines.add("sharpe", p.sharpe);
    lines.add("annual_sharpe", p.annual_sharpe);
    lines.add("annual_sortino", p.annual_sortino);
    lines.add("calmar", p.calmar);
    lines.add("skewness", p.skewness);
    lines.add("raw_kurtosis", p.raw_kurtosis);
    lines.add("value_at_risk", p.value_at_risk);
    lines.add("expected_shortfall", p.expected_shortfall);
    lines.add("best_bar", p.best_bar);
    lines.add("worst_bar", p.worst_bar);
    lines.add("best_month", p.best_month);
    lines.add("worst_month", p.worst_month);
}

void add_falls(Lines& lines, const Performance& p) {
    if (p.max_drawdown) {
        lines.add("depth", std::optional(p.max_drawdown->depth));
        lines.add("peak_at", std::optional(p.max_drawdown->peak_at));
        lines.add("trough_at", std::optional(p.max_drawdown->trough_at));
        lines.add("recovered_at", p.max_drawdown->recovered_at);
        lines.add("length", p.max_drawdown->length.count());
    }
    lines.add("longest_under_water", p.longest_under_water.count());
    lines.add("ulcer_index", p.ulcer_index);
    lines.add("exposure", p.exposure);
    lines.add("time_in_market", p.time_in_market);
    lines.add("mean_leverage", p.mean_leverage);
    lines.add("annual_turnover", p.annual_turnover);
}

void add_trades(Lines& lines, const TradeFigures& t) {
    lines.add("trades", t.trades);
    lines.add("wins", t.wins);
    lines.add("losses", t.losses);
    lines.add("win_rate", t.win_rate);
    lines.add("average_return", t.average_return);
    lines.add("average_win", t.average_win);
    lines.add("average_loss", t.average_loss);
    lines.add("expectancy", t.expectancy);
    lines.add("profit_factor", t.profit_factor);
    lines.add("payoff_ratio", t.payoff_ratio);
    lines.add("longest_losing_streak", t.longest_losing_streak);
}

void add_costs(Lines& lines, const CostFigures& c) {
    lines.add("gross", c.gross);
    lines.add("fees", c.fees);
    lines.add("slippage", c.slippage);
    lines.add("funding", c.funding);
    lines.add("fee_share", c.fee_share);
    lines.add("slippage_share", c.slippage_share);
    lines.add("funding_share", c.funding_share);
}

}  // namespace

std::string exact_text(const std::optional<double>& value) {
    return value ? fmt::format("{}", *value) : "undefined";
}

std::string figures_hash(const Performance& performance) {
    Lines lines;
    add_returns(lines, performance);
    add_falls(lines, performance);
    add_trades(lines, performance.trades);
    add_costs(lines, performance.costs);
    return sha256_hex(lines.text());
}

}  // namespace tradelab

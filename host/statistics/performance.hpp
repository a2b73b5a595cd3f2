#pragma once

#include "core/money.hpp"
#include "core/time.hpp"
#include "statistics/drawdown.hpp"
#include "statistics/trade_outcomes.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace tradelab {

// A return and the close of the bar or month that brought it.
struct DatedReturn {
    double value = 0;
    UnixNanos at;

    friend bool operator==(const DatedReturn&, const DatedReturn&) = default;
};

// What trading cost.  Slippage lies in the prices already: it is part of `gross`.
struct CostFigures {
    Cash gross = {};     // profit at the prices paid, before fees and funding
    Cash fees = {};      // positive is paid
    Cash slippage = {};  // positive is lost
    Cash funding = {};   // positive is paid, negative received
    // Each as a share of gross + slippage, which is what the decisions earned before any cost.
    // Undefined where that is not positive.
    std::optional<double> fee_share = {};
    std::optional<double> slippage_share = {};
    std::optional<double> funding_share = {};

    friend bool operator==(const CostFigures&, const CostFigures&) = default;
};

// Everything that a report says about a stretch of time.  Returns are per bar, net and simple; "r"
// below.  Shares and returns: 0.01 is one per cent.  Undefined is nothing, never NaN.
struct Performance {
    std::uint64_t bars = 0;    // of the stretch
    double bars_per_year = 0;  // P of all annualised figures
    double years = 0;          // elapsed time / 365 days
    Cash opening = {};         // equity before the first bar
    Cash closing = {};         // equity after the last
    // The close of the bar that left no equity; later bars are in no figure made of returns.
    std::optional<UnixNanos> ruined_at = {};

    // closing / opening - 1.  Undefined where opening is not positive or without bars.
    std::optional<double> total_return = {};
    // CAGR: (closing / opening)^(1 / years) - 1.  Undefined too where closing is not positive.
    std::optional<double> annual_growth = {};
    // mean(r) and deviation(r) (ddof 1), per bar.  Undefined below one and two bars.
    std::optional<double> mean_return = {};
    std::optional<double> volatility = {};
    std::optional<double> annual_volatility = {};  // volatility x sqrt(P)
    // mean / deviation, risk-free rate 0.  Undefined below two bars, where all r are equal, and
    // after ruin: the last wild returns of an account that is nearly empty can have a good mean.
    std::optional<double> sharpe = {};         // per bar: what tests and decisions use
    std::optional<double> annual_sharpe = {};  // x sqrt(P): for display
    // mean(r) / sqrt(mean(min(r, 0)^2)) over all bars, x sqrt(P).  Undefined without a loss, and
    // after ruin.
    std::optional<double> annual_sortino = {};
    // annual growth / maximum drawdown.  Undefined without a drawdown or without growth.
    std::optional<double> calmar = {};
    // Population moments of r; kurtosis raw, normal = 3.  Undefined below 3 and 4 bars and where
    // all r are equal.
    std::optional<double> skewness = {};
    std::optional<double> raw_kurtosis = {};
    // 95 % historical, per bar, a return (a loss is negative).  Undefined below 20 bars: of fewer,
    // five per cent is not even one.
    std::optional<double> value_at_risk = {};
    std::optional<double> expected_shortfall = {};

    // The deepest fall below an earlier high, the opening counted as one; the first of equals.
    // Undefined without a fall.
    std::optional<DrawdownSpell> max_drawdown = {};
    // The longest of all spells below a high, the unfinished one included.  Zero without one.
    Duration longest_under_water = {};
    std::optional<double> ulcer_index = {};  // sqrt(mean(drawdown^2)); undefined without bars

    // Undefined without bars.  Months are of the calendar; the first and last may be parts.
    std::optional<DatedReturn> best_bar = {};
    std::optional<DatedReturn> worst_bar = {};
    std::optional<DatedReturn> best_month = {};
    std::optional<DatedReturn> worst_month = {};

    TradeFigures trades;
    CostFigures costs;

    // Share of bars that closed with a position, and share of time that passed in such bars (a gap
    // in the data counts with the bar after it).  Undefined where exposure is not known.
    std::optional<double> exposure = {};
    std::optional<double> time_in_market = {};
    // Mean of gross exposure / equity over all bars with positive equity.
    std::optional<double> mean_leverage = {};
    // Traded value / mean equity / years: how often a year the capital was turned over.  Undefined
    // where mean equity or years are not positive.
    std::optional<double> annual_turnover = {};

    friend bool operator==(const Performance&, const Performance&) = default;
};

// What the figures are made of.  The columns have one length; spans are read during the call only.
struct PerformanceInput {
    UnixNanos opened_at;                          // open of the first bar
    Cash opening;                                 // equity then
    std::span<const std::int64_t> ts = {};        // closes, ascending, ns
    std::span<const std::int64_t> equity = {};    // after each bar, 1e-8
    std::span<const std::int64_t> exposure = {};  // gross, 1e-8; empty: not known
    double bars_per_year = 0;                     // see bars_per_year() in returns.hpp; positive
    std::span<const TradeOutcome> trades = {};    // closed ones in the order of their ends
    Cash gross = {};                              // see CostFigures
    Cash fees = {};
    Cash slippage = {};
    Cash funding = {};
    double traded = 0;  // sum of price x quantity of all fills, in the settlement asset
};

[[nodiscard]] Performance performance_of(const PerformanceInput& input);

}  // namespace tradelab

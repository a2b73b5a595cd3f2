#include "statistics/performance.hpp"

#include "core/check.hpp"
#include "statistics/moments.hpp"
#include "statistics/periods.hpp"
#include "statistics/ratios.hpp"
#include "statistics/returns.hpp"
#include "statistics/sum.hpp"
#include "statistics/tail.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <future>
#include <span>
#include <vector>

namespace tradelab {

namespace {

constexpr double tail_confidence = 0.95;
constexpr std::size_t tail_bars_min = 20;
constexpr std::size_t bars_alone = 200'000;  // below, a thread costs more than it saves

void add_growth(Performance& out, const PerformanceInput& input) {
    if (input.ts.empty()) {
        return;
    }
    out.closing = Cash(input.equity.back());
    out.years =
        static_cast<double>((UnixNanos(input.ts.back()) - input.opened_at).count()) / year_ns;
    out.total_return = simple_return(out.opening.mantissa(), out.closing.mantissa());
    if (out.total_return) {
        out.annual_growth = annual_growth(1 + *out.total_return, out.years);
    }
    const auto ruin =
        std::ranges::find_if(input.equity, [](std::int64_t equity) { return equity <= 0; });
    if (ruin != input.equity.end()) {
        out.ruined_at = UnixNanos(input.ts[static_cast<std::size_t>(ruin - input.equity.begin())]);
    }
}

// What one look at the returns of a year of minutes finds, instead of five.
struct Look {
    double mean = 0;
    double downside = 0;  // downside_deviation(returns, 0)
    std::size_t best = 0;
    std::size_t worst = 0;  // places, the first of equals
};

Look look_at(std::span<const double> returns) {
    Look look;
    CompensatedSum sum;
    CompensatedSum squares;
    double most = returns.front();
    double least = most;
    for (std::size_t at = 0; at < returns.size(); ++at) {
        const double value = returns[at];
        sum.add(value);
        const double loss = std::min(value, 0.0);
        squares.add(loss * loss);
        if (value > most) [[unlikely]] {
            most = value;
            look.best = at;
        }
        if (value < least) [[unlikely]] {
            least = value;
            look.worst = at;
        }
    }
    const auto n = static_cast<double>(returns.size());
    look.mean = sum.value() / n;
    look.downside = std::sqrt(squares.value() / n);
    return look;
}

void add_returns(Performance& out, const PerformanceInput& input) {
    const std::vector<double> returns = returns_of(input.opening, input.equity);
    if (returns.empty()) {
        return;
    }
    const Look look = look_at(returns);
    const double largest = std::max(std::abs(returns[look.best]), std::abs(returns[look.worst]));
    const Moments moments = moments_about(returns, look.mean, largest);
    out.mean_return = moments.mean;
    out.volatility = moments.deviation;
    out.annual_volatility = annualised(out.volatility, input.bars_per_year);
    if (!out.ruined_at) {
        out.sharpe = moments.is_spread ? quotient(*moments.mean, *moments.deviation) : std::nullopt;
        out.annual_sharpe = annualised(out.sharpe, input.bars_per_year);
        // sortino(returns, 0), whose numerator is the mean that we have.
        out.annual_sortino = annualised(quotient(look.mean, look.downside), input.bars_per_year);
    }
    out.skewness = moments.skewness;
    out.raw_kurtosis = moments.raw_kurtosis;
    if (returns.size() >= tail_bars_min) {
        out.value_at_risk = value_at_risk(returns, tail_confidence);
        out.expected_shortfall = mean_at_or_below(returns, *out.value_at_risk);
    }
    const auto dated = [&](std::size_t at) {
        return DatedReturn{.value = returns[at], .at = UnixNanos(input.ts[at])};
    };
    out.best_bar = dated(look.best);
    out.worst_bar = dated(look.worst);
}

void add_months(Performance& out, const PerformanceInput& input) {
    for (const PeriodReturn& month :
         period_returns(input.opening, input.ts, input.equity, Calendar::months)) {
        if (!month.simple_return) {
            continue;
        }
        const DatedReturn dated{.value = *month.simple_return,
                                .at = UnixNanos(input.ts[month.first + month.bars - 1])};
        if (!out.best_month || dated.value > out.best_month->value) {
            out.best_month = dated;
        }
        if (!out.worst_month || dated.value < out.worst_month->value) {
            out.worst_month = dated;
        }
    }
}

void add_drawdowns(Performance& out, const PerformanceInput& input) {
    for (const DrawdownSpell& spell :
         drawdown_spells(input.opened_at, input.opening, input.ts, input.equity)) {
        if (!out.max_drawdown || spell.depth > out.max_drawdown->depth) {
            out.max_drawdown = spell;
        }
        out.longest_under_water = std::max(out.longest_under_water, spell.length);
    }
    out.ulcer_index = ulcer_index(input.opening, input.equity);
    if (out.max_drawdown) {
        out.calmar = calmar(out.annual_growth, out.max_drawdown->depth);
    }
}

void add_exposure(Performance& out, const PerformanceInput& input) {
    if (input.exposure.empty()) {
        return;
    }
    std::uint64_t held_bars = 0;
    std::int64_t held_ns = 0;
    std::int64_t all_ns = 0;
    CompensatedSum leverage;
    std::uint64_t solvent_bars = 0;
    std::int64_t before = input.opened_at.ns();
    for (std::size_t at = 0; at < input.ts.size(); ++at) {
        const std::int64_t length = input.ts[at] - before;
        before = input.ts[at];
        all_ns += length;
        if (input.exposure[at] != 0) {
            ++held_bars;
            held_ns += length;
        }
        if (input.equity[at] > 0) {
            ++solvent_bars;
            leverage.add(static_cast<double>(input.exposure[at]) /
                         static_cast<double>(input.equity[at]));
        }
    }
    out.exposure = quotient(static_cast<double>(held_bars), static_cast<double>(input.ts.size()));
    out.time_in_market = quotient(static_cast<double>(held_ns), static_cast<double>(all_ns));
    out.mean_leverage = quotient(leverage.value(), static_cast<double>(solvent_bars));
}

void add_costs(Performance& out, const PerformanceInput& input) {
    out.costs = {.gross = input.gross,
                 .fees = input.fees,
                 .slippage = input.slippage,
                 .funding = input.funding};
    const double earned =
        to_double_for_decisions(input.gross) + to_double_for_decisions(input.slippage);
    if (earned > 0) {
        out.costs.fee_share = quotient(to_double_for_decisions(input.fees), earned);
        out.costs.slippage_share = quotient(to_double_for_decisions(input.slippage), earned);
        out.costs.funding_share = quotient(to_double_for_decisions(input.funding), earned);
    }
    Int128 equity = 0;  // of 2^64 bars of 2^63 each it does not overflow
    for (const std::int64_t value : input.equity) {
        equity += value;
    }
    const double mean = input.equity.empty()
                            ? 0
                            : static_cast<double>(equity) / static_cast<double>(cash_places.one()) /
                                  static_cast<double>(input.equity.size());
    if (mean > 0 && out.years > 0) {
        out.annual_turnover = quotient(input.traded / mean, out.years);
    }
}

}  // namespace

Performance performance_of(const PerformanceInput& input) {
    TL_CHECK(input.ts.size() == input.equity.size());
    TL_CHECK(input.exposure.empty() || input.exposure.size() == input.ts.size());
    TL_CHECK(input.bars_per_year > 0);

    Performance out;
    out.bars = input.ts.size();
    out.bars_per_year = input.bars_per_year;
    out.opening = input.opening;
    out.closing = input.opening;
    add_growth(out, input);
    // Of a long curve on the second core, if there is one to be had.  Each writes figures of its
    // own.
    const auto policy = input.ts.size() < bars_alone ? std::launch::deferred
                                                     : std::launch::async | std::launch::deferred;
    auto falls = std::async(policy, [&] {
        add_drawdowns(out, input);
        add_exposure(out, input);
        add_costs(out, input);
    });
    add_returns(out, input);
    add_months(out, input);
    out.trades = trade_figures(input.trades);
    falls.get();
    return out;
}

}  // namespace tradelab

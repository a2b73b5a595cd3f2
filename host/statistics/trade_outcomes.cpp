#include "statistics/trade_outcomes.hpp"

#include "core/rounding.hpp"
#include "statistics/ratios.hpp"
#include "statistics/sum.hpp"

#include <algorithm>

namespace tradelab {

namespace {

// A mean of amounts lies between them, so it fits where they do.
std::optional<Cash> mean_cash(Int128 sum, std::uint64_t count) {
    if (count == 0) {
        return std::nullopt;
    }
    return Cash(static_cast<std::int64_t>(divide(sum, count, Rounding::half_even)));
}

std::optional<double> average_return_of(std::span<const TradeOutcome> trades) {
    CompensatedSum sum;
    for (const TradeOutcome& trade : trades) {
        if (trade.notional <= Cash(0)) {
            return std::nullopt;
        }
        sum.add(static_cast<double>(trade.net.mantissa()) /
                static_cast<double>(trade.notional.mantissa()));
    }
    return quotient(sum.value(), static_cast<double>(trades.size()));
}

}  // namespace

TradeFigures trade_figures(std::span<const TradeOutcome> trades) {
    TradeFigures figures;
    Int128 won = 0;
    Int128 lost = 0;
    std::uint64_t streak = 0;
    for (const TradeOutcome& trade : trades) {
        const bool wins = trade.net > Cash(0);
        const bool loses = trade.net < Cash(0);
        (wins ? won : lost) += trade.net.mantissa();
        figures.wins += wins ? 1U : 0U;
        figures.losses += loses ? 1U : 0U;
        streak = loses ? streak + 1 : 0;
        figures.longest_losing_streak = std::max(figures.longest_losing_streak, streak);
    }
    figures.trades = trades.size();
    figures.win_rate =
        quotient(static_cast<double>(figures.wins), static_cast<double>(figures.trades));
    figures.average_return = average_return_of(trades);
    figures.average_win = mean_cash(won, figures.wins);
    figures.average_loss = mean_cash(lost, figures.losses);
    figures.expectancy = mean_cash(won + lost, figures.trades);
    figures.profit_factor = quotient(static_cast<double>(won), -static_cast<double>(lost));
    if (figures.wins > 0 && figures.losses > 0) {
        const double mean_win = static_cast<double>(won) / static_cast<double>(figures.wins);
        const double mean_loss = static_cast<double>(lost) / static_cast<double>(figures.losses);
        figures.payoff_ratio = quotient(mean_win, -mean_loss);
    }
    return figures;
}

}  // namespace tradelab

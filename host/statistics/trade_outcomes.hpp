#pragma once

#include "core/money.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace tradelab {

// What one closed trade brought.
struct TradeOutcome {
    Cash net;       // after fees and funding
    Cash notional;  // entry price x quantity, positive; 0: not known
};

// Figures of closed trades in the order of their ends.  A trade wins where its net is above zero
// and loses where it is below; one of exactly zero does neither and counts in `trades`.
struct TradeFigures {
    std::uint64_t trades = 0;
    std::uint64_t wins = 0;
    std::uint64_t losses = 0;
    std::optional<double> win_rate = {};  // wins / trades; undefined without trades
    // Mean of net / notional, a share.  Undefined without trades or where a notional is not known.
    std::optional<double> average_return = {};
    // Cash per trade, rounded to the nearest 1e-8 (ties to even); undefined without such trades.
    std::optional<Cash> average_win = {};
    std::optional<Cash> average_loss = {};  // negative
    // Mean net per trade, which is win rate x average win + loss rate x average loss.
    std::optional<Cash> expectancy = {};
    // Sum of wins / sum of losses as a positive number; undefined without losses.
    std::optional<double> profit_factor = {};
    // Average win / average loss as a positive number; undefined without wins or losses.
    std::optional<double> payoff_ratio = {};
    std::uint64_t longest_losing_streak = 0;  // consecutive losing trades

    friend bool operator==(const TradeFigures&, const TradeFigures&) = default;
};

[[nodiscard]] TradeFigures trade_figures(std::span<const TradeOutcome> trades);

}  // namespace tradelab

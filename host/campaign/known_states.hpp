#pragma once

#include "lab/market.hpp"
#include "lab/regimes.hpp"
#include "statistics/regime_filter.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>

namespace tradelab {

// What could be known of a market when a day began: nothing until enough has been seen.
struct KnownState {
    Regime regime = Regime::early;
    std::optional<MarketState> state;  // of a hidden Markov model of the days so far
};

// By day, from the closes of the days before it: what comes later changes none of them.
[[nodiscard]] std::map<std::int64_t, KnownState> known_states(
    std::span<const Market::DayClose> closes);

// What was known last when this day began: days without a close tell nothing new.
[[nodiscard]] KnownState state_on(std::int64_t day,
                                  const std::map<std::int64_t, KnownState>& states);

// "grid.wild_falling", "grid.early"; "hidden.calm", "hidden.early".
[[nodiscard]] std::string name_of(Regime regime);
[[nodiscard]] std::string name_of(const std::optional<MarketState>& state);

// How long the market has been as it is after the last of these closes, by online change points of
// its daily returns (statistics/change_point): a mean and a deviation that began when they did.
struct MarketStretch {
    std::size_t days = 0;  // likeliest; change_days_max stands for that and more
    double is_recent = 0;  // how probable it is that it began within the last 30 days
};
inline constexpr std::size_t change_days_max = 500;
// Nothing where no day has moved.
[[nodiscard]] std::optional<MarketStretch> market_stretch_of(
    std::span<const Market::DayClose> closes);

}  // namespace tradelab

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

}  // namespace tradelab

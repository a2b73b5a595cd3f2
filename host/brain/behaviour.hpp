#pragma once

#include <cstddef>
#include <cstdint>

namespace tradelab::brain {

// The regime in which a trial earned the most: the market was calm or wild (the upper third of its
// volatility so far) and fell, stood or rose (the thirds of its trend so far).
enum class ProfitRegime : std::uint8_t {
    calm_falling,
    calm_standing,
    calm_rising,
    wild_falling,
    wild_standing,
    wild_rising,
};

// How a trial traded, not how well: what keeps a search from finding one idea a hundred times.
struct Behaviour {
    double median_holding_bars = 0;  // of closed trades; 0 where there are none
    double turnover_a_year = 0;      // traded notional over budget, both sides
    double bias = 0;                 // mean sign of the position over time: -1 short .. 1 long
    ProfitRegime regime = ProfitRegime::calm_standing;
};

// The grid of MAP-Elites: 8 logarithmic bins of holding time (up to 1, 3, 9 .. 729 bars, longer), 6
// of turnover (up to 3, 10, 30, 100, 300 a year, more), 5 of bias, 6 regimes.
inline constexpr std::size_t holding_bins = 8;
inline constexpr std::size_t turnover_bins = 6;
inline constexpr std::size_t bias_bins = 5;
inline constexpr std::size_t regime_bins = 6;
inline constexpr std::size_t behaviour_cells =
    holding_bins * turnover_bins * bias_bins * regime_bins;

// 0 .. behaviour_cells - 1.
[[nodiscard]] std::size_t cell_of(const Behaviour& behaviour);

}  // namespace tradelab::brain

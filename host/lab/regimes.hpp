#pragma once

#include "statistics/regime_grid.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

// What the market was like: the one definition of a regime that this house has.  The gate's
// coverage (campaign/known_states), the dossier and a backtest's report count by it, and the watch
// over decay sits out a regime that the evidence of a strategy has hardly seen
// (lifecycle/decay_watch): there it decides.  It passes or fails nobody.
namespace tradelab {

// Volatility x trend of the last 30 days, each by the third of the past that it lies in
// (statistics/regime_grid).  `early` is the time before enough has been seen.
enum class Regime : std::uint8_t {
    calm_falling,
    calm_sideways,
    calm_rising,
    usual_falling,
    usual_sideways,
    usual_rising,
    wild_falling,
    wild_sideways,
    wild_rising,
    early,
};

inline constexpr std::size_t regime_count = 10;
// "calm, falling"
[[nodiscard]] const std::array<std::string, regime_count>& regime_names();

// Of daily closes.
inline constexpr std::size_t regime_window_days = 30;

// The regime after each daily close, from what was known then: what comes later changes none
// before.  A close that is none (0 or less) tells nothing new.
class RegimeLabels {
public:
    Regime add(double close);
    // After the last close; `early` before the first.
    [[nodiscard]] Regime now() const { return now_; }

private:
    RegimeGrid grid_{regime_window_days};
    double before_ = 0;
    Regime now_ = Regime::early;
};

[[nodiscard]] std::vector<Regime> regimes_of(std::span<const double> closes);

}  // namespace tradelab

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

// What the market was like: volatility x trend.  `early` is the time before enough has been seen.
enum class Regime : std::uint8_t { calm_rising, calm_falling, wild_rising, wild_falling, early };

inline constexpr std::size_t regime_count = 5;
[[nodiscard]] const std::array<std::string, regime_count>& regime_names();

// Of daily closes: a month and the weeks around it.
inline constexpr std::size_t regime_window_days = 30;

// The regime at each close, from what was known then: appending closes changes none before.
//
// Rising: the close is above the close `window` bars ago.  Wild: the mean absolute return of the
// last `window` bars is above its mean over all bars so far (windows of the whole past, so that
// there is no parameter to choose).  For reports only: nothing decides by it.
[[nodiscard]] std::vector<Regime> regimes_of(std::span<const double> closes, std::size_t window);

}  // namespace tradelab

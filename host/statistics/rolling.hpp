#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace tradelab {

struct RollingOptions {
    std::size_t window = 0;    // bars in each figure, at least 2
    std::size_t step = 1;      // bars from one figure to the next
    double bars_per_year = 0;  // the figures are annualised with it
};

struct RollingPoint {
    std::size_t last = 0;  // place of the window's last bar
    std::optional<double> value = {};
};

// Annualised Sharpe of each whole window, each summed anew: a running sum would carry the rounding
// of every bar before it.  Empty where the series is shorter than a window.
[[nodiscard]] std::vector<RollingPoint> rolling_sharpe(std::span<const double> returns,
                                                       const RollingOptions& options);

}  // namespace tradelab

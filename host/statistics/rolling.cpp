#include "statistics/rolling.hpp"

#include "core/check.hpp"
#include "statistics/ratios.hpp"

namespace tradelab {

std::vector<RollingPoint> rolling_sharpe(std::span<const double> returns,
                                         const RollingOptions& options) {
    TL_CHECK(options.window >= 2 && options.step >= 1);
    std::vector<RollingPoint> points;
    for (std::size_t end = options.window; end <= returns.size(); end += options.step) {
        const auto window = returns.subspan(end - options.window, options.window);
        points.push_back(
            {.last = end - 1, .value = annualised(sharpe(window), options.bars_per_year)});
    }
    return points;
}

}  // namespace tradelab

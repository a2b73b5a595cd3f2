#include "statistics/returns.hpp"

#include "core/check.hpp"

#include <tradelab/math.hpp>

#include <cmath>

namespace tradelab {

double bars_per_year(Duration bar) {
    TL_CHECK(bar.count() > 0);
    return year_ns / static_cast<double>(bar.count());
}

std::vector<double> returns_of(Cash opening, std::span<const std::int64_t> equity) {
    std::vector<double> returns;
    returns.reserve(equity.size());
    std::int64_t before = opening.mantissa();
    for (const std::int64_t now : equity) {
        const auto change = simple_return(before, now);
        if (!change) {
            break;
        }
        returns.push_back(*change);
        before = now;
    }
    return returns;
}

std::optional<double> annual_growth(double factor, double years) {
    if (!(factor > 0) || !(years > 0)) {
        return std::nullopt;
    }
    const double growth = math::pow(factor, 1 / years) - 1;
    return std::isfinite(growth) ? std::optional(growth) : std::nullopt;
}

}  // namespace tradelab

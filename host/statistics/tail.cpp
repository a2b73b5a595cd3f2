#include "statistics/tail.hpp"

#include "core/check.hpp"
#include "statistics/sum.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace tradelab {

std::optional<double> quantile(std::span<const double> values, double probability) {
    TL_CHECK(probability >= 0 && probability <= 1);
    if (values.empty()) {
        return std::nullopt;
    }
    std::vector<double> sorted(values.begin(), values.end());
    std::ranges::sort(sorted);
    const double place = probability * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(std::floor(place));
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    const double part = place - static_cast<double>(below);
    return sorted[below] + part * (sorted[above] - sorted[below]);
}

std::optional<double> value_at_risk(std::span<const double> returns, double confidence) {
    return quantile(returns, 1 - confidence);
}

std::optional<double> expected_shortfall(std::span<const double> returns, double confidence) {
    const auto limit = value_at_risk(returns, confidence);
    if (!limit) {
        return std::nullopt;
    }
    CompensatedSum sum;
    std::size_t count = 0;
    for (const double value : returns) {
        if (value <= *limit) {
            sum.add(value);
            ++count;
        }
    }
    // The least value lies at or below every quantile, but interpolation rounds.
    return count == 0 ? limit : std::optional(sum.value() / static_cast<double>(count));
}

}  // namespace tradelab

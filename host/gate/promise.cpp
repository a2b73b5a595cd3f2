#include "gate/promise.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <cmath>

namespace tradelab {

PromisedSharpe promise_of(const FirstLook& first, const SecondLook& second) {
    // The correction for the other finalists is a step that the uncorrected score has to climb too.
    const double step = first.z1_alone - first.z1;
    TwoLooks uncorrected = first.test;
    uncorrected.critical1 += step;
    uncorrected.critical += first.test.weight1 * step;
    const double z = first.test.weight1 * first.z1_alone + first.test.weight2 * second.z2;
    const double observed = second.sharpe_of_both.value_or(0);
    const auto at = [&](double quantile) {
        const auto drift = conditional_drift(uncorrected, {.z = z, .quantile = quantile});
        TL_CHECK_MSG(drift.has_value(), "a promise is asked only of who passed");
        return std::max(observed * *drift / z, 0.0);
    };
    return {.median = at(0.5), .low = at(0.95), .high = at(0.05)};
}

std::optional<double> history_factor(const FirstLook& first) {
    constexpr double factor_max = 1000;
    if (!(first.z1_alone > 0)) {
        return std::nullopt;
    }
    const double step = first.z1_alone - first.z1;
    const auto power = [&](double factor) {
        const double drift = std::sqrt(factor) * first.z1_alone;
        return first.test.promotion_probability(
            {.walk_forward = drift - step,
             .vault = drift * first.test.weight2 / first.test.weight1});
    };
    constexpr double even = 0.5;
    if (power(factor_max) < even) {
        return std::nullopt;
    }
    double low = 1;
    double high = factor_max;
    while (high - low > 1e-4 * low) {
        const double middle = low + (high - low) / 2;
        (power(middle) < even ? low : high) = middle;
    }
    return high;
}

}  // namespace tradelab

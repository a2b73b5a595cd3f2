#include "statistics/long_run_variance.hpp"

#include "core/check.hpp"
#include "statistics/moments.hpp"
#include "statistics/ratios.hpp"
#include "statistics/series_set.hpp"
#include "statistics/sum.hpp"

#include <cmath>
#include <cstddef>
#include <vector>

namespace tradelab {

namespace {

// sum over t of off[t] x (sum over i from 1 to n - 1 of (1 - i/n) q^i off[t - i]), lags going round
// the series' end: there autocovariance i of the circle is that of the line at i and at n - i
// together, which is what the kernel weighs.  The two inner sums obey a recursion, so this takes
// one pass where the definition takes one a lag.
double weighted_lags(std::span<const double> off, double q) {
    const std::size_t n = off.size();
    const auto bars = static_cast<double>(n);
    double plain = 0;    // sum q^i off[-i]
    double counted = 0;  // sum i q^i off[-i]
    double power = 1;
    for (std::size_t i = 1; i < n; ++i) {
        power *= q;
        plain += power * off[n - i];
        counted += static_cast<double>(i) * power * off[n - i];
    }
    // `power` is q^(n - 1), of the lag that leaves.
    CompensatedSum sum;
    for (std::size_t t = 0; t < n; ++t) {
        sum.add(off[t] * (plain - counted / bars));
        const double leaving = t + 1 < n ? power * off[t + 1] : 0;
        counted = q * (off[t] + counted + plain - bars * leaving);
        plain = q * (off[t] + plain - leaving);
    }
    return sum.value();
}

}  // namespace

std::optional<double> long_run_variance(std::span<const double> values, double mean_block) {
    TL_CHECK(mean_block >= 1);
    const auto deviation = deviation_of(values);
    if (!deviation || !is_finite(values) || !is_spread(*deviation, values)) {
        return std::nullopt;
    }
    const double mean = *mean_of(values);
    std::vector<double> off;
    off.reserve(values.size());
    CompensatedSum squares;
    for (const double value : values) {
        off.push_back(value - mean);
        squares.add(off.back() * off.back());
    }
    const double lags = weighted_lags(off, 1 - 1 / mean_block);
    const double variance = (squares.value() + 2 * lags) / static_cast<double>(values.size());
    // It is the variance of something, so what rounding takes below zero was zero; and next to
    // nothing is as useless as a scale as nothing.
    constexpr double dust = 1e-12;
    const bool is_usable = variance > dust * squares.value() / static_cast<double>(values.size());
    return is_usable ? std::optional(variance) : std::nullopt;
}

std::optional<double> studentised_mean(std::span<const double> values, double mean_block) {
    const auto variance = long_run_variance(values, mean_block);
    if (!variance) {
        return std::nullopt;
    }
    const auto n = static_cast<double>(values.size());
    return quotient(std::sqrt(n) * *mean_of(values), std::sqrt(*variance));
}

}  // namespace tradelab

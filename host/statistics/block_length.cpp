#include "statistics/block_length.hpp"

#include "statistics/moments.hpp"
#include "statistics/sum.hpp"
#include "statistics/tail.hpp"

#include <tradelab/math.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace tradelab {

namespace {

constexpr std::size_t values_min = 20;

double log10_of(std::size_t n) {
    constexpr double ln10 = 2.302585092994045684;
    return math::log(static_cast<double>(n)) / ln10;
}

double product_at_lag(std::span<const double> off, std::size_t lag) {
    CompensatedSum sum;
    for (std::size_t t = lag; t < off.size(); ++t) {
        sum.add(off[t] * off[t - lag]);
    }
    return sum.value();
}

struct Autocovariances {
    std::vector<double> at;     // sum / n, by lag
    std::size_t bandwidth = 0;  // M of the paper: twice the last lag that matters
};

// Lags matter up to the first run of `run` autocorrelations that are all insignificant.
Autocovariances autocovariances_of(std::span<const double> off) {
    const std::size_t n = off.size();
    const auto bars = static_cast<double>(n);
    const std::size_t run = std::max<std::size_t>(5, static_cast<std::size_t>(log10_of(n)));
    const std::size_t lag_max = static_cast<std::size_t>(std::ceil(std::sqrt(bars))) + run;
    const double significant = 2 * std::sqrt(log10_of(n) / bars);

    Autocovariances found;
    const double whole = product_at_lag(off, 0);
    double head = whole;  // squares without the last lag + 1 values
    double tail = whole;  // without the first ones
    std::size_t quiet = 0;
    bool settled = false;
    for (std::size_t lag = 0; lag <= lag_max; ++lag) {
        tail -= off[lag] * off[lag];
        head -= off[n - 1 - lag] * off[n - 1 - lag];
        if (lag >= run && quiet >= run && !settled) {
            found.bandwidth = 2 * std::max<std::size_t>(lag - run, 1);
            settled = true;
        }
        const double product = product_at_lag(off, lag);
        found.at.push_back(product / bars);
        const bool is_quiet = std::abs(product) < significant * std::sqrt(head * tail);
        quiet = is_quiet ? quiet + 1 : 0;
    }
    found.bandwidth = settled ? std::min(found.bandwidth, lag_max) : lag_max;
    return found;
}

}  // namespace

std::optional<BlockLengths> politis_white_block_length(std::span<const double> values) {
    if (values.size() < values_min || !is_finite(values)) {
        return std::nullopt;
    }
    if (!is_spread(*deviation_of(values), values)) {
        return std::nullopt;
    }
    const double mean = *mean_of(values);
    std::vector<double> off(values.size());
    std::ranges::transform(values, off.begin(), [mean](double value) { return value - mean; });
    const Autocovariances found = autocovariances_of(off);

    // The trapezoid window of Politis and Romano (1995).
    const auto width = static_cast<double>(found.bandwidth);
    double slope = 0;                    // G of the paper: sum |k| R(k)
    double long_run = found.at.front();  // g(0): sum R(k)
    for (std::size_t lag = 1; lag <= found.bandwidth; ++lag) {
        const auto k = static_cast<double>(lag);
        const double weight = k / width <= 0.5 ? 1 : 2 * (1 - k / width);
        slope += 2 * weight * k * found.at[lag];
        long_run += 2 * weight * found.at[lag];
    }
    const auto n = static_cast<double>(values.size());
    const double longest = std::ceil(std::min(3 * std::sqrt(n), n / 3));
    const auto length = [&](double factor) {
        const double ratio = 2 * slope * slope / (factor * long_run * long_run);
        // A long-run variance of nothing asks for the longest blocks there are.
        const double best = std::isfinite(ratio) ? math::pow(ratio * n, 1.0 / 3) : longest;
        return std::clamp(best, 1.0, longest);
    };
    return BlockLengths{.stationary = length(2), .circular = length(4.0 / 3)};
}

std::optional<double> median_block_length(SeriesSet series) {
    std::vector<double> lengths;
    for (const auto& one : series) {
        if (const auto length = politis_white_block_length(one)) {
            lengths.push_back(length->stationary);
        }
    }
    return quantile(lengths, 0.5);
}

}  // namespace tradelab

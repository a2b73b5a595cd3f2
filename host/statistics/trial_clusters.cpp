#include "statistics/trial_clusters.hpp"

#include "core/check.hpp"
#include "statistics/moments.hpp"
#include "statistics/series_set.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace tradelab {

namespace {

// Mean 0 and length 1, so that a product of two is their correlation; false where there is none.
bool scale_to_unit(std::span<const double> values, std::span<double> unit) {
    const auto deviation = deviation_of(values);
    if (!deviation || !is_finite(values) || !is_spread(*deviation, values)) {
        return false;
    }
    const double mean = *mean_of(values);
    const double length = *deviation * std::sqrt(static_cast<double>(values.size() - 1));
    std::ranges::transform(
        values, unit.begin(), [&](double value) { return (value - mean) / length; });
    return true;
}

// Four sums side by side, whose order is fixed, so that the processor need not wait for each.
double product(std::span<const double> one, std::span<const double> other) {
    std::array<double, 4> sums = {};
    std::size_t t = 0;
    for (; t + sums.size() <= one.size(); t += sums.size()) {
        for (std::size_t k = 0; k < sums.size(); ++k) {
            sums[k] += one[t + k] * other[t + k];
        }
    }
    double rest = 0;
    for (; t < one.size(); ++t) {
        rest += one[t] * other[t];
    }
    return (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest;
}

}  // namespace

TrialClusters::TrialClusters(std::size_t bars, double limit)
    : bars_(bars), limit_(limit), scaled_(bars) {
    TL_CHECK(bars >= 2 && limit > 0 && limit <= 1);
}

std::span<const double> TrialClusters::representative(std::size_t cluster) const {
    return std::span(units_).subspan(cluster * bars_, bars_);
}

std::optional<std::size_t> TrialClusters::add(std::span<const double> returns) {
    TL_CHECK(returns.size() == bars_);
    if (!scale_to_unit(returns, scaled_)) {
        return std::nullopt;
    }
    std::size_t nearest = 0;
    double closest = 0;
    for (std::size_t cluster = 0; cluster < count(); ++cluster) {
        const double likeness = std::abs(product(scaled_, representative(cluster)));
        if (likeness > closest) {
            closest = likeness;
            nearest = cluster;
        }
    }
    if (closest >= limit_) {
        return nearest;
    }
    units_.insert(units_.end(), scaled_.begin(), scaled_.end());
    return count() - 1;
}

std::optional<double> correlation(std::span<const double> one, std::span<const double> other) {
    TL_CHECK(one.size() == other.size());
    std::vector<double> first(one.size());
    std::vector<double> second(other.size());
    if (!scale_to_unit(one, first) || !scale_to_unit(other, second)) {
        return std::nullopt;
    }
    return std::clamp(product(first, second), -1.0, 1.0);
}

}  // namespace tradelab

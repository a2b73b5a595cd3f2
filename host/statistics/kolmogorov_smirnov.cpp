#include "statistics/kolmogorov_smirnov.hpp"

#include "statistics/series_set.hpp"

#include <tradelab/math.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace tradelab {

namespace {

std::vector<double> sorted(std::span<const double> values) {
    std::vector<double> out(values.begin(), values.end());
    std::ranges::sort(out);
    return out;
}

}  // namespace

double kolmogorov_tail(double x) {
    // Below, the tail is 1 to the last digit, and the series would need ever more terms.
    if (!(x > 0.04)) {
        return 1;
    }
    double sum = 0;
    double sign = 1;
    for (int k = 1; k <= 200; ++k) {
        const double term = math::exp(-2.0 * k * k * x * x);
        sum += sign * term;
        sign = -sign;
        if (term < 1e-18) {
            break;
        }
    }
    return std::clamp(2 * sum, 0.0, 1.0);
}

std::optional<KolmogorovSmirnov> kolmogorov_smirnov(std::span<const double> one,
                                                    std::span<const double> other) {
    if (one.empty() || other.empty() || !is_finite(one) || !is_finite(other)) {
        return std::nullopt;
    }
    const auto first = sorted(one);
    const auto second = sorted(other);
    const auto n = static_cast<double>(first.size());
    const auto m = static_cast<double>(second.size());
    KolmogorovSmirnov found;
    std::size_t i = 0;
    std::size_t k = 0;
    while (i < first.size() && k < second.size()) {
        // Equal values of both are passed in one step: between them there is no distance.
        const double at = std::min(first[i], second[k]);
        while (i < first.size() && first[i] == at) {
            ++i;
        }
        while (k < second.size() && second[k] == at) {
            ++k;
        }
        const double apart = static_cast<double>(i) / n - static_cast<double>(k) / m;
        found.distance = std::max(found.distance, std::abs(apart));
    }
    const double root = std::sqrt(n * m / (n + m));
    found.p = kolmogorov_tail((root + 0.12 + 0.11 / root) * found.distance);
    return found;
}

std::optional<double> uniform_distance(std::span<const double> values) {
    if (values.empty() || !is_finite(values)) {
        return std::nullopt;
    }
    const auto order = sorted(values);
    const auto n = static_cast<double>(order.size());
    double distance = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto place = static_cast<double>(i);
        distance = std::max({distance, order[i] - place / n, (place + 1) / n - order[i]});
    }
    return distance;
}

}  // namespace tradelab

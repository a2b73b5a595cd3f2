#include "statistics/moments.hpp"

#include "statistics/sum.hpp"

#include <algorithm>
#include <cmath>

namespace tradelab {

namespace {

// sum (x - mean)^power / n, for the powers 2, 3 and 4.
double central_moment(std::span<const double> values, double mean, int power) {
    CompensatedSum sum;
    for (const double value : values) {
        const double off = value - mean;
        double product = off * off;
        for (int more = 2; more < power; ++more) {
            product *= off;
        }
        sum.add(product);
    }
    return sum.value() / static_cast<double>(values.size());
}

}  // namespace

std::optional<double> mean_of(std::span<const double> values) {
    if (values.empty()) {
        return std::nullopt;
    }
    return sum_of(values) / static_cast<double>(values.size());
}

std::optional<double> deviation_of(std::span<const double> values) {
    if (values.size() < 2) {
        return std::nullopt;
    }
    const auto n = static_cast<double>(values.size());
    return std::sqrt(central_moment(values, *mean_of(values), 2) * n / (n - 1));
}

bool is_spread(double deviation, std::span<const double> values) {
    double largest = 0;
    for (const double value : values) {
        largest = std::max(largest, std::abs(value));
    }
    // Equal values can come out some 1e-16 of their size apart; markets never do.
    constexpr double dust = 1e-12;
    return deviation > dust * largest;
}

std::optional<double> skewness_of(std::span<const double> values) {
    const auto deviation = deviation_of(values);
    if (values.size() < 3 || !deviation || !is_spread(*deviation, values)) {
        return std::nullopt;
    }
    const double mean = *mean_of(values);
    const double m2 = central_moment(values, mean, 2);
    return central_moment(values, mean, 3) / (m2 * std::sqrt(m2));
}

std::optional<double> raw_kurtosis_of(std::span<const double> values) {
    const auto deviation = deviation_of(values);
    if (values.size() < 4 || !deviation || !is_spread(*deviation, values)) {
        return std::nullopt;
    }
    const double mean = *mean_of(values);
    const double m2 = central_moment(values, mean, 2);
    return central_moment(values, mean, 4) / (m2 * m2);
}

}  // namespace tradelab

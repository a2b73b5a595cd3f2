#include "statistics/moments.hpp"

#include "statistics/sum.hpp"

#include <algorithm>
#include <cmath>

namespace tradelab {

namespace {

// Equal values can come out some 1e-16 of their size apart; markets never do.
constexpr double dust = 1e-12;

double largest_of(std::span<const double> values) {
    double largest = 0;
    for (const double value : values) {
        largest = std::max(largest, std::abs(value));
    }
    return largest;
}

// sum (x - mean)^power / n, for the powers 2, 3 and 4.
struct CentralMoments {
    double second = 0;
    double third = 0;
    double fourth = 0;
};

CentralMoments central_moments(std::span<const double> values, double mean) {
    CompensatedSum second;
    CompensatedSum third;
    CompensatedSum fourth;
    for (const double value : values) {
        const double off = value - mean;
        const double square = off * off;
        const double cube = square * off;
        second.add(square);
        third.add(cube);
        fourth.add(cube * off);
    }
    const auto n = static_cast<double>(values.size());
    return {.second = second.value() / n, .third = third.value() / n, .fourth = fourth.value() / n};
}

double second_moment(std::span<const double> values, double mean) {
    CompensatedSum sum;
    for (const double value : values) {
        sum.add((value - mean) * (value - mean));
    }
    return sum.value() / static_cast<double>(values.size());
}

double deviation_from(double second, std::size_t count) {
    const auto n = static_cast<double>(count);
    return std::sqrt(second * n / (n - 1));
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
    return deviation_from(second_moment(values, *mean_of(values)), values.size());
}

bool is_spread(double deviation, std::span<const double> values) {
    return deviation > dust * largest_of(values);
}

Moments moments_of(std::span<const double> values) {
    const auto mean = mean_of(values);
    return mean ? moments_about(values, *mean, largest_of(values)) : Moments();
}

Moments moments_about(std::span<const double> values, double mean, double largest) {
    Moments out{.mean = mean};
    if (values.size() < 2) {
        return out;
    }
    const CentralMoments central = central_moments(values, mean);
    out.deviation = deviation_from(central.second, values.size());
    out.is_spread = *out.deviation > dust * largest;
    if (out.is_spread && values.size() >= 3) {
        out.skewness = central.third / (central.second * std::sqrt(central.second));
    }
    if (out.is_spread && values.size() >= 4) {
        out.raw_kurtosis = central.fourth / (central.second * central.second);
    }
    return out;
}

std::optional<double> skewness_of(std::span<const double> values) {
    return moments_of(values).skewness;
}

std::optional<double> raw_kurtosis_of(std::span<const double> values) {
    return moments_of(values).raw_kurtosis;
}

}  // namespace tradelab

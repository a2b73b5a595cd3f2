#pragma once

#include "core/counter_draws.hpp"

#include <tradelab/math.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tradelab {

// Seeded series for experiments, each with numbers of its own.
inline std::vector<double> normal_series(std::uint64_t seed,
                                         std::uint64_t place,
                                         std::size_t bars) {
    CounterDraws draws({.seed = seed, .purpose = 1, .place = place});
    std::vector<double> values(bars);
    for (double& value : values) {
        value = math::normal_quantile(draws.uniform());
    }
    return values;
}

// x[t] = phi x[t - 1] + e[t], begun in its stationary law.
inline std::vector<double> autoregressive_series(std::uint64_t seed,
                                                 std::uint64_t place,
                                                 std::size_t bars,
                                                 double phi) {
    auto values = normal_series(seed, place, bars);
    values.front() /= std::sqrt(1 - phi * phi);
    for (std::size_t t = 1; t < bars; ++t) {
        values[t] += phi * values[t - 1];
    }
    return values;
}

// Student's t with four degrees of freedom: fat tails, as markets have.
inline std::vector<double> fat_tailed_series(std::uint64_t seed,
                                             std::uint64_t place,
                                             std::size_t bars) {
    CounterDraws draws({.seed = seed, .purpose = 2, .place = place});
    const auto normal = [&] { return math::normal_quantile(draws.uniform()); };
    std::vector<double> values(bars);
    for (double& value : values) {
        const double above = normal();
        double squares = 0;
        for (int i = 0; i < 4; ++i) {
            const double one = normal();
            squares += one * one;
        }
        value = above / std::sqrt(squares / 4);
    }
    return values;
}

}  // namespace tradelab

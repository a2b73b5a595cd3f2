#pragma once

#include "core/counter_draws.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tradelab {

// Daily returns of 1 % deviation with tails fatter than a normal's (a mixture of two), and a mean
// that gives this Sharpe ratio a year.  Day 7 is the same whether one is asked for or many.
inline std::vector<double> edge_days(std::uint64_t seed,
                                     std::uint64_t first,
                                     std::size_t days,
                                     double sharpe) {
    std::vector<double> out;
    for (std::size_t day = 0; day < days; ++day) {
        CounterDraws draws({.seed = seed, .purpose = 11, .place = first + day});
        double sum = -6;
        for (int term = 0; term < 12; ++term) {
            sum += draws.uniform();  // nearly normal, without libm
        }
        const double scale = draws.uniform() < 0.1 ? 2.0 : 0.8165;  // together a variance of 1
        out.push_back(0.01 * (sum * scale + sharpe / std::sqrt(365.0)));
    }
    return out;
}

}  // namespace tradelab

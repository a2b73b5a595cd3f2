#pragma once

#include <tradelab/math.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

namespace tradelab {

// The reference is the C library's long double.  Where that has no more bits than a double, it
// cannot judge a double.
inline constexpr bool long_double_is_wider = std::numeric_limits<long double>::digits >= 64;

// The distance of `got` from the true value, in units of the last place of the true value's binade.
inline double ulps(double got, long double exact) {
    if (exact == 0 || !std::isfinite(exact)) {
        return static_cast<long double>(got) == exact ? 0.0 : 1e9;
    }
    int exponent = 0;
    static_cast<void>(std::frexp(exact, &exponent));
    const int last_place = std::max(exponent, -1021) - 53;
    const long double distance = std::fabs(static_cast<long double>(got) - exact);
    return static_cast<double>(std::ldexp(distance, -last_place));
}

// The worst distance over `count` arguments drawn by `draw`.
template <class Function, class Reference, class Draw>
double worst_ulps(Function function, Reference reference, Draw draw, int count) {
    double worst = 0;
    for (int i = 0; i < count; ++i) {
        const double x = draw();
        worst = std::max(worst, ulps(function(x), reference(static_cast<long double>(x))));
    }
    return worst;
}

inline constexpr std::uint64_t math_seed = 20;

class ArgumentDraws {
public:
    double between(double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(generator_);
    }
    // A positive number of any size from 2^low to 2^high.
    double any_size(int low, int high) {
        return std::ldexp(between(1, 2), std::uniform_int_distribution<int>(low, high)(generator_));
    }

private:
    std::mt19937_64 generator_{math_seed};
};

}  // namespace tradelab

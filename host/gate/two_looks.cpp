#include "gate/two_looks.hpp"

#include <tradelab/math.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace tradelab {

namespace {

// Nodes and weights of Gauss and Legendre with eight points on (-1, 1), the positive half:
// Abramowitz and Stegun, "Handbook of Mathematical Functions", table 25.4.
constexpr std::array<double, 4> node = {
    0.183434642495649805, 0.525532409916328986, 0.796666477413626740, 0.960289856497536232};
constexpr std::array<double, 4> weight = {
    0.362683783378361983, 0.313706645877887287, 0.222381034453374471, 0.101228536290376259};

constexpr double panel = 1.0;  // of x; the integrands are normal densities times smooth steps
constexpr double reach = 9.0;  // deviations; what lies beyond is below 1e-18

template <class Function>
double integral(double from, double to, Function at) {
    double sum = 0;
    const double count = std::ceil(std::max(to - from, 0.0) / panel);
    const double half = count > 0 ? (to - from) / count / 2 : 0;
    for (double i = 0; i < count; ++i) {
        const double middle = from + (2 * i + 1) * half;
        for (std::size_t k = 0; k < node.size(); ++k) {
            sum += weight[k] * half * (at(middle - node[k] * half) + at(middle + node[k] * half));
        }
    }
    return sum;
}

// P(low <= Z <= high) without the cancellation of two numbers near 1.
double normal_between(double low, double high) {
    if (!(low < high)) {
        return 0;
    }
    return low > 0 ? math::normal_cdf(-low) - math::normal_cdf(-high)
                   : math::normal_cdf(high) - math::normal_cdf(low);
}

// P(z1 >= c1 and low <= w1 z1 + w2 z2 <= high).  All terms are positive, so even a probability of
// 1e-12 has its digits, which a sum of bivariate normal probabilities would not.
double in_strip(const TwoLooks& test, const TwoLooks::Drift& drift, double low, double high) {
    const double from = std::max(test.critical1, drift.walk_forward - reach);
    const double to = std::max(test.critical1, drift.walk_forward) + reach;
    return integral(from, to, [&](double z1) {
        const auto z2 = [&](double z) {
            return (z - test.weight1 * z1) / test.weight2 - drift.vault;
        };
        return math::normal_pdf(z1 - drift.walk_forward) * normal_between(z2(low), z2(high));
    });
}

constexpr double beyond_all = std::numeric_limits<double>::infinity();

// The x in [low, high] where a falling function meets `level`.
template <class Function>
double solve(double low, double high, double level, Function falling) {
    for (int i = 0; i < 80 && high - low > 1e-10; ++i) {
        const double middle = low + (high - low) / 2;
        (falling(middle) > level ? low : high) = middle;
    }
    return low + (high - low) / 2;
}

}  // namespace

std::optional<TwoLooks> TwoLooks::make(const Levels& levels, const Days& days) {
    const bool is_known = levels.first > 0 && levels.first < 1 && levels.joint > 0 &&
                          levels.joint < levels.first && days.walk_forward > 0 && days.vault > 0 &&
                          std::isfinite(days.walk_forward + days.vault);
    if (!is_known) {
        return std::nullopt;
    }
    constexpr double critical_most = 40;  // where a normal has no double left
    const double both = days.walk_forward + days.vault;
    TwoLooks test{.weight1 = std::sqrt(days.walk_forward / both),
                  .weight2 = std::sqrt(days.vault / both),
                  .critical1 = math::normal_quantile(1 - levels.first),
                  .critical = 0};
    test.critical = solve(-critical_most, critical_most, levels.joint, [&](double c) {
        return in_strip(test, {}, c, beyond_all);
    });
    return test;
}

double TwoLooks::promotion_probability(const Drift& drift) const {
    return in_strip(*this, drift, critical, beyond_all);
}

double TwoLooks::vault_needed(double z1) const {
    return (critical - weight1 * z1) / weight2;
}

std::optional<double> conditional_drift(const TwoLooks& test, const PassedWith& passed) {
    const bool is_known = std::isfinite(passed.z) && passed.z >= test.critical &&
                          passed.quantile > 0 && passed.quantile < 1;
    if (!is_known) {
        return std::nullopt;
    }
    // The chance to see at most z falls as the drift grows.  Below -8 everything that passes passes
    // by a hair, and no digits are left to tell drifts apart.
    constexpr double drift_least = -8;
    return solve(drift_least, passed.z + reach, passed.quantile, [&](double d) {
        const TwoLooks::Drift drift{.walk_forward = test.weight1 * d, .vault = test.weight2 * d};
        const double all = in_strip(test, drift, test.critical, beyond_all);
        return all > 0 ? in_strip(test, drift, test.critical, passed.z) / all : 1.0;
    });
}

}  // namespace tradelab

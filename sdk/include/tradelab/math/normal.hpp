#pragma once

// The normal distribution with the same bits everywhere.  tradelab/math.hpp states the error
// bounds.

#include <tradelab/math/double_double.hpp>
#include <tradelab/math/exponential.hpp>

#include <array>
#include <cmath>
#include <cstddef>

namespace tradelab::math {

namespace detail {

// Mills' ratio (1 - cdf(x)) / pdf(x) for x >= 0.
//
// (x + 4.5) times the ratio is a smooth function of t = (x - 4.5) / (x + 4.5), which maps [0, inf)
// to [-1, 1): one Chebyshev series serves the centre and the tail (the substitution of J. L.
// Schonfelder, "Chebyshev expansions for the error and related functions", Math. Comp. 32 (1978)).
// The coefficients were computed for this file with 75 digits; the first one left out is below
// 1e-17.
[[nodiscard]] constexpr double mills_ratio(double x) noexcept {
    constexpr std::array chebyshev = {
        0x1.4a415ef437730p+1,   -0x1.10d3bc820b516p+1,  0x1.680a15997f81cp-1,
        -0x1.7848a26abd15bp-3,  0x1.2a832f326fdf8p-5,   -0x1.3c89344ec0190p-8,
        0x1.b53086b070644p-13,  0x1.1a9c3a67f2f5ap-14,  -0x1.c304422916472p-17,
        -0x1.05e1aeb683fd6p-22, 0x1.9ebd28fb7cdcap-22,  -0x1.5b04b98c72db1p-26,
        -0x1.74e20c9ee65a3p-27, 0x1.2af6ee6898249p-30,  0x1.7c3b813ca08fep-32,
        -0x1.7d7039aca4f37p-35, -0x1.c9a74b072e931p-37, 0x1.b1297e0707ac4p-40,
        0x1.3cb81fb13350bp-41,  -0x1.9b1978efa4815p-45, -0x1.da7cc79b4dcc6p-46,
        0x1.6edf06ed64374p-51,  0x1.67ace82ec84c8p-50,  0x1.0e453f4f6f2bbp-54,
        -0x1.009e173379843p-54};
    const double t = (x - 4.5) / (x + 4.5);
    double next = 0;
    double after_next = 0;
    for (std::size_t i = chebyshev.size() - 1; i > 0; --i) {  // Clenshaw's recurrence
        const double current = 2.0 * t * next - after_next + chebyshev[i];
        after_next = next;
        next = current;
    }
    return (t * next - after_next + chebyshev[0]) / (x + 4.5);
}

// A quotient of two polynomials of degree seven, the highest power first.
struct Rational {
    std::array<double, 8> above;
    std::array<double, 8> below;

    [[nodiscard]] constexpr double operator()(double x) const noexcept {
        return polynomial(above, x) / polynomial(below, x);
    }
};

// M. J. Wichura, "Algorithm AS 241: The percentage points of the normal distribution", Applied
// Statistics 37 (1988), routine PPND16: for the centre, the tails, and the far tails.
inline constexpr Rational quantile_centre{{2.5090809287301226727e+3,
                                           3.3430575583588128105e+4,
                                           6.7265770927008700853e+4,
                                           4.5921953931549871457e+4,
                                           1.3731693765509461125e+4,
                                           1.9715909503065514427e+3,
                                           1.3314166789178437745e+2,
                                           3.3871328727963666080e+0},
                                          {5.2264952788528545610e+3,
                                           2.8729085735721942674e+4,
                                           3.9307895800092710610e+4,
                                           2.1213794301586595867e+4,
                                           5.3941960214247511077e+3,
                                           6.8718700749205790830e+2,
                                           4.2313330701600911252e+1,
                                           1.0}};
inline constexpr Rational quantile_tail{{7.74545014278341407640e-4,
                                         2.27238449892691845833e-2,
                                         2.41780725177450611770e-1,
                                         1.27045825245236838258e+0,
                                         3.64784832476320460504e+0,
                                         5.76949722146069140550e+0,
                                         4.63033784615654529590e+0,
                                         1.42343711074968357734e+0},
                                        {1.05075007164441684324e-9,
                                         5.47593808499534494600e-4,
                                         1.51986665636164571966e-2,
                                         1.48103976427480074590e-1,
                                         6.89767334985100004550e-1,
                                         1.67638483018380384940e+0,
                                         2.05319162663775882187e+0,
                                         1.0}};
inline constexpr Rational quantile_far_tail{{2.01033439929228813265e-7,
                                             2.71155556874348757815e-5,
                                             1.24266094738807843860e-3,
                                             2.65321895265761230930e-2,
                                             2.96560571828504891230e-1,
                                             1.78482653991729133580e+0,
                                             5.46378491116411436990e+0,
                                             6.65790464350110377720e+0},
                                            {2.04426310338993978564e-15,
                                             1.42151175831644588870e-7,
                                             1.84631831751005468180e-5,
                                             7.86869131145613259100e-4,
                                             1.48753612908506148525e-2,
                                             1.36929880922735805310e-1,
                                             5.99832206555887937690e-1,
                                             1.0}};

}  // namespace detail

// The density of the standard normal distribution.
[[nodiscard]] constexpr double normal_pdf(double x) noexcept {
    if (detail::is_nan(x)) {
        return detail::not_a_number;
    }
    if (detail::magnitude(x) > 40.0) {
        return 0.0;  // the smallest double is passed at 38.6
    }
    constexpr detail::DoubleDouble log_of_peak{-0x1.d67f1c864beb5p-1, 0x1.65b5a1b7ff5dfp-55};
    const detail::DoubleDouble square = detail::two_product(x, x);
    return detail::exp_of_pair(detail::add({-0.5 * square.high, -0.5 * square.low}, log_of_peak));
}

// The probability that a standard normal variable is at most x.
[[nodiscard]] constexpr double normal_cdf(double x) noexcept {
    if (detail::is_nan(x)) {
        return detail::not_a_number;
    }
    if (detail::magnitude(x) > 40.0) {
        return x > 0 ? 1.0 : 0.0;
    }
    const double beyond = normal_pdf(x) * detail::mills_ratio(detail::magnitude(x));
    return x > 0 ? 1.0 - beyond : beyond;
}

// The x with normal_cdf(x) = probability: -infinity at 0, infinity at 1, NaN outside.
//
// No refinement step follows AS 241: near one half it would add the rounding error of the cdf,
// which is large beside a small x.
[[nodiscard]] inline double normal_quantile(double probability) noexcept {
    if (!(probability >= 0 && probability <= 1)) {
        return detail::not_a_number;
    }
    const double from_centre = probability - 0.5;
    if (detail::magnitude(from_centre) <= 0.425) {
        return from_centre * detail::quantile_centre(0.180625 - from_centre * from_centre);
    }
    const double tail = from_centre < 0 ? probability : 1.0 - probability;
    if (tail == 0) {
        return from_centre < 0 ? -detail::infinity : detail::infinity;
    }
    const double r = std::sqrt(-log(tail));
    const double size =
        r <= 5.0 ? detail::quantile_tail(r - 1.6) : detail::quantile_far_tail(r - 5.0);
    return from_centre < 0 ? -size : size;
}

}  // namespace tradelab::math

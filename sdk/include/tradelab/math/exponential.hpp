#pragma once

// log, exp and pow with the same bits everywhere.  tradelab/math.hpp states the error bounds.

#include <tradelab/math/double_double.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace tradelab::math {

namespace detail {

// ln 2 in two pieces: the first has 11 trailing zero bits, so that its product with any exponent of
// a double is exact.
inline constexpr double ln2_high = 0x1.62e42fefa3800p-1;
inline constexpr double ln2_low = 0x1.ef35793c76730p-45;
inline constexpr double ln2_inverse = 0x1.71547652b82fep+0;

// Horner's scheme, the highest power first.
template <std::size_t Terms>
[[nodiscard]] constexpr double polynomial(const std::array<double, Terms>& coefficients,
                                          double x) noexcept {
    double sum = coefficients[0];
    for (std::size_t i = 1; i < Terms; ++i) {
        sum = sum * x + coefficients[i];
    }
    return sum;
}

// x = 2^exponent m with m in [sqrt(1/2), sqrt(2)), and s = (m - 1) / (m + 1), so that
// ln m = 2 atanh s = 2 s + (2/3) s^3 + (2/5) s^5 + ...  (Abramowitz and Stegun 4.1.27).
struct ReducedLog {
    double exponent = 0;
    DoubleDouble s;
};

// For finite x > 0.
[[nodiscard]] constexpr ReducedLog reduce_log(double x) noexcept {
    int exponent = 0;
    if (x < std::numeric_limits<double>::min()) {  // subnormal
        x *= 0x1p54;
        exponent = -54;
    }
    const auto bits = std::bit_cast<std::uint64_t>(x);
    exponent += static_cast<int>(bits >> 52) - exponent_bias;
    auto mantissa = std::bit_cast<double>((bits & fraction_bits) | 0x3ff0'0000'0000'0000);
    if (mantissa > 0x1.6a09e667f3bcdp+0) {  // sqrt(2)
        mantissa *= 0.5;
        ++exponent;
    }
    return {static_cast<double>(exponent), divide({mantissa - 1.0, 0.0}, two_sum(mantissa, 1.0))};
}

[[nodiscard]] constexpr DoubleDouble add_exponent(double exponent, DoubleDouble log_m) noexcept {
    const DoubleDouble sum = two_sum(exponent * ln2_high, log_m.high);
    return fast_two_sum(sum.high, sum.low + (exponent * ln2_low + log_m.low));
}

// 2/25, 2/23 ... 2/7: what both series of atanh below share.
inline constexpr std::array atanh_terms = {2.0 / 25,
                                           2.0 / 23,
                                           2.0 / 21,
                                           2.0 / 19,
                                           2.0 / 17,
                                           2.0 / 15,
                                           2.0 / 13,
                                           2.0 / 11,
                                           2.0 / 9,
                                           2.0 / 7};

// ln x within 0.52 ulp: only the first term, which carries 99 % of ln m, is kept as a pair.
[[nodiscard]] constexpr double log_of_positive(double x) noexcept {
    const auto [exponent, s] = reduce_log(x);
    const double z = s.high * s.high;
    const double series = 2.0 / 3 + z * (2.0 / 5 + z * polynomial(atanh_terms, z));
    const DoubleDouble log_m = fast_two_sum(2.0 * s.high, 2.0 * s.low + s.high * z * series);
    return add_exponent(exponent, log_m).high;
}

// ln x within 2^-66 relative, for pow: the first three terms are summed as pairs, the rest is below
// 4e-6 of the first.
[[nodiscard]] constexpr DoubleDouble log_pair(double x) noexcept {
    const auto [exponent, s] = reduce_log(x);
    const DoubleDouble square = multiply(s, s);
    constexpr DoubleDouble two_thirds{0x1.5555555555555p-1, 0x1.5555555555555p-55};
    constexpr DoubleDouble two_fifths{0x1.999999999999ap-2, -0x1.999999999999ap-56};
    const double z = square.high;
    DoubleDouble series = add(two_fifths, {z * polynomial(atanh_terms, z), 0.0});
    series = add(two_thirds, multiply(series, square));
    series = add({2.0, 0.0}, multiply(series, square));
    return add_exponent(exponent, multiply(series, s));
}

// e^x for a pair with |x| < 1000; overflows to infinity and underflows to zero.
//
// e^x = 2^k e^r with r = x - k ln 2, |r| <= ln(2)/2, by Taylor's series of e^r, whose first three
// terms are summed in double-double.
[[nodiscard]] constexpr double exp_of_pair(DoubleDouble x) noexcept {
    const int k = nearest_int(x.high * ln2_inverse);
    const double n = k;
    const DoubleDouble r = two_sum(x.high - n * ln2_high, x.low - n * ln2_low);

    constexpr std::array inverse_factorials = {1.0 / 1307674368000.0,
                                               1.0 / 87178291200.0,
                                               1.0 / 6227020800.0,
                                               1.0 / 479001600.0,
                                               1.0 / 39916800.0,
                                               1.0 / 3628800.0,
                                               1.0 / 362880.0,
                                               1.0 / 40320.0,
                                               1.0 / 5040.0,
                                               1.0 / 720.0,
                                               1.0 / 120.0,
                                               1.0 / 24.0,
                                               1.0 / 6.0};
    const DoubleDouble square = multiply(r, r);
    const double cubic_and_up = r.high * square.high * polynomial(inverse_factorials, r.high);
    const DoubleDouble linear = two_sum(1.0, r.high);
    const DoubleDouble quadratic = two_sum(linear.high, 0.5 * square.high);
    const double rest = linear.low + quadratic.low + (r.low + 0.5 * square.low) + cubic_and_up;
    return scale(quadratic.high + rest, k);
}

// Whether a finite y is an integer, and which kind: decides the sign of pow(negative, y).
enum class Parity { fractional, even, odd };

[[nodiscard]] constexpr Parity parity(double y) noexcept {
    const double size = magnitude(y);
    if (size >= 0x1p53) {
        return Parity::even;
    }
    const auto whole = static_cast<std::uint64_t>(size);
    if (static_cast<double>(whole) != size) {
        return Parity::fractional;
    }
    return (whole & 1) != 0 ? Parity::odd : Parity::even;
}

// x^y for finite x > 0 and finite y.
[[nodiscard]] constexpr double pow_of_positive(double x, double y) noexcept {
    const DoubleDouble log_x = log_pair(x);
    const double estimate = y * log_x.high;
    if (!(magnitude(estimate) < 800.0)) {
        return estimate > 0 ? infinity : 0.0;
    }
    if (magnitude(estimate) < 0x1p-54) {
        return 1.0;  // also keeps the exact product below clear of underflow
    }
    // |y| < 800 / |ln x| < 2^63 here, so that two_product cannot overflow.
    return exp_of_pair(multiply(log_x, y));
}

// x^y where x is zero or infinite and y is a finite number other than zero, or infinite.
[[nodiscard]] constexpr double pow_of_extreme(double x, double y) noexcept {
    const bool grows = (magnitude(x) > 1.0) == (y > 0);
    const double size = grows ? infinity : 0.0;
    const bool odd = magnitude(y) != infinity && parity(y) == Parity::odd;
    return odd && is_negative(x) ? -size : size;
}

}  // namespace detail

// The natural logarithm.  log(0) is -infinity, of a negative number NaN.
[[nodiscard]] constexpr double log(double x) noexcept {
    if (x > 0 && x < detail::infinity) {
        return detail::log_of_positive(x);
    }
    if (x == 0) {
        return -detail::infinity;
    }
    return x > 0 ? x : detail::not_a_number;
}

// e to the x.  Overflows to infinity above 709.78, underflows gradually to zero below -745.13.
[[nodiscard]] constexpr double exp(double x) noexcept {
    if (detail::is_nan(x)) {
        return detail::not_a_number;
    }
    if (x > 800.0) {
        return detail::infinity;
    }
    if (x < -800.0) {
        return 0.0;
    }
    return detail::exp_of_pair({x, 0.0});
}

// x to the y, with the special values of IEEE 754-2019 9.2.1: pow(x, 0) and pow(1, y) are 1 even
// for NaN; a negative x needs an integer y.
[[nodiscard]] constexpr double pow(double x, double y) noexcept {
    if (y == 0 || x == 1) {
        return 1.0;
    }
    if (detail::is_nan(x) || detail::is_nan(y)) {
        return detail::not_a_number;
    }
    const double size = detail::magnitude(x);
    if (detail::magnitude(y) == detail::infinity && size == 1) {
        return 1.0;
    }
    if (size == 0 || size == detail::infinity || detail::magnitude(y) == detail::infinity) {
        return detail::pow_of_extreme(x, y);
    }
    if (x > 0) {
        return detail::pow_of_positive(x, y);
    }
    const detail::Parity kind = detail::parity(y);
    if (kind == detail::Parity::fractional) {
        return detail::not_a_number;
    }
    const double result = detail::pow_of_positive(size, y);
    return kind == detail::Parity::odd ? -result : result;
}

}  // namespace tradelab::math

#pragma once

// What every function of tradelab::math stands on: IEEE binary64 without surprises, and pairs of
// doubles ("double-double") that carry about 106 bits.
//
// Only + - * / and bit patterns are used: IEEE 754 fixes their results, so every CPU and every
// compiler gives the same bits, as long as products and sums are not contracted into fused
// multiply-adds (build with -ffp-contract=off) and the rounding mode is the default.
//
// Error-free transformations: T. J. Dekker, "A floating-point technique for extending the available
// precision", Numerische Mathematik 18 (1971); D. E. Knuth, TAOCP vol. 2, 4.2.2.

#include <bit>
#include <cstdint>
#include <limits>

#if defined(__FAST_MATH__)
#error "tradelab/math.hpp needs IEEE arithmetic: build without -ffast-math"
#endif

namespace tradelab::math {

namespace detail {

static_assert(std::numeric_limits<double>::is_iec559 && std::numeric_limits<double>::digits == 53,
              "tradelab/math.hpp needs IEEE 754 binary64 doubles");

inline constexpr double infinity = std::numeric_limits<double>::infinity();
// The one NaN that is returned, whatever came in: payload and sign differ between CPUs otherwise.
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

inline constexpr std::uint64_t sign_bit = 0x8000'0000'0000'0000;
inline constexpr std::uint64_t fraction_bits = 0x000f'ffff'ffff'ffff;
inline constexpr int exponent_bias = 1023;

// An unevaluated sum, |low| at most half an ulp of high.
struct DoubleDouble {
    double high = 0;
    double low = 0;
};

[[nodiscard]] constexpr bool is_nan(double x) noexcept {
    return x != x;
}

[[nodiscard]] constexpr double magnitude(double x) noexcept {
    return std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) & ~sign_bit);
}

[[nodiscard]] constexpr bool is_negative(double x) noexcept {
    return (std::bit_cast<std::uint64_t>(x) & sign_bit) != 0;
}

// 2^exponent for -1022 <= exponent <= 1023.
[[nodiscard]] constexpr double power_of_two(int exponent) noexcept {
    return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + exponent_bias) << 52);
}

// x * 2^exponent for |exponent| <= 2000 and x in [1/4, 4]; rounds once, when the result is
// subnormal.
[[nodiscard]] constexpr double scale(double x, int exponent) noexcept {
    const int half = exponent / 2;
    return x * power_of_two(half) * power_of_two(exponent - half);
}

// The integer nearest to x, for |x| < 2^31.
[[nodiscard]] constexpr int nearest_int(double x) noexcept {
    return static_cast<int>(x < 0 ? x - 0.5 : x + 0.5);
}

// a + b exactly, when |a| >= |b| or a is zero.
[[nodiscard]] constexpr DoubleDouble fast_two_sum(double a, double b) noexcept {
    const double sum = a + b;
    return {sum, b - (sum - a)};
}

// a + b exactly.
[[nodiscard]] constexpr DoubleDouble two_sum(double a, double b) noexcept {
    const double sum = a + b;
    const double b_part = sum - a;
    return {sum, (a - (sum - b_part)) + (b - b_part)};
}

// The upper 26 bits of a, for |a| < 2^996.
[[nodiscard]] constexpr double upper_half(double a) noexcept {
    const double shifted = 134217729.0 * a;  // 2^27 + 1
    return shifted - (shifted - a);
}

// a * b exactly, while neither overflows 2^996 and the product stays clear of underflow.
[[nodiscard]] constexpr DoubleDouble two_product(double a, double b) noexcept {
    const double product = a * b;
    const double a_high = upper_half(a);
    const double a_low = a - a_high;
    const double b_high = upper_half(b);
    const double b_low = b - b_high;
    const double error =
        ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low;
    return {product, error};
}

[[nodiscard]] constexpr DoubleDouble add(DoubleDouble a, DoubleDouble b) noexcept {
    const DoubleDouble sum = two_sum(a.high, b.high);
    return fast_two_sum(sum.high, sum.low + (a.low + b.low));
}

[[nodiscard]] constexpr DoubleDouble multiply(DoubleDouble a, DoubleDouble b) noexcept {
    const DoubleDouble product = two_product(a.high, b.high);
    return fast_two_sum(product.high, product.low + (a.high * b.low + a.low * b.high));
}

[[nodiscard]] constexpr DoubleDouble multiply(DoubleDouble a, double b) noexcept {
    const DoubleDouble product = two_product(a.high, b);
    return fast_two_sum(product.high, product.low + a.low * b);
}

[[nodiscard]] constexpr DoubleDouble divide(DoubleDouble a, DoubleDouble b) noexcept {
    const double quotient = a.high / b.high;
    const DoubleDouble back = multiply(b, quotient);
    const double rest = (a.high - back.high) + (a.low - back.low);
    return fast_two_sum(quotient, rest / b.high);
}

}  // namespace detail

}  // namespace tradelab::math

#pragma once

// sin and cos with the same bits everywhere, for every finite argument.  tradelab/math.hpp states
// the error bounds.

#include <tradelab/math/double_double.hpp>
#include <tradelab/math/exponential.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace tradelab::math {

namespace detail {

// The binary fraction of 2/pi, after 64 zero bits: enough for the largest double.
inline constexpr std::array<std::uint64_t, 20> two_over_pi_bits = {
    0x0000000000000000, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041,
    0xfe5163abdebbc561, 0xb7246e3a424dd2e0, 0x06492eea09d1921c, 0xfe1deb1cb129a73e,
    0xe88235f52ebb4484, 0xe99c7026b45f7e41, 0x3991d639835339f4, 0x9c845f8bbdf9283b,
    0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d,
    0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab};

// A 192-bit integer, the most significant word first.
using Words = std::array<std::uint64_t, 3>;

struct WideProduct {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
};

[[nodiscard]] constexpr WideProduct wide_multiply(std::uint64_t a, std::uint64_t b) noexcept {
    constexpr std::uint64_t mask = 0xffff'ffff;
    const std::uint64_t low = (a & mask) * (b & mask);
    const std::uint64_t cross_a = (a >> 32) * (b & mask) + (low >> 32);
    const std::uint64_t cross_b = (a & mask) * (b >> 32) + (cross_a & mask);
    const std::uint64_t high = (a >> 32) * (b >> 32) + (cross_a >> 32) + (cross_b >> 32);
    return {high, (cross_b << 32) | (low & mask)};
}

// words * factor, modulo 2^192.
[[nodiscard]] constexpr Words multiply_words(const Words& words, std::uint64_t factor) noexcept {
    const WideProduct low = wide_multiply(words[2], factor);
    const WideProduct middle = wide_multiply(words[1], factor);
    const std::uint64_t sum = middle.low + low.high;
    const std::uint64_t carry = sum < low.high ? 1 : 0;
    return {words[0] * factor + middle.high + carry, sum, low.low};
}

[[nodiscard]] constexpr Words negate_words(const Words& words) noexcept {
    Words result{~words[0], ~words[1], ~words[2] + 1};
    if (result[2] == 0 && ++result[1] == 0) {
        ++result[0];
    }
    return result;
}

// words * 2^-190 as a pair.
[[nodiscard]] constexpr DoubleDouble fraction_of_words(const Words& words) noexcept {
    DoubleDouble sum{};
    double weight = 0x1p-30;
    for (const std::uint64_t word : words) {
        for (const std::uint64_t half : {word >> 32, word & 0xffff'ffff}) {
            const DoubleDouble next = two_sum(sum.high, static_cast<double>(half) * weight);
            sum = fast_two_sum(next.high, next.low + sum.low);
            weight *= 0x1p-32;
        }
    }
    return sum;
}

// x = quadrant * pi/2 + angle (modulo 2 pi), |angle| <= pi/4.
struct Reduced {
    unsigned quadrant = 0;
    DoubleDouble angle;
};

// For finite x >= pi/4.  M. H. Payne and R. N. Hanek, "Radian reduction for trigonometric
// functions", SIGNUM Newsletter 18 (1983): x = m 2^e with integer m, and of the product with 2/pi
// only the bits that matter modulo 4 are formed, in integers.  192 bits leave at least 2^-137 of
// the fraction exact; no double comes nearer to a multiple of pi/2 than about 2^-61 (J.-M. Muller,
// Elementary Functions, 11.3), so 75 bits of the angle are always right.
[[nodiscard]] constexpr Reduced reduce(double x) noexcept {
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
    const std::uint64_t mantissa = (bits & fraction_bits) | (fraction_bits + 1);
    const auto offset = static_cast<unsigned>(static_cast<int>(bits >> 52) - 1075 + 62);
    const std::size_t word = offset / 64;
    const unsigned shift = offset % 64;
    Words window{};
    for (std::size_t i = 0; i < window.size(); ++i) {
        const std::uint64_t next = two_over_pi_bits[word + i + 1];
        window[i] = (two_over_pi_bits[word + i] << shift) | (shift == 0 ? 0 : next >> (64 - shift));
    }

    Words turns = multiply_words(window, mantissa);  // in units of 2^-190 quarter turns, modulo 4
    const std::uint64_t rounded = turns[0] + (std::uint64_t{1} << 61);
    const auto quadrant = static_cast<unsigned>(rounded >> 62);
    turns[0] -= rounded & 0xc000'0000'0000'0000;
    const bool negative = (turns[0] & sign_bit) != 0;
    DoubleDouble fraction = fraction_of_words(negative ? negate_words(turns) : turns);
    if (negative) {
        fraction = {-fraction.high, -fraction.low};
    }
    constexpr DoubleDouble half_pi{0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54};
    return {quadrant, multiply(fraction, half_pi)};
}

// Taylor's series on |angle| <= pi/4; the terms of a size with the result are kept in pairs.
[[nodiscard]] constexpr double sin_of_small(DoubleDouble angle) noexcept {
    constexpr std::array terms = {-1.0 / 121645100408832000.0,
                                  1.0 / 355687428096000.0,
                                  -1.0 / 1307674368000.0,
                                  1.0 / 6227020800.0,
                                  -1.0 / 39916800.0,
                                  1.0 / 362880.0,
                                  -1.0 / 5040.0,
                                  1.0 / 120.0};
    constexpr DoubleDouble minus_sixth{-0x1.5555555555555p-3, -0x1.5555555555555p-57};
    const DoubleDouble square = multiply(angle, angle);
    const double z = square.high;
    const DoubleDouble cubic = multiply(multiply(minus_sixth, square), angle);
    const double rest = z * z * angle.high * polynomial(terms, z);
    const DoubleDouble sum = two_sum(angle.high, cubic.high);
    return sum.high + (sum.low + (angle.low + cubic.low) + rest);
}

[[nodiscard]] constexpr double cos_of_small(DoubleDouble angle) noexcept {
    constexpr std::array terms = {1.0 / 2432902008176640000.0,
                                  -1.0 / 6402373705728000.0,
                                  1.0 / 20922789888000.0,
                                  -1.0 / 87178291200.0,
                                  1.0 / 479001600.0,
                                  -1.0 / 3628800.0,
                                  1.0 / 40320.0,
                                  -1.0 / 720.0,
                                  1.0 / 24.0};
    const DoubleDouble square = multiply(angle, angle);
    const double z = square.high;
    const DoubleDouble sum = two_sum(1.0, -0.5 * z);
    return sum.high + (sum.low - 0.5 * square.low + z * z * polynomial(terms, z));
}

// sin(x + quadrants * pi/2) for finite x.
[[nodiscard]] constexpr double sin_shifted(double x, unsigned quadrants) noexcept {
    Reduced reduced{0, {x, 0.0}};
    const double size = magnitude(x);
    if (size > 0x1.921fb54442d18p-1) {  // pi/4
        reduced = reduce(size);
        if (is_negative(x)) {
            reduced = {0U - reduced.quadrant, {-reduced.angle.high, -reduced.angle.low}};
        }
    }
    const unsigned quadrant = (reduced.quadrant + quadrants) & 3;
    const bool odd = (quadrant & 1) != 0;
    const double value = odd ? cos_of_small(reduced.angle) : sin_of_small(reduced.angle);
    return quadrant < 2 ? value : -value;
}

}  // namespace detail

// The sine of x radians; every finite x is accepted, infinity gives NaN.
[[nodiscard]] constexpr double sin(double x) noexcept {
    if (!(detail::magnitude(x) < detail::infinity)) {
        return detail::not_a_number;
    }
    return detail::magnitude(x) < 0x1p-27 ? x : detail::sin_shifted(x, 0);
}

// The cosine of x radians; every finite x is accepted, infinity gives NaN.
[[nodiscard]] constexpr double cos(double x) noexcept {
    if (!(detail::magnitude(x) < detail::infinity)) {
        return detail::not_a_number;
    }
    return detail::magnitude(x) < 0x1p-27 ? 1.0 : detail::sin_shifted(x, 1);
}

}  // namespace tradelab::math

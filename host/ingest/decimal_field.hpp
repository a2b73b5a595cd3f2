#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

// Numbers straight from the bytes of a line to integers: no locale, no double, no allocation.
//
// A text that is read here ends with a newline, which is part of no number: so nothing below looks
// for an end.
namespace tradelab {

// Powers of ten that fit into 64 bits.
inline constexpr std::array<std::int64_t, 19> powers_of_ten = [] {
    std::array<std::int64_t, 19> powers{};
    std::int64_t power = 1;
    for (std::size_t i = 0; i < powers.size(); ++i) {
        powers[i] = power;
        power = i + 1 < powers.size() ? power * 10 : power;
    }
    return powers;
}();

// digits / 10^places, without the zeros that venues append: "4261.48000000" has two places.
struct Decimal {
    std::uint64_t digits = 0;
    std::size_t places = 0;
};

// More digits than these could pass 64 bits.
inline constexpr std::size_t digits_max = 18;

[[nodiscard]] inline bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// "12.50": digits, and after a point more of them; no sign, no exponent.  The place behind it, or
// null where it is no such number or has more digits than digits_max.
//
// One digit after the other: the fields of a table have the same lengths row after row, which
// processors predict, so that reading eight at once took twice as long.
[[nodiscard]] inline const char* read_decimal(const char* at, Decimal& out) {
    const char* const begin = at;
    std::uint64_t all = 0;
    for (; is_digit(*at); ++at) {
        all = all * 10 + static_cast<std::uint64_t>(*at - '0');
    }
    const auto whole = static_cast<std::size_t>(at - begin);
    out.digits = all;
    out.places = 0;
    if (*at == '.') {
        const char* const fraction = ++at;
        for (; is_digit(*at); ++at) {
            all = all * 10 + static_cast<std::uint64_t>(*at - '0');
            // Zeros count only where a digit follows them.
            if (*at != '0') {
                out.digits = all;
                out.places = static_cast<std::size_t>(at - fraction) + 1;
            }
        }
        if (at == fraction) {
            return nullptr;
        }
    }
    return whole != 0 && whole + out.places <= digits_max ? at : nullptr;
}

// "1234": at most digits_max digits.
[[nodiscard]] inline const char* read_integer(const char* at, std::int64_t& out) {
    const char* const begin = at;
    std::uint64_t all = 0;
    for (; is_digit(*at); ++at) {
        all = all * 10 + static_cast<std::uint64_t>(*at - '0');
    }
    const auto length = static_cast<std::size_t>(at - begin);
    out = static_cast<std::int64_t>(all);
    return length != 0 && length <= digits_max ? at : nullptr;
}

// A decimal as a mantissa with more or the same places.  False where 64 bits do not hold it.
[[nodiscard]] inline bool scaled(const Decimal& from, std::size_t places, std::int64_t& out) {
    return !__builtin_mul_overflow(
        static_cast<std::int64_t>(from.digits), powers_of_ten[places - from.places], &out);
}

}  // namespace tradelab

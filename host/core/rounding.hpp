#pragma once

#include "core/check.hpp"

#include <cstdint>

namespace tradelab {

// Products of two mantissas.  GCC and Clang both have it on every 64-bit target of ours.
__extension__ typedef __int128 Int128;

// Where a quotient that is not whole goes.  Always spelled at the call: there is no default.
enum class Rounding : std::uint8_t {
    down,  // towards minus infinity
    up,    // towards plus infinity
    toward_zero,
    away_from_zero,
    half_even,  // to the nearest, a tie to the even one
};

// "Rounding is against us": what we pay, owe or expose rounds up, what we are paid rounds down.
// Both are for amounts that count as positive when they flow in the named direction.
inline constexpr Rounding as_payer = Rounding::up;
inline constexpr Rounding as_receiver = Rounding::down;

// numerator / denominator, rounded as told.  The denominator is positive.
[[nodiscard]] constexpr Int128 divide(Int128 numerator, Int128 denominator, Rounding rounding) {
    TL_CHECK(denominator > 0);
    Int128 quotient = 0;
    Int128 remainder = 0;
    const auto small = static_cast<std::int64_t>(numerator);
    const auto by = static_cast<std::int64_t>(denominator);
    if (small == numerator && by == denominator) {
        // A 128-bit division costs ten times more, and most amounts do not need it.
        quotient = small / by;
        remainder = small % by;
    } else {
        quotient = numerator / denominator;
        remainder = numerator - quotient * denominator;
    }
    if (remainder == 0) {
        return quotient;
    }

    const int sign = numerator < 0 ? -1 : 1;
    switch (rounding) {
        case Rounding::toward_zero:
            return quotient;
        case Rounding::away_from_zero:
            return quotient + sign;
        case Rounding::down:
            return sign < 0 ? quotient - 1 : quotient;
        case Rounding::up:
            return sign > 0 ? quotient + 1 : quotient;
        case Rounding::half_even:
            break;
    }

    const Int128 size = remainder < 0 ? -remainder : remainder;
    const Int128 rest = denominator - size;  // not size * 2, which could overflow
    const bool away = size > rest || (size == rest && quotient % 2 != 0);
    return away ? quotient + sign : quotient;
}

}  // namespace tradelab

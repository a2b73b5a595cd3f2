#pragma once

#include "core/check.hpp"

#include <compare>
#include <cstdint>
#include <optional>

namespace tradelab {

// An exact amount: an integer mantissa whose decimal point is known elsewhere (Cash 1e-8, Rate
// 1e-12, Price and Quantity by their instrument).  Each Unit is a type of its own: a price passed
// for a quantity does not compile.
//
// The plain operators are for sums that the caller has bounded; on overflow they abort, because a
// wrapped amount is a wrong amount.  Where input decides the size, use the checked forms.
template <class Unit>
class Fixed {
public:
    constexpr Fixed() = default;
    constexpr explicit Fixed(std::int64_t mantissa) : mantissa_(mantissa) {}

    [[nodiscard]] constexpr std::int64_t mantissa() const { return mantissa_; }

    friend constexpr auto operator<=>(Fixed, Fixed) = default;

    friend constexpr std::optional<Fixed> checked_add(Fixed a, Fixed b) {
        std::int64_t sum = 0;
        if (__builtin_add_overflow(a.mantissa_, b.mantissa_, &sum)) {
            return std::nullopt;
        }
        return Fixed(sum);
    }
    friend constexpr std::optional<Fixed> checked_sub(Fixed a, Fixed b) {
        std::int64_t difference = 0;
        if (__builtin_sub_overflow(a.mantissa_, b.mantissa_, &difference)) {
            return std::nullopt;
        }
        return Fixed(difference);
    }
    friend constexpr std::optional<Fixed> checked_mul(Fixed a, std::int64_t times) {
        std::int64_t product = 0;
        if (__builtin_mul_overflow(a.mantissa_, times, &product)) {
            return std::nullopt;
        }
        return Fixed(product);
    }

    friend constexpr Fixed operator+(Fixed a, Fixed b) { return proven(checked_add(a, b)); }
    friend constexpr Fixed operator-(Fixed a, Fixed b) { return proven(checked_sub(a, b)); }
    friend constexpr Fixed operator-(Fixed a) { return proven(checked_sub(Fixed(), a)); }
    friend constexpr Fixed operator*(Fixed a, std::int64_t times) {
        return proven(checked_mul(a, times));
    }
    // Without its sign.
    friend constexpr Fixed magnitude(Fixed a) { return a < Fixed() ? -a : a; }
    constexpr Fixed& operator+=(Fixed other) { return *this = *this + other; }
    constexpr Fixed& operator-=(Fixed other) { return *this = *this - other; }

private:
    static constexpr Fixed proven(std::optional<Fixed> amount) {
        TL_CHECK_MSG(amount.has_value(), "an amount does not fit into 64 bits");
        return *amount;
    }

    std::int64_t mantissa_ = 0;
};

}  // namespace tradelab

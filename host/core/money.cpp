#include "core/money.hpp"

#include "core/check.hpp"

#include <array>
#include <cstddef>

namespace tradelab {
namespace {

// 10^exponent.  The largest asked for is 18 + 18 - 8 = 28 places; 10^38 is the last that fits.
// Worked out once: every fill and every mark asks for some.
constexpr auto powers_of_ten = [] {
    std::array<Int128, 39> powers = {1};
    for (std::size_t at = 1; at < powers.size(); ++at) {
        powers[at] = powers[at - 1] * 10;
    }
    return powers;
}();

Int128 power_of_ten(int exponent) {
    TL_CHECK(exponent >= 0 && exponent <= 38);
    return powers_of_ten[static_cast<std::size_t>(exponent)];
}

std::optional<std::int64_t> narrow(Int128 wide) {
    const auto small = static_cast<std::int64_t>(wide);
    return small == wide ? std::optional(small) : std::nullopt;
}

// value x 10^-places_too_many, rounded once; nothing when it does not fit.
std::optional<std::int64_t> drop_places(Int128 value, int places_too_many, Rounding rounding) {
    if (places_too_many == 0) {
        return narrow(value);
    }
    const auto small = static_cast<std::int64_t>(value);
    std::int64_t product = 0;
    if (small == value && places_too_many < 0 && places_too_many >= -18 &&
        !__builtin_mul_overflow(
            small, static_cast<std::int64_t>(power_of_ten(-places_too_many)), &product)) {
        return product;  // most fills and marks, without 128 bits
    }
    if (places_too_many > 0) {
        return narrow(divide(value, power_of_ten(places_too_many), rounding));
    }
    Int128 grown = 0;
    if (__builtin_mul_overflow(value, power_of_ten(-places_too_many), &grown)) {
        return std::nullopt;
    }
    return narrow(grown);
}

template <class Unit>
std::optional<Fixed<Unit>> take_share(Fixed<Unit> amount, Rate rate, Rounding rounding) {
    const Int128 product = Int128{amount.mantissa()} * rate.mantissa();
    const auto share = drop_places(product, rate_places.count(), rounding);
    return share ? std::optional(Fixed<Unit>(*share)) : std::nullopt;
}

}  // namespace

std::optional<Cash> notional(Price price, Quantity quantity, Places places, Rounding rounding) {
    const Int128 product = Int128{price.mantissa()} * quantity.mantissa();
    const int too_many = places.price.count() + places.quantity.count() - cash_places.count();
    const auto cash = drop_places(product, too_many, rounding);
    return cash ? std::optional(Cash(*cash)) : std::nullopt;
}

std::optional<Cash> share_of(Cash amount, Rate rate, Rounding rounding) {
    return take_share(amount, rate, rounding);
}
std::optional<Quantity> share_of(Quantity amount, Rate rate, Rounding rounding) {
    return take_share(amount, rate, rounding);
}
std::optional<Price> share_of(Price amount, Rate rate, Rounding rounding) {
    return take_share(amount, rate, rounding);
}

std::optional<Quantity> affordable(Cash cash, Price price, Places places) {
    TL_CHECK(price.mantissa() > 0 && cash.mantissa() >= 0);

    // quantity = cash * 10^(price places + quantity places - 8) / price
    const int exponent = places.price.count() + places.quantity.count() - cash_places.count();
    Int128 numerator = cash.mantissa();
    Int128 denominator = price.mantissa();
    if (exponent >= 0) {
        if (__builtin_mul_overflow(numerator, power_of_ten(exponent), &numerator)) {
            return std::nullopt;
        }
    } else {
        denominator *= power_of_ten(-exponent);  // at most 2^63 * 10^8
    }
    const auto quantity = narrow(divide(numerator, denominator, Rounding::down));
    return quantity ? std::optional(Quantity(*quantity)) : std::nullopt;
}

std::optional<std::int64_t> round_to_step(std::int64_t mantissa,
                                          std::int64_t step,
                                          Rounding rounding) {
    TL_CHECK(step > 0);
    if (step == 1) {
        return mantissa;
    }
    return narrow(divide(mantissa, step, rounding) * step);
}

std::optional<std::int64_t> rescale(std::int64_t mantissa, DecimalPlaces from, DecimalPlaces to) {
    const int too_many = from.count() - to.count();
    if (too_many < 0) {
        std::int64_t grown = 0;
        const auto times = static_cast<std::int64_t>(power_of_ten(-too_many));
        return __builtin_mul_overflow(mantissa, times, &grown) ? std::nullopt
                                                               : std::optional(grown);
    }
    if (too_many > 0 && mantissa % power_of_ten(too_many) != 0) {
        return std::nullopt;
    }
    return drop_places(mantissa, too_many, Rounding::toward_zero);
}

std::optional<std::int64_t> rescale(std::int64_t mantissa,
                                    DecimalPlaces from,
                                    DecimalPlaces to,
                                    Rounding rounding) {
    return drop_places(mantissa, from.count() - to.count(), rounding);
}

double to_double_for_decisions(std::int64_t mantissa, DecimalPlaces places) {
    // Both operands are exact up to 2^53, so the quotient is the nearest double there is.
    return static_cast<double>(mantissa) / static_cast<double>(places.one());
}
double to_double_for_decisions(Cash amount) {
    return to_double_for_decisions(amount.mantissa(), cash_places);
}
double to_double_for_decisions(Rate rate) {
    return to_double_for_decisions(rate.mantissa(), rate_places);
}

}  // namespace tradelab

#include "portfolio/scale.hpp"

#include "core/check.hpp"

#include <limits>

namespace tradelab {
namespace {

// As divide() of core, in 64 bits where that is enough: a 128-bit division costs ten times more.
Int128 divide_fast(Int128 numerator, std::int64_t denominator, Rounding rounding) {
    if (denominator == 1) {
        return numerator;
    }
    const auto small = static_cast<std::int64_t>(numerator);
    if (small == numerator && (rounding == Rounding::up || rounding == Rounding::down)) {
        const std::int64_t quotient = small / denominator;
        const std::int64_t rest = small % denominator;
        if (rounding == Rounding::up) {
            return quotient + (rest > 0 ? 1 : 0);
        }
        return quotient - (rest < 0 ? 1 : 0);
    }
    return divide(numerator, denominator, rounding);
}

}  // namespace

ValueScale::ValueScale(DecimalPlaces price, DecimalPlaces units) {
    TL_CHECK(price.count() <= 8 && units.count() <= 8);
    const int exponent = price.count() + units.count() - cash_places.count();
    if (exponent >= 0) {
        down_ = DecimalPlaces(exponent).one();
    } else {
        up_ = DecimalPlaces(-exponent).one();
    }
}

std::optional<Cash> ValueScale::wide_value(std::int64_t price,
                                           std::int64_t units,
                                           Rounding rounding) const {
    Int128 product = Int128{price} * units;
    if (up_ != 1 && __builtin_mul_overflow(product, Int128{up_}, &product)) {
        return std::nullopt;
    }
    return narrow_to_cash(divide_fast(product, down_, rounding));
}

Cash proportion(Cash amount, std::int64_t part, std::int64_t whole, Rounding rounding) {
    TL_CHECK(whole != 0);
    const Int128 sign = whole < 0 ? -1 : 1;
    const Int128 denominator = sign * whole;
    const Int128 numerator = sign * part * amount.mantissa();
    const auto share = narrow_to_cash(divide(numerator, denominator, rounding));
    TL_CHECK(share.has_value());
    return *share;
}

}  // namespace tradelab

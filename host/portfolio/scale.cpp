#include "portfolio/scale.hpp"

#include "core/check.hpp"

namespace tradelab {

ValueScale::ValueScale(DecimalPlaces price, DecimalPlaces units) {
    TL_CHECK(price.count() <= 8 && units.count() <= 8);
    const int exponent = price.count() + units.count() - cash_places.count();
    if (exponent >= 0) {
        down_ = DecimalPlaces(exponent).one();
    } else {
        up_ = DecimalPlaces(-exponent).one();
    }
}

std::optional<Cash> ValueScale::scaled_value(std::int64_t price,
                                             std::int64_t units,
                                             Rounding rounding) const {
    std::int64_t narrow = 0;
    const bool is_directed = rounding == Rounding::up || rounding == Rounding::down;
    if (up_ == 1 && is_directed && !__builtin_mul_overflow(price, units, &narrow)) {
        const std::int64_t rest = narrow % down_;
        const std::int64_t away =
            rounding == Rounding::up ? (rest > 0 ? 1 : 0) : (rest < 0 ? -1 : 0);
        return Cash(narrow / down_ + away);
    }
    Int128 product = Int128{price} * units;
    if (up_ != 1 && __builtin_mul_overflow(product, Int128{up_}, &product)) {
        return std::nullopt;
    }
    return narrow_to_cash(down_ == 1 ? product : divide(product, down_, rounding));
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

#pragma once

#include "core/money.hpp"

#include <cstdint>
#include <optional>

namespace tradelab {

// Price times units in cash, for one fixed pair of decimal places: core's notional() with its
// powers of ten worked out once, because it is the arithmetic of every fill and every mark.
class ValueScale {
public:
    ValueScale() = default;
    // At most 8 places each.
    ValueScale(DecimalPlaces price, DecimalPlaces units);

    // Rounded once; nothing when it does not fit.  The sign is the product's.
    [[nodiscard]] std::optional<Cash> value(std::int64_t price,
                                            std::int64_t units,
                                            Rounding rounding) const {
        std::int64_t product = 0;
        const bool is_whole = down_ == 1 && !__builtin_mul_overflow(price, units, &product) &&
                              !__builtin_mul_overflow(product, up_, &product);
        return is_whole ? std::optional(Cash(product)) : wide_value(price, units, rounding);
    }

    // value = price * units * up() / down(); one of the two is 1.
    [[nodiscard]] std::int64_t up() const { return up_; }
    [[nodiscard]] std::int64_t down() const { return down_; }

private:
    // As value(), by way of 128 bits.
    [[nodiscard]] std::optional<Cash> wide_value(std::int64_t price,
                                                 std::int64_t units,
                                                 Rounding rounding) const;

    std::int64_t up_ = 1;
    std::int64_t down_ = 1;
};

// amount * part / whole, rounded as told.  |part| <= |whole|, whole is not zero: always fits.
[[nodiscard]] Cash proportion(Cash amount,
                              std::int64_t part,
                              std::int64_t whole,
                              Rounding rounding);

// Nothing when it does not fit into 64 bits.
[[nodiscard]] inline std::optional<Cash> narrow_to_cash(Int128 wide) {
    const auto narrow = static_cast<std::int64_t>(wide);
    return narrow == wide ? std::optional(Cash(narrow)) : std::nullopt;
}

}  // namespace tradelab

#pragma once

#include "core/money.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

// Decimal text, exactly: no double on the way, no locale, no exponent.
namespace tradelab {

// "-0.00012300" with the given places: an optional sign, digits, and after a point more digits.
// Digits beyond the places must be zeros (venues append them): anything else would be rounding,
// and nobody spelled how.  INT64_MIN is refused: the ABI uses it for "none".
[[nodiscard]] Result<std::int64_t> parse_mantissa(std::string_view text, DecimalPlaces places);

[[nodiscard]] Result<Price> parse_price(std::string_view text, DecimalPlaces places);
[[nodiscard]] Result<Quantity> parse_quantity(std::string_view text, DecimalPlaces places);
[[nodiscard]] Result<Cash> parse_cash(std::string_view text);
[[nodiscard]] Result<Rate> parse_rate(std::string_view text);

// All places are printed ("1.50000000"), so that the text says how exact the number is.
[[nodiscard]] std::string decimal_text(std::int64_t mantissa, DecimalPlaces places);
template <class Unit>
[[nodiscard]] std::string decimal_text(Fixed<Unit> amount, DecimalPlaces places) {
    return decimal_text(amount.mantissa(), places);
}
[[nodiscard]] std::string decimal_text(Cash amount);
[[nodiscard]] std::string decimal_text(Rate rate);

// Without the zeros at the end ("1.5", "0", "250"): for people.
[[nodiscard]] std::string short_decimal_text(std::int64_t mantissa, DecimalPlaces places);

}  // namespace tradelab

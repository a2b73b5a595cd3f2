#pragma once

#include "core/decimal_places.hpp"
#include "core/fixed.hpp"
#include "core/rounding.hpp"

#include <cstdint>
#include <optional>

// Money is integers.  A double may decide, an integer must pay: the only way from here to a double
// is to_double_for_decisions, and there is no way back but decimal text (core/decimal.hpp) and
// ticks.
namespace tradelab {

struct PriceUnit;
struct QuantityUnit;
struct CashUnit;
struct RateUnit;

using Price = Fixed<PriceUnit>;        // places of the instrument; marks and indices always 8
using Quantity = Fixed<QuantityUnit>;  // places of the instrument
using Cash = Fixed<CashUnit>;          // always 1e-8 of one asset
using Rate = Fixed<RateUnit>;          // always 1e-12: fees, funding, multipliers

inline constexpr DecimalPlaces cash_places{8};
inline constexpr DecimalPlaces mark_places{8};
inline constexpr DecimalPlaces rate_places{12};

inline constexpr Rate rate_one{rate_places.one()};  // all of it, 100 %

// Where an instrument puts its decimal points.
struct Places {
    DecimalPlaces price;
    DecimalPlaces quantity;

    friend constexpr bool operator==(Places, Places) = default;
};

// price x quantity in quote asset.  Computed in 128 bits and rounded once; nothing when the result
// does not fit.  The sign is the quantity's.
[[nodiscard]] std::optional<Cash> notional(Price price,
                                           Quantity quantity,
                                           Places places,
                                           Rounding rounding);

// The part of an amount that a rate takes: a fee of a notional, a multiplier of a price.
[[nodiscard]] std::optional<Cash> share_of(Cash amount, Rate rate, Rounding rounding);
[[nodiscard]] std::optional<Quantity> share_of(Quantity amount, Rate rate, Rounding rounding);
[[nodiscard]] std::optional<Price> share_of(Price amount, Rate rate, Rounding rounding);

// The most quantity that `cash` buys at `price`: never a unit more than can be paid for.  Nothing
// when it does not fit.  The price is positive and the cash not negative.
[[nodiscard]] std::optional<Quantity> affordable(Cash cash, Price price, Places places);

// The nearest multiple of `step` that is not above, not below.  The step is positive.
[[nodiscard]] std::optional<std::int64_t> round_to_step(std::int64_t mantissa,
                                                        std::int64_t step,
                                                        Rounding rounding);
template <class Unit>
[[nodiscard]] std::optional<Fixed<Unit>> round_down_to(Fixed<Unit> amount, Fixed<Unit> step) {
    const auto at = round_to_step(amount.mantissa(), step.mantissa(), Rounding::down);
    return at ? std::optional(Fixed<Unit>(*at)) : std::nullopt;
}
template <class Unit>
[[nodiscard]] std::optional<Fixed<Unit>> round_up_to(Fixed<Unit> amount, Fixed<Unit> step) {
    const auto at = round_to_step(amount.mantissa(), step.mantissa(), Rounding::up);
    return at ? std::optional(Fixed<Unit>(*at)) : std::nullopt;
}

// The same amount with another number of decimal places: exact or nothing.
[[nodiscard]] std::optional<std::int64_t> rescale(std::int64_t mantissa,
                                                  DecimalPlaces from,
                                                  DecimalPlaces to);
// As above, but digits that fall off are rounded as told.
[[nodiscard]] std::optional<std::int64_t> rescale(std::int64_t mantissa,
                                                  DecimalPlaces from,
                                                  DecimalPlaces to,
                                                  Rounding rounding);
template <class Unit>
[[nodiscard]] std::optional<Fixed<Unit>> rescale(Fixed<Unit> amount,
                                                 DecimalPlaces from,
                                                 DecimalPlaces to) {
    const auto mantissa = rescale(amount.mantissa(), from, to);
    return mantissa ? std::optional(Fixed<Unit>(*mantissa)) : std::nullopt;
}

// For indicators, charts and other opinions.  Never for an amount that is paid, booked or compared
// with a limit.
[[nodiscard]] double to_double_for_decisions(std::int64_t mantissa, DecimalPlaces places);
template <class Unit>
[[nodiscard]] double to_double_for_decisions(Fixed<Unit> amount, DecimalPlaces places) {
    return to_double_for_decisions(amount.mantissa(), places);
}
[[nodiscard]] double to_double_for_decisions(Cash amount);
[[nodiscard]] double to_double_for_decisions(Rate rate);

}  // namespace tradelab

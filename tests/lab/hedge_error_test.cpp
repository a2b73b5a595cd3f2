#include "lab/hedge_error.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace tradelab {
namespace {

constexpr std::array places = {Places{.price = DecimalPlaces(2), .quantity = DecimalPlaces(3)},
                               Places{.price = DecimalPlaces(2), .quantity = DecimalPlaces(0)}};

// What the leg holds from this hour on.
FillRecord holds(std::uint32_t leg, std::int64_t mantissa, std::int64_t hour) {
    FillRecord fill;
    fill.instrument = InstrumentId(leg);
    fill.position_after = Quantity(mantissa);
    fill.at = UnixNanos(hour * 3'600'000'000'000);
    return fill;
}

std::optional<double> error_of(const std::vector<FillRecord>& fills, std::int64_t end_hour) {
    return hedge_error(fills, places, UnixNanos(end_hour * 3'600'000'000'000));
}

TEST(HedgeError, LegsThatCancelLeaveNothingWhateverTheirDecimalPlaces) {
    const std::vector fills = {holds(1, 2000, 0), holds(2, -2, 0)};

    EXPECT_EQ(error_of(fills, 10), 0);
}

TEST(HedgeError, OneLegAloneIsNoHedge) {
    const std::vector fills = {holds(1, 2000, 0)};

    EXPECT_EQ(error_of(fills, 10), 1);
}

TEST(HedgeError, CountsTheTimeThatAPairStoodUnhedged) {
    // An hour with 2 and nothing, three hours with 2 and -2.
    const std::vector fills = {holds(1, 2000, 0), holds(2, -2, 1), holds(1, 0, 4), holds(2, 0, 4)};

    EXPECT_DOUBLE_EQ(error_of(fills, 100).value(), std::sqrt(4.0 / (4 + 3 * 16)));
}

TEST(HedgeError, DustHeldForLongDoesNotMakeAHedgeBad) {
    const std::vector fills = {
        holds(1, 2000, 0), holds(2, -2, 0), holds(2, 0, 10), holds(1, 1, 10)};

    EXPECT_LT(error_of(fills, 1000).value(), 0.003);
}

TEST(HedgeError, WithoutAPairOrAPositionThereIsNone) {
    EXPECT_FALSE(error_of({}, 10));
    EXPECT_FALSE(hedge_error({}, std::span(places).first(1), UnixNanos(1)));
}

}  // namespace
}  // namespace tradelab

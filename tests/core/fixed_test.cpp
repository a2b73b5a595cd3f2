#include "core/money.hpp"

#include <gtest/gtest.h>

#include <concepts>
#include <limits>
#include <type_traits>

namespace tradelab {
namespace {

constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();

static_assert(!std::convertible_to<std::int64_t, Price>);
static_assert(!std::constructible_from<Price, Quantity>);
static_assert(!std::constructible_from<Cash, Price>);
static_assert(!std::convertible_to<Price, std::int64_t>);
static_assert(sizeof(Price) == 8 && std::is_trivially_copyable_v<Price>);

TEST(Fixed, AddsSubtractsAndMultipliesExactly) {
    EXPECT_EQ(Cash(5) + Cash(7), Cash(12));
    EXPECT_EQ(Cash(5) - Cash(7), Cash(-2));
    EXPECT_EQ(Cash(5) * 3, Cash(15));
    EXPECT_EQ(-Cash(5), Cash(-5));
    EXPECT_LT(Cash(-1), Cash(0));
}

TEST(Fixed, CheckedArithmeticRefusesToWrap) {
    EXPECT_EQ(checked_add(Cash(highest), Cash(1)), std::nullopt);
    EXPECT_EQ(checked_add(Cash(lowest), Cash(-1)), std::nullopt);
    EXPECT_EQ(checked_sub(Cash(lowest), Cash(1)), std::nullopt);
    EXPECT_EQ(checked_sub(Cash(0), Cash(lowest)), std::nullopt);
    EXPECT_EQ(checked_mul(Cash(highest), 2), std::nullopt);
    EXPECT_EQ(checked_mul(Cash(lowest), -1), std::nullopt);
    EXPECT_EQ(checked_add(Cash(highest - 1), Cash(1)), Cash(highest));
    EXPECT_EQ(checked_mul(Cash(lowest), 1), Cash(lowest));
}

TEST(Fixed, MagnitudeIsTheAmountWithoutItsSign) {
    EXPECT_EQ(magnitude(Cash(-3)), Cash(3));
    EXPECT_EQ(magnitude(Cash(3)), Cash(3));
    EXPECT_EQ(magnitude(Cash()), Cash());
}

TEST(FixedDeathTest, PlainOperatorsAbortInsteadOfWrapping) {
    EXPECT_DEATH(static_cast<void>(Cash(highest) + Cash(1)), "does not fit into 64 bits");
    EXPECT_DEATH(static_cast<void>(Cash(lowest) - Cash(1)), "does not fit into 64 bits");
    EXPECT_DEATH(static_cast<void>(-Cash(lowest)), "does not fit into 64 bits");
    EXPECT_DEATH(static_cast<void>(magnitude(Cash(lowest))), "does not fit into 64 bits");
    EXPECT_DEATH(static_cast<void>(Cash(highest) * 2), "does not fit into 64 bits");
}

TEST(DecimalPlaces, TakesZeroToEighteen) {
    EXPECT_FALSE(DecimalPlaces::make(-1));
    EXPECT_FALSE(DecimalPlaces::make(19));
    EXPECT_EQ(DecimalPlaces::make(18)->one(), 1'000'000'000'000'000'000);
    EXPECT_EQ(DecimalPlaces::make(0)->one(), 1);
}

TEST(DecimalPlacesDeathTest, AbortsOnANumberThatOurOwnCodeGotWrong) {
    const int too_many = 19;
    EXPECT_DEATH(static_cast<void>(DecimalPlaces(too_many)), "check failed");
    EXPECT_DEATH(static_cast<void>(DecimalPlaces(-1)), "check failed");
}

}  // namespace
}  // namespace tradelab

#include "core/money.hpp"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <random>

namespace tradelab {
namespace {

constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();
constexpr std::array roundings = {Rounding::down,
                                  Rounding::up,
                                  Rounding::toward_zero,
                                  Rounding::away_from_zero,
                                  Rounding::half_even};
constexpr Places btc{DecimalPlaces(1), DecimalPlaces(3)};

struct DivideCase {
    int numerator;
    int down, up, toward_zero, away_from_zero, half_even;
};

TEST(Rounding, EveryDirectionIsWhatItsNameSays) {
    // numerators over 4
    for (const DivideCase& c : {DivideCase{5, 1, 2, 1, 2, 1},
                                DivideCase{6, 1, 2, 1, 2, 2},
                                DivideCase{7, 1, 2, 1, 2, 2},
                                DivideCase{2, 0, 1, 0, 1, 0},
                                DivideCase{8, 2, 2, 2, 2, 2},
                                DivideCase{-5, -2, -1, -1, -2, -1},
                                DivideCase{-6, -2, -1, -1, -2, -2},
                                DivideCase{-7, -2, -1, -1, -2, -2},
                                DivideCase{-2, -1, 0, 0, -1, 0},
                                DivideCase{-10, -3, -2, -2, -3, -2}}) {
        EXPECT_EQ(divide(c.numerator, 4, Rounding::down), c.down) << c.numerator;
        EXPECT_EQ(divide(c.numerator, 4, Rounding::up), c.up) << c.numerator;
        EXPECT_EQ(divide(c.numerator, 4, Rounding::toward_zero), c.toward_zero) << c.numerator;
        EXPECT_EQ(divide(c.numerator, 4, Rounding::away_from_zero), c.away_from_zero)
            << c.numerator;
        EXPECT_EQ(divide(c.numerator, 4, Rounding::half_even), c.half_even) << c.numerator;
    }
}

TEST(Rounding, AgreesWithTheDefinitionOnRandomQuotients) {
    constexpr std::uint64_t seed = 7;
    std::mt19937_64 random(seed);

    for (int i = 0; i < 20'000; ++i) {
        const Int128 numerator = static_cast<std::int64_t>(random()) % 100'000;
        const Int128 denominator = 1 + static_cast<std::int64_t>(random() % 1'000);
        const Int128 low = divide(numerator, denominator, Rounding::down);
        const Int128 high = divide(numerator, denominator, Rounding::up);
        const Int128 near = divide(numerator, denominator, Rounding::half_even);
        const Int128 below = numerator - low * denominator;
        const Int128 above = high * denominator - numerator;
        ASSERT_TRUE(below >= 0 && below < denominator) << "seed " << seed;
        ASSERT_TRUE(above >= 0 && above < denominator) << "seed " << seed;
        ASSERT_TRUE(below == above ? near == low || near == high
                                   : near == (below < above ? low : high))
            << "seed " << seed;
        ASSERT_TRUE(below != above || below == 0 || near % 2 == 0) << "seed " << seed;
    }
}

TEST(Notional, IsPriceTimesQuantityInCash) {
    // 64,250.5 x 0.002 = 128.501
    EXPECT_EQ(notional(Price(642'505), Quantity(2), btc, Rounding::down), Cash(12'850'100'000));
    EXPECT_EQ(notional(Price(642'505), Quantity(-2), btc, Rounding::up), Cash(-12'850'100'000));
}

TEST(Notional, RoundsOnceAndAsTold) {
    // 0.0000001 x 0.003 = 0.0000000003, less than the smallest cash
    const Places small{DecimalPlaces(7), DecimalPlaces(3)};

    EXPECT_EQ(notional(Price(1), Quantity(3), small, as_payer), Cash(1));
    EXPECT_EQ(notional(Price(1), Quantity(3), small, as_receiver), Cash(0));
    EXPECT_EQ(notional(Price(1), Quantity(-3), small, Rounding::down), Cash(-1));
    EXPECT_EQ(notional(Price(1), Quantity(-3), small, Rounding::up), Cash(0));
}

TEST(Notional, WhatDoesNotFitIsNothing) {
    const Places whole{DecimalPlaces(0), DecimalPlaces(0)};

    EXPECT_EQ(notional(Price(highest), Quantity(highest), btc, Rounding::down), std::nullopt);
    EXPECT_EQ(notional(Price(highest), Quantity(highest), whole, Rounding::down), std::nullopt);
    EXPECT_EQ(notional(Price(1), Quantity(92'233'720'369), whole, Rounding::down), std::nullopt);
    EXPECT_EQ(notional(Price(1), Quantity(92'233'720'368), whole, Rounding::down),
              Cash(9'223'372'036'800'000'000));
}

TEST(Notional, AgreesWithWideArithmeticOnRandomInputs) {
    constexpr std::uint64_t seed = 11;
    std::mt19937_64 random(seed);

    for (int i = 0; i < 20'000; ++i) {
        const auto price = static_cast<std::int64_t>(random() >> 20U);
        const auto quantity = static_cast<std::int64_t>(random()) >> 30U;
        const Places places{DecimalPlaces(static_cast<int>(4 + random() % 5)),
                            DecimalPlaces(static_cast<int>(4 + random() % 5))};
        Int128 unit = 1;
        for (int p = 8; p < places.price.count() + places.quantity.count(); ++p) {
            unit *= 10;
        }
        const Int128 exact = Int128{price} * quantity;
        for (const Rounding rounding : roundings) {
            const auto cash = notional(Price(price), Quantity(quantity), places, rounding);
            const Int128 expected = divide(exact, unit, rounding);
            const bool fits = expected <= highest && expected >= -Int128{highest} - 1;
            ASSERT_EQ(cash.has_value(), fits) << "seed " << seed;
            ASSERT_TRUE(!fits || cash->mantissa() == expected) << "seed " << seed;
        }
    }
}

TEST(ShareOf, TakesARateOfAnAmountAgainstUs) {
    const Cash hundred(10'000'000'000);
    const Rate taker(500'000'000);  // 0.0005

    EXPECT_EQ(share_of(hundred, taker, as_payer), Cash(5'000'000));
    EXPECT_EQ(share_of(Cash(1), taker, as_payer), Cash(1));
    EXPECT_EQ(share_of(Cash(1), taker, as_receiver), Cash(0));
    EXPECT_EQ(share_of(Cash(highest), Rate(2'000'000'000'000), as_payer), std::nullopt);
}

TEST(Affordable, NeverBuysMoreThanCanBePaidFor) {
    constexpr std::uint64_t seed = 13;
    std::mt19937_64 random(seed);

    for (int i = 0; i < 20'000; ++i) {
        const Cash cash(static_cast<std::int64_t>(random() >> 10U));
        const Price price(1 + static_cast<std::int64_t>(random() >> 40U));
        const auto most = affordable(cash, price, btc);
        ASSERT_TRUE(most) << "seed " << seed;
        ASSERT_TRUE(notional(price, *most, btc, Rounding::up) <= cash) << "seed " << seed;
        const auto dearer = notional(price, *most + Quantity(1), btc, Rounding::up);
        ASSERT_TRUE(!dearer || *dearer > cash) << "seed " << seed;
    }
}

TEST(RoundToStep, GoesToTheMultipleBelowAndAbove) {
    EXPECT_EQ(round_down_to(Price(1'007), Price(5)), Price(1'005));
    EXPECT_EQ(round_up_to(Price(1'007), Price(5)), Price(1'010));
    EXPECT_EQ(round_down_to(Price(1'010), Price(5)), Price(1'010));
    EXPECT_EQ(round_down_to(Price(-3), Price(5)), Price(-5));
    EXPECT_EQ(round_up_to(Price(-3), Price(5)), Price(0));
    EXPECT_EQ(round_up_to(Price(highest), Price(10)), std::nullopt);
}

TEST(RoundToStepDeathTest, AStepOfNothingIsABugOfTheCaller) {
    EXPECT_DEATH(static_cast<void>(round_down_to(Price(1), Price(0))), "check failed");
}

TEST(Rescale, IsExactOrNothing) {
    EXPECT_EQ(rescale(1'500, DecimalPlaces(3), DecimalPlaces(1)), 15);
    EXPECT_EQ(rescale(1'501, DecimalPlaces(3), DecimalPlaces(1)), std::nullopt);
    EXPECT_EQ(rescale(15, DecimalPlaces(1), DecimalPlaces(3)), 1'500);
    EXPECT_EQ(rescale(highest, DecimalPlaces(0), DecimalPlaces(1)), std::nullopt);
    EXPECT_EQ(rescale(highest, DecimalPlaces(0), DecimalPlaces(18)), std::nullopt);
    EXPECT_EQ(rescale(1'501, DecimalPlaces(3), DecimalPlaces(1), Rounding::up), 16);
    EXPECT_EQ(rescale(Price(1'500), DecimalPlaces(3), DecimalPlaces(1)), Price(15));
}

TEST(ToDoubleForDecisions, IsTheNearestDouble) {
    EXPECT_EQ(to_double_for_decisions(Price(1), DecimalPlaces(1)), 0.1);
    EXPECT_EQ(to_double_for_decisions(Price(642'505), DecimalPlaces(1)), 64250.5);
    EXPECT_EQ(to_double_for_decisions(Cash(-150'000'000)), -1.5);
    EXPECT_EQ(to_double_for_decisions(Rate(100'000'000)), 0.0001);
}

}  // namespace
}  // namespace tradelab

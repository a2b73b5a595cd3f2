#include "core/decimal.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <string>

namespace tradelab {
namespace {

constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();
constexpr DecimalPlaces eight{8};

TEST(Decimal, ReadsExactly) {
    EXPECT_EQ(*parse_mantissa("0.00012300", eight), 12'300);
    EXPECT_EQ(*parse_mantissa("-1", eight), -100'000'000);
    EXPECT_EQ(*parse_mantissa("+1.5", eight), 150'000'000);
    EXPECT_EQ(*parse_mantissa("007", DecimalPlaces(0)), 7);
    EXPECT_EQ(*parse_mantissa("-0.00", eight), 0);
    EXPECT_EQ(*parse_mantissa("92233720368.54775807", eight), highest);
    EXPECT_EQ(*parse_mantissa("-92233720368.54775807", eight), -highest);
}

TEST(Decimal, ZerosBeyondThePlacesAreNotRounding) {
    EXPECT_EQ(*parse_mantissa("1.2500000000", DecimalPlaces(2)), 125);
    EXPECT_EQ(*parse_mantissa("5.000", DecimalPlaces(0)), 5);
}

TEST(Decimal, DigitsBeyondThePlacesAreRefused) {
    const auto parsed = parse_mantissa("1.251", DecimalPlaces(2));

    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().code, ErrorCode::invalid_argument);
    EXPECT_NE(describe(parsed.error()).find("'1.251' has more than 2"), std::string::npos);
}

TEST(Decimal, WhatDoesNotFitIsRefused) {
    for (const char* text : {"92233720368.54775808",
                             "-92233720368.54775808",
                             "-92233720368.54775809",
                             "100000000000",
                             "99999999999999999999999999999999999999"}) {
        const auto parsed = parse_mantissa(text, eight);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code, ErrorCode::overflow) << text;
    }
}

TEST(Decimal, WhatIsNotADecimalIsRefused) {
    const std::string zeros(65, '0');
    const std::string with_nul("1\0", 2);
    for (const std::string& text : {std::string(),
                                    std::string("."),
                                    std::string("1."),
                                    std::string(".5"),
                                    std::string("-"),
                                    std::string("+-1"),
                                    std::string("1e5"),
                                    std::string("1,5"),
                                    std::string(" 1"),
                                    std::string("1 "),
                                    std::string("0x1"),
                                    std::string("nan"),
                                    std::string("1.2.3"),
                                    std::string("1.-2"),
                                    zeros,
                                    with_nul}) {
        const auto parsed = parse_mantissa(text, eight);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code, ErrorCode::malformed) << text;
    }
}

TEST(Decimal, PrintsAllPlaces) {
    EXPECT_EQ(decimal_text(12'300, eight), "0.00012300");
    EXPECT_EQ(decimal_text(-5, DecimalPlaces(1)), "-0.5");
    EXPECT_EQ(decimal_text(0, DecimalPlaces(0)), "0");
    EXPECT_EQ(decimal_text(Cash(150'000'000)), "1.50000000");
    EXPECT_EQ(decimal_text(Rate(-1)), "-0.000000000001");
    EXPECT_EQ(decimal_text(std::numeric_limits<std::int64_t>::min(), DecimalPlaces(18)),
              "-9.223372036854775808");
}

TEST(Decimal, ShortTextDropsTheZerosOfTheFractionOnly) {
    EXPECT_EQ(short_decimal_text(150'000'000, eight), "1.5");
    EXPECT_EQ(short_decimal_text(0, eight), "0");
    EXPECT_EQ(short_decimal_text(250, DecimalPlaces(0)), "250");
    EXPECT_EQ(short_decimal_text(25'000, DecimalPlaces(2)), "250");
}

TEST(Decimal, WhatIsPrintedReadsBackAsTheSame) {
    constexpr std::uint64_t seed = 20'260'101;
    std::mt19937_64 random(seed);

    for (int i = 0; i < 20'000; ++i) {
        const unsigned shift = static_cast<unsigned>(random() % 63);
        const auto mantissa = static_cast<std::int64_t>(random()) >> shift;
        const DecimalPlaces places(static_cast<int>(random() % 19));
        if (mantissa == std::numeric_limits<std::int64_t>::min()) {
            continue;
        }
        const auto full = parse_mantissa(decimal_text(mantissa, places), places);
        const auto brief = parse_mantissa(short_decimal_text(mantissa, places), places);
        ASSERT_EQ(full, mantissa) << "seed " << seed;
        ASSERT_EQ(brief, mantissa) << "seed " << seed;
    }
}

TEST(Decimal, TypedReadersGiveTheirOwnType) {
    EXPECT_EQ(*parse_price("100.5", DecimalPlaces(1)), Price(1'005));
    EXPECT_EQ(*parse_quantity("0.002", DecimalPlaces(3)), Quantity(2));
    EXPECT_EQ(*parse_cash("5"), Cash(500'000'000));
    EXPECT_EQ(*parse_rate("0.0004"), Rate(400'000'000));
}

}  // namespace
}  // namespace tradelab

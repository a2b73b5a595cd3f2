#include "ingest/decimal_field.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

namespace tradelab {
namespace {

std::string line_of(std::string_view text) {
    return std::string(text) + "\n";
}

struct Read {
    std::uint64_t digits = 0;
    std::size_t places = 0;
    std::size_t length = 0;  // 0: refused

    friend bool operator==(const Read&, const Read&) = default;
};
std::ostream& operator<<(std::ostream& out, const Read& read) {
    return out << read.digits << "e-" << read.places << " of " << read.length;
}

Read decimal(std::string_view text) {
    const std::string bytes = line_of(text);
    Decimal value;
    const char* end = read_decimal(bytes.data(), value);
    return end == nullptr
               ? Read{}
               : Read{value.digits, value.places, static_cast<std::size_t>(end - bytes.data())};
}

std::int64_t integer(std::string_view text) {
    const std::string bytes = line_of(text);
    std::int64_t value = 0;
    return read_integer(bytes.data(), value) == bytes.data() + text.size() ? value : -1;
}

TEST(DecimalField, IsReadWithoutTheZerosAtItsEnd) {
    EXPECT_EQ(decimal("4261.48"), (Read{426'148, 2, 7}));
    EXPECT_EQ(decimal("4261.48000000"), (Read{426'148, 2, 13}));
    EXPECT_EQ(decimal("10000"), (Read{10'000, 0, 5}));
    EXPECT_EQ(decimal("0.00000001"), (Read{1, 8, 10}));
    EXPECT_EQ(decimal("0.0"), (Read{0, 0, 3}));
    EXPECT_EQ(decimal("1234567890123.00000000"), (Read{1'234'567'890'123, 0, 22}));
    EXPECT_EQ(decimal("12345678.12345678"), (Read{1'234'567'812'345'678, 8, 17}));
    EXPECT_EQ(decimal("1.123456789"), (Read{1'123'456'789, 9, 11}));
}

TEST(DecimalField, EndsWhereTheNumberEnds) {
    EXPECT_EQ(decimal("1.5,2.5"), (Read{15, 1, 3}));
    EXPECT_EQ(decimal("1.5\r"), (Read{15, 1, 3}));
    EXPECT_EQ(decimal("1e5"), (Read{1, 0, 1}));
}

TEST(DecimalField, RefusesWhatIsNoNumberOrTooLong) {
    for (const char* text : {"",
                             ".",
                             ".5",
                             "5.",
                             "-1",
                             "+1",
                             "NaN",
                             "inf",
                             " 1",
                             "abc",
                             ",1",
                             "1234567890123456789",
                             "0.1234567890123456789"}) {
        EXPECT_EQ(decimal(text), Read{}) << text;
    }
}

TEST(IntegerField, IsReadUpToEighteenDigits) {
    EXPECT_EQ(integer("0"), 0);
    EXPECT_EQ(integer("1577836800000"), 1'577'836'800'000);
    EXPECT_EQ(integer("1577836800000000"), 1'577'836'800'000'000);
    EXPECT_EQ(integer("999999999999999999"), 999'999'999'999'999'999);
    EXPECT_EQ(integer("1000000000000000000"), -1);
    EXPECT_EQ(integer("1.5"), -1);
    EXPECT_EQ(integer(""), -1);
}

TEST(Scaling, SaysWhereItDoesNotFit) {
    std::int64_t out = 0;
    EXPECT_TRUE(scaled({.digits = 15, .places = 1}, 8, out));
    EXPECT_EQ(out, 150'000'000);
    EXPECT_FALSE(scaled({.digits = 999'999'999'999'999'999, .places = 0}, 8, out));
}

}  // namespace
}  // namespace tradelab

#include "core/text.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace tradelab {
namespace {

TEST(Utf8, AcceptsEveryLength) {
    EXPECT_EQ(first_invalid_utf8("a\u00e9\u20ac\U0001F600"), std::nullopt);
}

TEST(Utf8, SaysWhereItEnds) {
    EXPECT_EQ(first_invalid_utf8("ab\xff"), 2U);
    EXPECT_EQ(first_invalid_utf8("\xc0\xaf"), 0U);          // overlong
    EXPECT_EQ(first_invalid_utf8("\xe0\x80\xaf"), 0U);      // overlong
    EXPECT_EQ(first_invalid_utf8("\xed\xa0\x80"), 0U);      // surrogate
    EXPECT_EQ(first_invalid_utf8("\xf4\x90\x80\x80"), 0U);  // above U+10FFFF
    EXPECT_EQ(first_invalid_utf8("a\xe2\x82"), 1U);         // cut off
}

TEST(Printable, EscapesWhatATerminalWouldObey) {
    EXPECT_EQ(printable("a\x1b[31m\n", 100), "a\\x1b[31m\\x0a");
    EXPECT_EQ(printable("\xc2\x9b"
                        "2J",
                        100),
              "\\xc2\\x9b2J");  // the one-byte CSI, as UTF-8
    EXPECT_EQ(printable("\xff", 100), "\\xff");
    EXPECT_EQ(printable("h\u00e9 \u20ac", 100), "h\u00e9 \u20ac");
}

TEST(Printable, CutsBetweenCharacters) {
    EXPECT_EQ(printable("\u20ac\u20ac", 5), "\u20ac...");
    EXPECT_EQ(printable("\u20ac\u20ac", 6), "\u20ac\u20ac");
}

TEST(Listed, ReadsLikeASentence) {
    EXPECT_EQ(listed(std::array<std::string, 0>{}), "");
    EXPECT_EQ(listed(std::array<std::string, 1>{"a"}), "a");
    EXPECT_EQ(listed(std::array<std::string, 3>{"a", "b", "c"}), "a, b and c");
}

}  // namespace
}  // namespace tradelab

#include "document/json_parse.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tradelab {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string refusal(std::string_view text, JsonLimits limits = {}) {
    const auto value = parse_json(text, limits);
    return value ? "accepted" : describe(value.error());
}

std::string nested(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

TEST(JsonParse, KeepsOrderKindsAndWholeNumbersExactly) {
    const auto value = parse_json(
        R"({"b": [1, -9223372036854775808, 9223372036854775807], "a": 0.10, "c": null,
            "d": true, "e": "h\u00e9 \ud83d\ude00", "f": 1E2, "g": {}})");

    ASSERT_TRUE(value) << describe(value.error());
    const JsonObject expected = {{"b", JsonArray{1, INT64_MIN, INT64_MAX}},
                                 {"a", JsonDecimal{"0.10"}},
                                 {"c", nullptr},
                                 {"d", true},
                                 {"e", "h\u00e9 \U0001F600"},
                                 {"f", JsonDecimal{"1E2"}},
                                 {"g", JsonObject{}}};
    EXPECT_EQ(*value, JsonValue(expected));
}

TEST(JsonParse, SaysLineAndColumnOfWhatIsNoJson) {
    EXPECT_THAT(refusal("{\n  \"a\": 1,\n  \"b\" 2\n}"), StartsWith("line 3, column 7: "));
    EXPECT_THAT(refusal("{\"a\": 1"), StartsWith("line 1, column 8: "));
    EXPECT_THAT(refusal(""), StartsWith("line 1, column 1: "));
    EXPECT_THAT(refusal("[1]\n x"), StartsWith("line 2, column 2: "));
}

TEST(JsonParse, RefusesWhatOtherReadersLetPass) {
    const char* const texts[] = {"[1,]",        "{\"a\":1,}", "// a\n1",      "/* a */ 1",
                                 "NaN",         "[Infinity]", "{a: 1}",       "'a'",
                                 "01",          "+1",         ".5",           "1.",
                                 "1 2",         "[1] []",     "\"a\nb\"",     "\"\\x41\"",
                                 "\"\\ud800\"", "\"\xff\"",   "\"\xc0\xaf\"", "\"\xed\xa0\x80\"",
                                 "1e999",       "tru"};
    for (const char* text : texts) {
        EXPECT_THAT(refusal(text), HasSubstr("line ")) << text;
    }
    EXPECT_THAT(refusal("\xef\xbb\xbf{}"), HasSubstr("byte order mark"));
    EXPECT_THAT(refusal(std::string_view("{}\0", 3)), StartsWith("line 1, column 3: a zero"));
    EXPECT_THAT(refusal(std::string_view("{}\0x", 4)), StartsWith("line 1, column 3: a zero"));
}

TEST(JsonParse, ANameThatStandsTwiceIsRefusedWithItsPlace) {
    EXPECT_THAT(refusal(R"({"a": {"b/c": 1, "d": 2, "b/c": 1}})"),
                StartsWith("/a/b~1c is written twice"));
    EXPECT_THAT(refusal(R"([{"x": 1}, {"x": 1, "x": 2}])"), StartsWith("/1/x is written twice"));
    EXPECT_EQ(refusal(R"([{"x": 1}, {"x": 1}])"), "accepted");
    // Names are compared after their escapes.
    EXPECT_THAT(refusal(R"({"a": 1, "\u0061": 2})"), StartsWith("/a is written twice"));
}

TEST(JsonParse, NumbersBeyondSixtyFourBitsAreRefusedNotRounded) {
    EXPECT_THAT(refusal(R"({"a": [0, 9223372036854775808]})"),
                StartsWith("/a/1 = 9223372036854775808 does not fit"));
    EXPECT_THAT(refusal("-9223372036854775809"), StartsWith("the document = -92233"));
    EXPECT_THAT(refusal("123456789012345678901234567890"), HasSubstr("does not fit"));
}

TEST(JsonParse, DepthAndSizeAreBounded) {
    EXPECT_EQ(refusal(nested(8)), "accepted");
    EXPECT_THAT(refusal(nested(9)), HasSubstr("deeper than 8"));
    EXPECT_THAT(refusal(std::string(60'000, '[')), HasSubstr("deeper than 8"));
    EXPECT_THAT(refusal(R"({"a": {"b": [[1]]}})", {.depth_max = 3}),
                StartsWith("/a/b/0 lies deeper"));
    EXPECT_EQ(refusal("[1,2]", {.bytes_max = 5}), "accepted");
    EXPECT_THAT(refusal("[1, 2]", {.bytes_max = 5}), HasSubstr("has 6 bytes"));
}

}  // namespace
}  // namespace tradelab

#include "document/json_write.hpp"

#include "document/json_parse.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tradelab {
namespace {

using testing::HasSubstr;

TEST(CanonicalJson, SortsNamesAndDropsEveryBlank) {
    const JsonValue value = JsonObject{{"b", JsonArray{1, -2, nullptr, true}},
                                       {"a", JsonObject{{"z", "x"}, {"B", JsonObject{}}}}};

    const auto text = canonical_json(value);

    EXPECT_EQ(*text, R"({"a":{"B":{},"z":"x"},"b":[1,-2,null,true]})");
}

TEST(CanonicalJson, TheOrderOfWritingDoesNotMatter) {
    const auto one = parse_json("{\"a\": 1,\n \"b\": [ 2 ]}");
    const auto other = parse_json("{\"b\":[2],\"a\":1}");

    EXPECT_EQ(*canonical_json(*one), *canonical_json(*other));
}

TEST(CanonicalJson, EscapesOnlyWhatMustBe) {
    const auto text = canonical_json("\"\\/\b\t\n\f\r\x01\x0b\x1f\u00e9\u20ac");

    EXPECT_EQ(*text, "\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0001\\u000b\\u001f\u00e9\u20ac\"");
}

TEST(CanonicalJson, RefusesANumberThatHasManySpellings) {
    const auto text = canonical_json(JsonObject{{"a", JsonArray{JsonDecimal{"1.50"}}}});

    ASSERT_FALSE(text);
    EXPECT_THAT(describe(text.error()), HasSubstr("/a/0 = 1.50 has no canonical form"));
}

TEST(PrettyJson, PutsOneMemberOnALine) {
    const JsonValue value = JsonObject{{"b", JsonArray{1, JsonDecimal{"0.10"}}},
                                       {"a", JsonArray{}},
                                       {"c", JsonObject{{"d", JsonObject{}}}}};

    EXPECT_EQ(pretty_json(value), R"({
  "b": [
    1,
    0.10
  ],
  "a": [],
  "c": {
    "d": {}
  }
})");
    EXPECT_EQ(line_json(value), R"({"b":[1,0.10],"a":[],"c":{"d":{}}})");
}

TEST(PrettyJson, IsValidWhateverAStrangerWrote) {
    const std::string text = pretty_json(JsonObject{{"a\xff", "\xc3\x28 \xf0\x9f"}});

    EXPECT_TRUE(parse_json(text)) << text;
    EXPECT_THAT(text, HasSubstr("\xef\xbf\xbd("));
}

TEST(JsonReal, IsTheShortestTextThatReadsBack) {
    EXPECT_EQ(line_json(JsonValue::real(0.1)), "0.1");
    EXPECT_EQ(line_json(JsonValue::real(1.0 / 3)), "0.3333333333333333");
    EXPECT_EQ(line_json(JsonValue::real(0.0 / 1)), "0");
    EXPECT_TRUE(JsonValue::real(HUGE_VAL).is_null());
}

}  // namespace
}  // namespace tradelab

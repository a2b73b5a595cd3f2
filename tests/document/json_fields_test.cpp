#include "document/json_fields.hpp"

#include "document/json_parse.hpp"

#include <gtest/gtest.h>

namespace tradelab {
namespace {

std::string said(const std::optional<Error>& problem) {
    return problem ? describe(*problem) : "nothing";
}

TEST(JsonFields, ReadsWhatIsThere) {
    const auto value = *parse_json(R"({"n": -3, "t": "x", "l": ["a", "b"], "y": true})");
    std::optional<Error> problem;

    JsonFields fields(value, "", {"n", "t", "l", "y"}, problem);

    EXPECT_EQ(fields.integer("n"), -3);
    EXPECT_EQ(fields.text("t", 10), "x");
    EXPECT_EQ(fields.texts("l", 10), (std::vector<std::string>{"a", "b"}));
    EXPECT_TRUE(fields.truth("y"));
    EXPECT_EQ(said(problem), "nothing");
}

TEST(JsonFields, AnUnknownKeyIsRefusedWithWhatWasMeant) {
    const auto value = *parse_json(R"({"rationale": 1, "parants": 2})");
    std::optional<Error> problem;

    const JsonFields fields(value, "/x", {"rationale", "parents"}, problem);

    EXPECT_EQ(said(problem), "unknown key /x/parants: did you mean \"parents\"?");
}

TEST(JsonFields, KeepsTheFirstThingThatWasWrong) {
    const auto value = *parse_json(R"({"n": 2.5, "t": ""})");
    std::optional<Error> problem;

    JsonFields fields(value, "", {"n", "t", "m"}, problem);
    (void)fields.integer("n");
    (void)fields.text("t", 10);
    (void)fields.integer("m");

    EXPECT_EQ(said(problem), "/n = 2.5: it must be a whole number, and is a number with a point");
}

TEST(JsonFields, SaysWhatIsMissingOrTooLong) {
    const auto value = *parse_json(R"({"t": "four"})");
    std::optional<Error> missing;
    std::optional<Error> long_text;

    (void)JsonFields(value, "/a", {"t", "m"}, missing).integer("m");
    (void)JsonFields(value, "/a", {"t"}, long_text).text("t", 3);

    EXPECT_EQ(said(missing), "/a/m is missing: every key is mandatory");
    EXPECT_EQ(said(long_text), "/a/t has 4 bytes: write 1 to 3");
}

TEST(JsonFields, OfWhatIsNoObjectIsRefused) {
    std::optional<Error> problem;

    (void)JsonFields(JsonArray{}, "", {"a"}, problem).text("a", 3);

    EXPECT_EQ(said(problem), "the document is a list: it must be an object, and is a list");
}

}  // namespace
}  // namespace tradelab

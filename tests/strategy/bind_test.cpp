#include "document/json_write.hpp"
#include "strategy/parameter_file.hpp"
#include "strategy/parameter_files.hpp"
#include "strategy/parameter_schema.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tradelab {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string refusal(const std::string& text, const Declaration& declaration = crossing()) {
    const auto file = parse_parameter_file(text, "x.json");
    if (!file) {
        return describe(file.error());
    }
    const auto bound = bind(*file, declaration);
    return bound ? "accepted" : describe(bound.error());
}

TEST(Bind, GivesTicksAndInstrumentsInTheOrderOfTheDeclaration) {
    const auto file =
        *parse_parameter_file(with("\"fast\": 20, \"slow\": 30, \"stop\": 25, \"entry\": 0",
                                   "\"entry\": 1, \"stop\": 25, \"slow\": 30, \"fast\": 20"),
                              "x.json");

    const auto bound = bind(file, crossing());

    ASSERT_TRUE(bound) << describe(bound.error());
    EXPECT_EQ(bound->ticks, (std::vector<std::int64_t>{20, 30, 25, 1}));
    EXPECT_EQ(bound->instruments.at(0).text(), "binance.usdm:BTC-USDT-PERP");
}

TEST(Bind, RefusesAnotherPluginAndAnotherVersion) {
    Declaration newer = crossing();
    newer.version = "2.0.0";
    Declaration candidate = crossing();
    candidate.version = "1.3.0-rc.1";
    Declaration other = crossing();
    other.kind = "source";

    EXPECT_THAT(refusal(with("org.example.cross", "org.example.other")),
                StartsWith("/plugin/id = \"org.example.other\" met org.example.cross"));
    EXPECT_THAT(refusal(whole_file, newer),
                StartsWith("/plugin/versions = \">=1.0.0 <2.0.0\", and org.example.cross here is "
                           "2.0.0"));
    EXPECT_THAT(refusal(whole_file, candidate), HasSubstr("here is 1.3.0-rc.1"));
    EXPECT_THAT(refusal(whole_file, other), HasSubstr("is no strategy"));
}

TEST(Bind, EveryParameterMustBeThereAndNoOther) {
    EXPECT_EQ(refusal(with(", \"stop\": 25, \"entry\": 0", "")),
              "/parameters lacks 2 parameters: a file says everything; the plugin begins with "
              "\"stop\": 25 (2.5 atr) and \"entry\": 0 (cross)");
    EXPECT_THAT(refusal(with("\"slow\"", "\"slwo\"")),
                StartsWith("unknown key /parameters/slwo: did you mean \"slow\"?"));
}

TEST(Bind, RefusesWhatIsOutOfRangeOrBreaksAConstraint) {
    EXPECT_EQ(refusal(with("\"stop\": 25", "\"stop\": 101")),
              "/parameters/stop = 101 ticks: it must lie within 1..100 (0.1 atr to 10 atr)");
    EXPECT_THAT(refusal(with("\"slow\": 30", "\"slow\": 24")),
                HasSubstr("slow must be at least 5 ticks above fast"));
    EXPECT_EQ(refusal(with("\"slow\": 30", "\"slow\": 25")), "accepted");
}

TEST(Bind, EveryRoleIsPlayedByAnInstrumentThatItTakes) {
    EXPECT_THAT(refusal(with("usdm:BTC-USDT-PERP", "spot:BTC-USDT")),
                StartsWith("/roles/main = \"binance.spot:BTC-USDT\" is of kind spot: the plugin "
                           "takes perp here"));
    EXPECT_THAT(refusal(with("\"main\"", "\"mian\"")),
                StartsWith("unknown key /roles/mian: did you mean \"main\"?"));
    EXPECT_THAT(refusal(with("\"main\": \"binance.usdm:BTC-USDT-PERP\"", "")),
                StartsWith("/roles/main is missing: What is traded."));
}

TEST(Bind, NoInstrumentPlaysTwoRoles) {
    Declaration pair = crossing();
    pair.roles.push_back(pair.roles[0]);
    pair.roles[1].name = "other";

    EXPECT_THAT(
        refusal(with("\"main\":", "\"other\": \"binance.usdm:BTC-USDT-PERP\", \"main\":"), pair),
        HasSubstr("plays two roles"));
}

TEST(ParameterSchema, SaysRangesUnitsAndWhatItCannotCheck) {
    const std::string schema = line_json(parameter_schema(crossing()));

    EXPECT_THAT(schema, HasSubstr("draft/2020-12"));
    EXPECT_THAT(schema,
                HasSubstr(R"("stop":{"type":"integer","description":"Where it gives up. One tick )"
                          R"(is 0.1 atr.","minimum":1,"maximum":100,"default":25})"));
    EXPECT_THAT(schema, HasSubstr("0 is cross, 1 is touch."));
    EXPECT_THAT(schema, HasSubstr("\"$comment\":\"In ticks: fast + 5 <= slow\""));
    EXPECT_THAT(schema, HasSubstr(R"("required":["fast","slow","stop","entry"])"));
}

}  // namespace
}  // namespace tradelab

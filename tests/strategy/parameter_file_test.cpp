#include "strategy/parameter_file.hpp"

#include "document/json_write.hpp"
#include "strategy/parameter_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tradelab {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

std::string refusal(const std::string& text) {
    const auto file = parse_parameter_file(text, "x.json");
    return file ? "accepted" : describe(file.error());
}

TEST(ParameterFile, SaysEverythingAboutAStrategy) {
    const auto file = parse_parameter_file(whole_file, "x.json");

    ASSERT_TRUE(file) << describe(file.error());
    EXPECT_EQ(file->name, "cross_btc_perp_1h");
    EXPECT_EQ(file->plugin, "org.example.cross");
    EXPECT_EQ(file->versions.text(), ">=1.0.0 <2.0.0");
    ASSERT_EQ(file->roles.size(), 1U);
    EXPECT_EQ(file->roles[0].instrument.text(), "binance.usdm:BTC-USDT-PERP");
    EXPECT_EQ(file->timeframe.text(), "1h");
    EXPECT_EQ(file->parameters[1].name, "slow");
    EXPECT_EQ(file->parameters[1].ticks, 30);
    EXPECT_EQ(file->by, ProposedBy::human);
    EXPECT_EQ(file->parents, std::vector<std::string>{std::string(64, 'a')});
}

TEST(ParameterFile, ItsIdentityIsTheHashOfItsCanonicalForm) {
    const auto file = *parse_parameter_file(whole_file, "x.json");

    EXPECT_THAT(canonical_text(file),
                StartsWith(R"({"name":"cross_btc_perp_1h","origin":{"by":"human","text":"by )"));
    EXPECT_EQ(identity_of(file),
              "7989285e3b42cfa1569eace8bba1cc82b92b652de4b0ae6ad3a155ef6c049a5e");
}

TEST(ParameterFile, LayoutDoesNotChangeTheIdentityAndALetterDoes) {
    const auto file = *parse_parameter_file(whole_file, "x.json");
    const auto again = *parse_parameter_file(canonical_text(file), "y.json");
    const auto pretty = *parse_parameter_file(pretty_json(json_of(file)), "z.json");
    const auto other = *parse_parameter_file(with("20", "21"), "x.json");
    const auto reworded = *parse_parameter_file(with("go on", "go in"), "x.json");

    EXPECT_EQ(identity_of(again), identity_of(file));
    EXPECT_EQ(identity_of(pretty), identity_of(file));
    EXPECT_NE(identity_of(other), identity_of(file));
    EXPECT_NE(identity_of(reworded), identity_of(file));
    EXPECT_EQ(substance_of(reworded), substance_of(file));
    EXPECT_NE(substance_of(other), substance_of(file));
}

TEST(ParameterFile, ItsSubstanceDoesNotDependOnTheOrderInWhichItIsWritten) {
    const std::string one = R"("main": "binance.usdm:BTC-USDT-PERP")";
    const auto substance = [&](const std::string& roles, const std::string& parameters) {
        std::string text = with(one, roles);
        const std::string ticks = R"("fast": 20, "slow": 30, "stop": 25, "entry": 0)";
        text.replace(text.find(ticks), ticks.size(), parameters);
        const auto file = parse_parameter_file(text, "x.json");
        return file ? substance_of(*file) : describe(file.error());
    };
    const std::string spot = R"("spot": "binance.spot:BTC-USDT")";
    const std::string perp = R"("perp": "binance.usdm:BTC-USDT-PERP")";
    const std::string crossed =
        R"("spot": "binance.usdm:BTC-USDT-PERP", "perp": "binance.spot:BTC-USDT")";
    const std::string written = substance(spot + ", " + perp, R"("fast": 20, "slow": 30)");

    // As it stands on records that are older than the rule.
    EXPECT_EQ(written, "419b84b0aed49a1be5e5e5b7353d4043d3679fc557eddd48cc14687b8e7ab17f");
    EXPECT_EQ(substance(perp + ", " + spot, R"("fast": 20, "slow": 30)"), written);
    EXPECT_EQ(substance(spot + ", " + perp, R"("slow": 30, "fast": 20)"), written);
    EXPECT_EQ(substance(perp + ", " + spot, R"("slow": 30, "fast": 20)"), written);
    EXPECT_NE(substance(crossed, R"("fast": 20, "slow": 30)"), written);
    EXPECT_NE(substance(perp, R"("fast": 20, "slow": 30)"), written);
}

TEST(ParameterFile, RefusesWhatIsNotWholeTicks) {
    EXPECT_THAT(refusal(with("\"slow\": 30", "\"slow\": 30.0")),
                StartsWith("x.json: /parameters/slow = 30.0: ticks are whole numbers, and this is "
                           "a number with a point"));
    EXPECT_THAT(refusal(with("\"slow\": 30", "\"slow\": \"30\"")), HasSubstr("this is a text"));
    EXPECT_THAT(refusal(with("\"slow\": 30", "\"slow\": null")), HasSubstr("this is null"));
    EXPECT_THAT(refusal(with("\"slow\": 30", "\"slow\": 9223372036854775808")),
                HasSubstr("/parameters/slow = 9223372036854775808 does not fit"));
}

TEST(ParameterFile, RefusesUnknownRepeatedAndMissingKeys) {
    EXPECT_THAT(refusal(with("\"rationale\"", "\"rational\"")),
                StartsWith("x.json: unknown key /rational: did you mean \"rationale\"?"));
    EXPECT_THAT(refusal(with("\"slow\"", "\"fast\"")),
                StartsWith("x.json: /parameters/fast is written twice"));
    EXPECT_THAT(refusal(with("\"timeframe\": \"1h\",", "")),
                StartsWith("x.json: /timeframe is missing"));
    EXPECT_THAT(refusal(with("\"versions\": \">=1.0.0 <2.0.0\"", "\"version\": \"1\"")),
                StartsWith("x.json: unknown key /plugin/version: did you mean \"versions\"?"));
    EXPECT_THAT(refusal(with("\"fast\": 20", "\"fast\": [[[[[[[[20]]]]]]]]")),
                HasSubstr("lies deeper than 8"));
}

TEST(ParameterFile, SaysWhichValueIsWrongAndWhatItMayBe) {
    EXPECT_THAT(refusal(with("strategy/1", "strategy/2")),
                StartsWith("x.json: /schema = \"tradelab.strategy/2\": this program reads"));
    EXPECT_THAT(refusal(with("cross_btc_perp_1h", "Cross BTC")), StartsWith("x.json: /name = "));
    EXPECT_THAT(refusal(with(">=1.0.0 <2.0.0", "1.x")), StartsWith("x.json: /plugin/versions: "));
    EXPECT_THAT(refusal(with("binance.usdm:BTC-USDT-PERP", "BTCUSDT")),
                StartsWith("x.json: /roles/main = \"BTCUSDT\": name an instrument"));
    EXPECT_THAT(refusal(with("\"1h\"", "\"60m\"")), StartsWith("x.json: /timeframe = \"60m\""));
    EXPECT_THAT(refusal(with("human", "oracle")),
                EndsWith("it is one of human, playbook, search, llm"));
    EXPECT_THAT(refusal(with("aaaa", "AAAA")), StartsWith("x.json: /parents/0 = \"AAAA"));
    EXPECT_THAT(refusal(with("[\"aaaa", "[\"" + std::string(64, 'b') + "\", \"g\", \"aaaa")),
                StartsWith("x.json: /parents/1 = \"g\": it must be an identity of 64 digits"));
    EXPECT_THAT(refusal("[]"), StartsWith("x.json: the document is a list"));
    EXPECT_THAT(refusal("{"), StartsWith("x.json:1: line 1, column 2: "));
    EXPECT_THAT(refusal(std::string(parameter_file_bytes_max + 1, ' ')), HasSubstr("bytes"));
}

}  // namespace
}  // namespace tradelab

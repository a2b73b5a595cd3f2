#include "cli/program.hpp"
#include "document/json_parse.hpp"
#include "document/sha256.hpp"
#include "lifecycle/lifecycle.hpp"
#include "lifecycle/subject.hpp"
#include "os/clock.hpp"
#include "os/real_disk.hpp"
#include "support/tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace tradelab {
namespace {

using testing::HasSubstr;

const std::filesystem::path shipped = source_tree() / "strategies";

JsonValue document_of(const Outcome& outcome) {
    auto document = parse_json(outcome.output.bytes, {.bytes_max = 1U << 20U, .depth_max = 16});
    EXPECT_TRUE(document) << outcome.output.bytes << outcome.errors.bytes;
    return document ? std::move(*document) : JsonValue();
}

// A copy of the shipped momentum file, one place changed, in the home of the program.
std::string broken(const Program& tradelab, const std::string& old, const std::string& fresh) {
    const auto path = tradelab.home.path() / "momentum_btc_perp_1h.json";
    std::filesystem::copy_file(
        shipped / path.filename(), path, std::filesystem::copy_options::overwrite_existing);
    replace_in(path, old, fresh);
    return path.filename();
}

TEST(StrategyCheck, EveryShippedFileFitsItsPluginAndIsNamedLikeItsFile) {
    const Program tradelab;
    std::vector<std::string> words = {"strategy", "check"};
    for (const auto& entry : std::filesystem::directory_iterator(shipped)) {
        if (entry.path().extension() == ".json") {
            words.push_back(entry.path());
        }
    }
    ASSERT_GE(words.size(), 3U);

    const auto outcome = tradelab(words);

    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_EQ(outcome.errors.bytes, "");
}

TEST(StrategyCheck, SaysWhatIsWrongAndWhere) {
    const Program tradelab;
    const struct {
        const char* old;
        const char* fresh;
        const char* said;
    } cases[] = {
        {"\"stop\": 30", "\"stop\": 3.0", "momentum_btc_perp_1h.json: /parameters/stop = 3.0"},
        {"\"stop\": 30", "\"stop\": 101", "/parameters/stop = 101 ticks"},
        {"\"stop\": 30", "\"stpo\": 30", "did you mean \"stop\"?"},
        {"\"stop\": 30", "\"take\": 30", "/parameters/take is written twice"},
        {"\"stop\": 30", "\"stop\": [[[[[[[[3]]]]]]]]", "deeper than 8"},
        {"\"fast\": 20", "\"fast\": 100", "slow must be at least 1 ticks above fast"},
        {">=1.0.0 <2.0.0", ">=2.0.0", "/plugin/versions"},
        {"org.tradelab.momentum", "org.tradelab.momentun", "did you mean org.tradelab.momentum?"},
        {"org.tradelab.momentum", "../elsewhere", "there is no plugin \"../elsewhere\""},
        {"\"timeframe\": \"1h\",", "\"timeframe\": \"1h\"", "line 12, column 14"},
    };
    for (const auto& each : cases) {
        const std::string file = broken(tradelab, each.old, each.fresh);

        const auto outcome = tradelab({"strategy", "check", file});

        EXPECT_NE(outcome.exit_code, 0) << each.fresh;
        EXPECT_THAT(outcome.errors.bytes, HasSubstr(each.said)) << each.fresh;
        EXPECT_THAT(outcome.errors.bytes, HasSubstr("momentum_btc_perp_1h.json")) << each.fresh;
    }
}

TEST(StrategyCheck, OneBadFileAmongGoodOnesIsAFailureThatNamesIt) {
    const Program tradelab;
    const std::string bad = broken(tradelab, "\"stop\": 30", "\"stop\": null");

    const auto outcome =
        tradelab({"strategy", "check", "--json", shipped / "momentum_eth_perp_1h.json", bad});

    EXPECT_EQ(outcome.exit_code, 1);
    const JsonValue document = document_of(outcome);
    const JsonArray& files = *document["files"].array();
    EXPECT_EQ(files.at(0)["ok"], true);
    EXPECT_EQ(files.at(1)["ok"], false);
    EXPECT_EQ(files.at(1)["error"]["file"], bad);
}

TEST(StrategyHash, IsTheIdentityThatExportNames) {
    const Program tradelab;
    const std::string file = shipped / "momentum_btc_perp_1h.json";

    const auto hash = tradelab({"strategy", "hash", file});
    const JsonValue exported = document_of(tradelab({"strategy", "export", file}));

    EXPECT_EQ(hash.output.bytes, *exported["id"].text() + "  " + file + "\n");
}

TEST(StrategyExport, PrintsExactlyTheNamesThatWereAgreedOn) {
    const Program tradelab;

    const JsonValue exported =
        document_of(tradelab({"strategy", "export", shipped / "momentum_btc_perp_1h.json"}));

    std::vector<std::string> names;
    for (const JsonMember& member : *exported.object()) {
        names.push_back(member.name);
    }
    EXPECT_EQ(names,
              (std::vector<std::string>{"id",
                                        "name",
                                        "type",
                                        "parameters",
                                        "performance",
                                        "status",
                                        "created_at",
                                        "approved_at"}));
    EXPECT_EQ(exported["name"], "momentum_btc_perp_1h");
    EXPECT_EQ(exported["type"], "momentum");
    EXPECT_EQ(exported["parameters"]["stop"], 30);
    EXPECT_EQ(exported["performance"],
              (JsonObject{{"backtest", nullptr}, {"dry_run", nullptr}, {"live", nullptr}}));
    EXPECT_EQ(exported["status"], "testing");
    EXPECT_TRUE(exported["created_at"].is_null());
}

// A life of the shipped momentum file, as far as `stage`, its first step on day 1.
void live_up_to(const Program& tradelab, LifeStage stage, std::chrono::hours approved_for) {
    const auto hash = tradelab({"strategy", "hash", shipped / "momentum_btc_perp_1h.json"});
    RealDisk disk;
    Lifecycle record(disk, tradelab.home.path() / ".local/state/tradelab/lifecycle");
    for (int at = 0; at < static_cast<int>(stage); ++at) {
        StageEdge edge = step("one", static_cast<LifeStage>(at), static_cast<LifeStage>(at + 1));
        edge.strategy = hash.output.bytes.substr(0, 64);
        if (edge.to == LifeStage::approved) {
            edge.expires_at = SystemClock().now() + approved_for;
        }
        const auto added = record.add(std::span(&edge, 1), day(at + 1));
        ASSERT_TRUE(added) << describe(added.error());
    }
}

TEST(StrategyExport, SaysHowFarTheLifeOfTheStrategyHasCome) {
    constexpr std::chrono::hours week(24 * 7);
    const auto approved_on = iso_text(day(static_cast<int>(LifeStage::approved)));
    const struct {
        LifeStage stage;
        std::chrono::hours approved_for;
        const char* status;
        JsonValue approved_at;
    } cases[] = {{LifeStage::paper, week, "testing", nullptr},
                 {LifeStage::awaiting_approval, week, "testing", nullptr},
                 {LifeStage::approved, week, "approved", approved_on},
                 {LifeStage::approved, -week, "testing", nullptr},  // nobody took it back so far
                 {LifeStage::canary, week, "live", approved_on},
                 {LifeStage::retired, week, "retired", nullptr}};
    for (const auto& each : cases) {
        const Program tradelab;
        live_up_to(tradelab, each.stage, each.approved_for);

        const JsonValue exported =
            document_of(tradelab({"strategy", "export", shipped / "momentum_btc_perp_1h.json"}));

        EXPECT_EQ(exported["status"], each.status) << stage_text(each.stage);
        EXPECT_EQ(exported["created_at"], iso_text(day(1)));
        EXPECT_EQ(exported["approved_at"], each.approved_at) << stage_text(each.stage);
    }
    EXPECT_THAT(Program()({"strategy", "export", "--help"}).output.bytes, HasSubstr("dry_run"));
}

TEST(StrategyShow, SaysTicksInWords) {
    const Program tradelab;

    const auto outcome = tradelab({"strategy", "show", shipped / "momentum_btc_perp_1h.json"});

    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_THAT(outcome.output.bytes, HasSubstr("3 atr"));
    EXPECT_THAT(outcome.output.bytes, HasSubstr("binance.usdm:BTC-USDT-PERP"));
}

TEST(StrategySchema, IsOfThePluginAndOfTheStandard) {
    const Program tradelab;

    const JsonValue schema = document_of(tradelab({"strategy", "schema", "org.tradelab.momentum"}));

    EXPECT_EQ(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    EXPECT_EQ(schema["properties"]["parameters"]["properties"]["stop"]["maximum"], 100);
}

TEST(StrategyFiles, CompleteFromTheTopOfAProject) {
    const Program tradelab;
    write_text(tradelab.home.path() / "strategies/a.json", "{}");
    write_text(tradelab.home.path() / "strategies/notes.txt", "");

    EXPECT_EQ(tradelab({"complete", "--", "strategy", "check", "str"}).output.bytes,
              "strategies/a.json\n");
    EXPECT_EQ(tradelab({"complete", "--", "strategy", "sh"}).output.bytes, "show\n");
}

}  // namespace
}  // namespace tradelab

#include "cli/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace tradelab {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

const std::string cross = (packages / "org.example.cross").string();
const std::string crash = (packages / "org.example.crash").string();

bool is_ascii(const std::string& text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

json document_of(const Outcome& outcome) {
    return json::parse(outcome.output.bytes);
}

// ---- list -------------------------------------------------------------------------------------

TEST(PluginList, ShowsWhatIsThereAndSaysWhatWasRefused) {
    const Program tradelab;
    const auto good = copy_of_cross(tradelab.home.path() / "mine/org.example.cross");
    const auto wrong = copy_of_cross(tradelab.home.path() / "mine/org.example.wrong");
    replace_in(wrong / "plugin.toml", "id = \"org.example.cross\"", "id = \"org.example.wrong\"");
    replace_in(wrong / "plugin.toml", "major = 1", "major = 9");

    const auto outcome = tradelab({"plugin", "list", "--plugins", "mine"});

    EXPECT_EQ(outcome.exit_code, 7);
    EXPECT_THAT(outcome.output.bytes, HasSubstr("org.example.cross"));
    EXPECT_THAT(outcome.output.bytes, Not(HasSubstr("refused")));
    EXPECT_THAT(outcome.errors.bytes, HasSubstr("ABI 9"));
    EXPECT_THAT(outcome.errors.bytes, HasSubstr("org.example.wrong/plugin.toml"));

    const auto document = document_of(tradelab({"--json", "plugin", "list", "--plugins", "mine"}));
    EXPECT_EQ(document.at("refused").size(), 1U);
    EXPECT_EQ(document.at("refused")[0].at("error").at("code"), "abi_mismatch");
    const auto& plugins = document.at("plugins");
    EXPECT_TRUE(std::ranges::any_of(plugins, [&](const json& plugin) {
        return plugin.at("id") == "org.example.cross" && plugin.at("origin") == "installed" &&
               plugin.at("folder") == good.string();
    }));
}

TEST(PluginList, TheFlagGoesBeforeTheVariableAndThatBeforeTheHome) {
    Program tradelab;
    const auto id = [&](const std::string& from) {
        const auto folder = copy_of_cross(tradelab.home.path() / from / "org.example.cross");
        replace_in(folder / "plugin.toml", "version = \"1.0.0\"", "version = \"" + from + "\"");
    };
    id("0.0.1");
    id("0.0.2");
    id("0.0.3");
    std::filesystem::create_directories(tradelab.store().parent_path());
    std::filesystem::rename(tradelab.home.path() / "0.0.3", tradelab.store());

    const auto home = tradelab({"plugin", "list"});
    tradelab.variables = {{"TRADELAB_PLUGINS", (tradelab.home.path() / "0.0.2").string()}};
    const auto variable = tradelab({"plugin", "list"});
    const auto flag = tradelab({"plugin", "list", "--plugins", "0.0.1"});

    EXPECT_THAT(home.output.bytes, HasSubstr("0.0.3"));
    EXPECT_THAT(variable.output.bytes, HasSubstr("0.0.2"));
    EXPECT_THAT(flag.output.bytes, HasSubstr("0.0.1"));
}

// ---- info -------------------------------------------------------------------------------------

TEST(PluginInfo, ShowsManifestFilesAndWhatTheCodeDeclares) {
    const Program tradelab;

    const auto outcome = tradelab({"plugin", "info", cross});

    EXPECT_EQ(outcome.exit_code, 0) << outcome.errors.bytes;
    for (const char* fact : {"org.example.cross 1.0.0",
                             "Apache-2.0",
                             "as listed",
                             "fast",
                             "3 bars",
                             "3 in 2..100",
                             "fast + 1 <= slow",
                             "main",
                             "8 bars",
                             "crossed_up"}) {
        EXPECT_THAT(outcome.output.bytes, HasSubstr(fact));
    }
}

TEST(PluginInfo, ACrashingPluginTakesNothingWithIt) {
    const Program tradelab;

    const auto outcome = tradelab({"plugin", "info", crash, "--json"});

    EXPECT_EQ(outcome.exit_code, 7);
    const auto document = document_of(outcome);
    EXPECT_EQ(document.at("id"), "org.example.crash");
    EXPECT_TRUE(document.at("declaration").is_null());
    EXPECT_EQ(document.at("problem").at("code"), "crashed");
    EXPECT_THAT(outcome.errors.bytes, HasSubstr("signal 9"));
}

TEST(PluginInfo, CodeThatIsNotTheListedOneIsNotRun) {
    const Program tradelab;
    const auto folder = copy_of_cross(tradelab.home.path() / "changed");
    write_text(folder / "org.example.cross.so", "not a library\n");

    const auto outcome = tradelab({"plugin", "info", folder.string()});

    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.output.bytes, HasSubstr("changed"));
    EXPECT_THAT(outcome.errors.bytes, HasSubstr("its code was not described: /"));
}

TEST(PluginInfo, AnUnknownIdIsAnsweredWithTheOneThatWasMeant) {
    const Program tradelab;
    copy_of_cross(tradelab.store() / "org.example.cross");

    const auto outcome = tradelab({"plugin", "info", "org.exmaple.cross", "--json"});

    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_EQ(document_of(outcome).at("error").at("code"), "not_found");
    EXPECT_THAT(outcome.errors.bytes, HasSubstr("did you mean org.example.cross?"));
}

// ---- run --------------------------------------------------------------------------------------

TEST(PluginRun, TheSameSeedGivesTheSameAnswerAtEveryBatch) {
    const Program tradelab;

    const auto hash = [&](const std::string& batch, const std::string& seed) {
        const auto outcome =
            tradelab({"plugin", "run", cross, "--json", "--batch", batch, "--seed", seed});
        EXPECT_EQ(outcome.exit_code, 0) << outcome.errors.bytes;
        return document_of(outcome).at("decision_hash").get<std::string>();
    };

    EXPECT_EQ(hash("1", "5"), hash("64", "5"));
    EXPECT_EQ(hash("7", "5"), hash("4096", "5"));
    EXPECT_NE(hash("64", "5"), hash("64", "6"));
}

TEST(PluginRun, ShowsIntentsUnderTheStampThatTheyAreNoEvidence) {
    const Program tradelab;

    const auto outcome = tradelab({"plugin", "run", cross, "--bars", "300"});

    EXPECT_EQ(outcome.exit_code, 0) << outcome.errors.bytes;
    EXPECT_THAT(outcome.output.bytes, testing::StartsWith("SYNTHETIC"));
    for (const char* piece : {"long 50 %", "short 25 %", "crossed_up", "▲", "more ..."}) {
        EXPECT_THAT(outcome.output.bytes, HasSubstr(piece));
    }
    EXPECT_EQ(tradelab({"plugin", "run", cross, "--bars", "300"}).output.bytes,
              outcome.output.bytes);
}

TEST(PluginRun, AllRowsShowsTheWholeTableAndPlainIsAscii) {
    const Program tradelab;

    const auto outcome =
        tradelab({"plugin", "run", cross, "--bars", "300", "--all-rows", "--plain"});
    const auto intents =
        document_of(tradelab({"plugin", "run", cross, "--bars", "300", "--json"})).at("intents");

    EXPECT_TRUE(is_ascii(outcome.output.bytes));
    EXPECT_THAT(outcome.output.bytes, Not(HasSubstr("more ...")));
    EXPECT_THAT(outcome.output.bytes, HasSubstr("go flat"));  // at the hole
    const auto rows = std::ranges::count(outcome.output.bytes, 'Z');
    EXPECT_EQ(static_cast<std::size_t>(rows), intents.size() + 0U);
}

TEST(PluginRun, ACrashIsAnErrorWithARemedy) {
    const Program tradelab;

    const auto outcome = tradelab({"plugin", "run", crash, "--json"});

    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_EQ(document_of(outcome).at("error").at("code"), "crashed");
    EXPECT_THAT(outcome.errors.bytes, HasSubstr("tradelab plugin validate " + crash + ";"))
        << "by its folder, for no id of it is known";
    EXPECT_THAT(outcome.errors.bytes, HasSubstr("for 60 s at most"));
}

TEST(PluginRun, WhatAStrategyLogsIsShown) {
    const Program tradelab;
    const std::string talks = (packages / "org.example.talks").string();

    const auto text = tradelab({"plugin", "run", talks}).output.bytes;
    const auto log = document_of(tradelab({"plugin", "run", talks, "--json"})).at("log");

    EXPECT_THAT(text, HasSubstr("it said (warning): this is the first bar\n"));
    EXPECT_THAT(text, HasSubstr("it said (information): bar 100 by "));
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
    ASSERT_GE(log.size(), 4U);
    EXPECT_EQ(log[0].at("level"), "warning");
    EXPECT_EQ(log[0].at("text"), "this is the first bar");
}

TEST(PluginRun, AManifestThatDoesNotAskForTheLogGetsNone) {
    const Program tradelab;
    const auto folder = tradelab.home.path() / "silent";
    std::filesystem::copy(packages / "org.example.talks", folder);
    replace_in(folder / "plugin.toml", "\"tl.host.log/1\"", "");

    const auto outcome = tradelab({"plugin", "run", folder.string(), "--json"});

    EXPECT_EQ(outcome.exit_code, 0) << outcome.errors.bytes;
    EXPECT_EQ(document_of(outcome).at("log").size(), 0U);
    EXPECT_GE(document_of(outcome).at("intents").size(), 2U);
}

// ---- validate ---------------------------------------------------------------------------------

TEST(PluginValidate, TheCommandThatRepeatsItCanBePasted) {
    const Program tradelab;
    copy_of_cross(tradelab.home.path() / "it's a r\xc3\xa4um");

    const auto first = tradelab(
        {"plugin", "validate", "./it's a r\xc3\xa4um", "--only", "P1", "--reproduce", "7"});
    const std::string said = first.output.bytes;
    const std::string start = "again: tradelab ";
    const auto at = said.find(start) + start.size();
    const std::string command = said.substr(at, said.find('\n', at) - at);
    const auto again = tradelab.typed(command + " --only P1");

    EXPECT_EQ(first.exit_code, 0) << first.errors.bytes;
    EXPECT_EQ(again.exit_code, 0) << again.errors.bytes;
    EXPECT_THAT(again.output.bytes, HasSubstr(start + command + "\n"));
}

TEST(PluginValidate, AGoodPluginPassesAndTheReportSaysHowToRepeatIt) {
    const Program tradelab;

    const auto outcome =
        tradelab({"plugin", "validate", cross, "--only", "P", "--reproduce", "42"});

    EXPECT_EQ(outcome.exit_code, 0) << outcome.output.bytes << outcome.errors.bytes;
    EXPECT_THAT(outcome.output.bytes, HasSubstr("--reproduce 42"));
    EXPECT_THAT(outcome.errors.bytes, HasSubstr("validating"));
    const auto document =
        document_of(tradelab({"plugin", "validate", cross, "--only", "P", "--json"}));
    EXPECT_EQ(document.at("schema"), "tradelab.plugin-report/1");
}

TEST(PluginValidate, AFailingPluginEndsWithOne) {
    const Program tradelab;
    const auto folder = copy_of_cross(tradelab.home.path() / "changed");
    write_text(folder / "org.example.cross.so", "not a library\n");

    const auto outcome = tradelab({"plugin", "validate", folder.string(), "--only", "P"});

    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.output.bytes, HasSubstr("fail"));
}

}  // namespace
}  // namespace tradelab

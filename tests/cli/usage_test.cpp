#include "cli/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <sstream>

namespace tradelab {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> lines_of_section(const std::string& text, const std::string& title) {
    std::istringstream in(text.substr(text.find("\n" + title + ":\n") + title.size() + 3));
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line) && !line.empty();) {
        lines.push_back(line);
    }
    return lines;
}

// The first word of each line.
std::vector<std::string> names_in(const std::vector<std::string>& lines) {
    std::vector<std::string> names;
    for (const auto& line : lines) {
        std::istringstream words(line);
        words >> names.emplace_back();
    }
    return names;
}

TEST(Usage, TheFirstHelpShowsAtMostNineCommandsAndEndsWithWhatIsNext) {
    const Program tradelab;

    const auto outcome = tradelab({});

    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_EQ(outcome.errors.bytes, "");
    const auto commands = names_in(lines_of_section(outcome.output.bytes, "commands"));
    EXPECT_GE(commands.size(), 4U);
    EXPECT_LE(commands.size(), 9U);
    const auto next = lines_of_section(outcome.output.bytes, "next");
    EXPECT_GE(next.size(), 2U);
    EXPECT_LE(next.size(), 3U);
    EXPECT_TRUE(outcome.output.bytes.ends_with(next.back() + "\n"));
    EXPECT_THAT(outcome.output.bytes, Not(HasSubstr("child")));
}

TEST(Usage, NoCommandIsNamedInTheFirstHelpButThoseNineAndTheRestIsOnePageAway) {
    const Program tradelab;
    const std::string first = tradelab({"--help"}).output.bytes;

    const auto outcome = tradelab({"help", "--all"});

    EXPECT_EQ(outcome.exit_code, 0);
    const auto shown = names_in(lines_of_section(first, "commands"));
    const auto all = names_in(lines_of_section(outcome.output.bytes, "commands"));
    EXPECT_GT(all.size(), 30U);
    EXPECT_THAT(first,
                HasSubstr("\n  and " + std::to_string(all.size() - shown.size()) +
                          " more: tradelab help --all\n"));
    for (const auto& name : all) {
        const bool is_shown = std::ranges::find(shown, name) != shown.end();
        EXPECT_EQ(first.find("\n  " + name + " ") != std::string::npos, is_shown) << name;
        EXPECT_EQ(tradelab({name, "--help"}).exit_code, 0) << name;
    }
}

TEST(Usage, TheFirstHelpTellsTheExitCodes) {
    const Program tradelab;

    const auto lines = lines_of_section(tradelab({"--help"}).output.bytes, "exit codes");

    std::string codes;
    for (const auto& line : lines) {
        codes += line;
    }
    for (const char* code : {"0 ok", "1 failed", "2 usage", "3 daemon", "4 not", "5 refused"}) {
        EXPECT_THAT(codes, HasSubstr(code));
    }
    EXPECT_THAT(codes, HasSubstr("130 interrupted"));
}

TEST(Usage, AFamilyOfRarerCommandsListsThem) {
    const Program tradelab;

    EXPECT_THAT(lines_of_section(tradelab({"config", "--help"}).output.bytes, "commands"),
                testing::SizeIs(2));
}

TEST(Usage, EveryCommandHasAHelpOfItsOwn) {
    const Program tradelab;
    const std::vector<std::vector<std::string>> commands = {{"plugin"},
                                                            {"plugin", "list"},
                                                            {"plugin", "info"},
                                                            {"plugin", "validate"},
                                                            {"plugin", "new"},
                                                            {"plugin", "install"},
                                                            {"plugin", "rollback"},
                                                            {"plugin", "remove"},
                                                            {"plugin", "run"},
                                                            {"version"},
                                                            {"completion"},
                                                            {"help"}};

    for (auto words : commands) {
        std::string name = "tradelab";
        std::ranges::for_each(words, [&](const auto& word) { name += " " + word; });
        words.emplace_back("--help");
        const auto outcome = tradelab(words);

        EXPECT_EQ(outcome.exit_code, 0) << name;
        EXPECT_THAT(outcome.output.bytes, HasSubstr("usage: " + name));
        words.pop_back();
        words.insert(words.begin(), "help");
        EXPECT_EQ(tradelab(words).output.bytes, outcome.output.bytes) << name;
    }
}

TEST(Usage, ACommandThatHasCommandsAndOperandsShowsBoth) {
    const Program tradelab;

    const std::string backtest = tradelab({"backtest", "--help"}).output.bytes;
    const std::string journal = tradelab({"journal", "--help"}).output.bytes;

    EXPECT_THAT(backtest, HasSubstr("usage: tradelab backtest FILE... [options]\n"));
    EXPECT_THAT(lines_of_section(backtest, "commands"), testing::SizeIs(2));
    EXPECT_THAT(journal, HasSubstr("usage: tradelab journal COMMAND [options]\n"));
    EXPECT_THAT(lines_of_section(journal, "commands"), testing::SizeIs(2));
}

struct Slip {
    std::vector<std::string> words;
    std::string meant;
};

TEST(Usage, ASlipOfTheKeyboardIsAnsweredWithWhatWasMeant) {
    const Program tradelab;
    const std::vector<Slip> slips = {
        {{"plguin"}, "did you mean `tradelab plugin`?"},
        {{"plugin", "lsit"}, "did you mean `tradelab plugin list`?"},
        {{"plugin", "validat"}, "did you mean `tradelab plugin validate`?"},
        {{"install"}, "did you mean `tradelab plugin install`?"},
        {{"plugin", "list", "--jsn"}, "did you mean --json?"},
        {{"--plian", "version"}, "did you mean --plain?"},
        {{"completion", "zhs"}, "did you mean zsh?"},
        {{"help", "plugin", "runn"}, "did you mean `tradelab plugin run`?"},
        {{"plugin", "validate", "x/y", "--only", "D9"}, "did you mean D"}};

    for (const auto& slip : slips) {
        const auto outcome = tradelab(slip.words);

        EXPECT_EQ(outcome.exit_code, 2) << slip.meant;
        EXPECT_EQ(outcome.output.bytes, "");
        EXPECT_THAT(outcome.errors.bytes, HasSubstr(slip.meant));
    }
}

TEST(Usage, WhatIsMissingOrTooMuchIsNamed) {
    const Program tradelab;

    EXPECT_EQ(tradelab({"plugin"}).exit_code, 2);
    const auto missing = tradelab({"plugin", "info"});
    EXPECT_EQ(missing.exit_code, 2);
    EXPECT_THAT(missing.errors.bytes, HasSubstr("ID|PATH"));
    const auto extra = tradelab({"plugin", "info", "a.b", "c"});
    EXPECT_EQ(extra.exit_code, 2);
    EXPECT_THAT(extra.errors.bytes, HasSubstr("\"c\""));
    const auto number = tradelab({"plugin", "run", "a.b", "--bars", "many"});
    EXPECT_EQ(number.exit_code, 2);
    EXPECT_THAT(number.errors.bytes, HasSubstr("bars"));
    const auto word = tradelab({"trials", "show", "x"});
    EXPECT_EQ(word.exit_code, 2);
    EXPECT_THAT(word.errors.bytes, HasSubstr("number = x: this is not a number"));
    EXPECT_EQ(tradelab({"plugin", "run", "a.b", "--bars", "0"}).exit_code, 2);
    for (const char* seed : {"-1", "99999999999999999999", "1.5"}) {
        const auto refused = tradelab({"lab", "campaign", "x.json", "--seed", seed});
        EXPECT_EQ(refused.exit_code, 2) << seed;
        EXPECT_THAT(refused.errors.bytes, HasSubstr("seed")) << seed;
    }
    EXPECT_EQ(tradelab({"plugin", "validate"}).exit_code, 2);
    EXPECT_EQ(tradelab({"plugin", "validate", "--all", "a.b"}).exit_code, 2);
}

TEST(Usage, AnErrorIsOneDocumentWhereJsonWasAskedFor) {
    const Program tradelab;

    const auto outcome = tradelab({"plugin", "lsit", "--json"});

    EXPECT_EQ(outcome.exit_code, 2);
    const auto document = json::parse(outcome.output.bytes);
    EXPECT_EQ(document.at("schema"), "tradelab.error/1");
    EXPECT_EQ(document.at("error").at("code"), "invalid_argument");
    EXPECT_THAT(document.at("error").at("hint"), HasSubstr("plugin list"));
    EXPECT_TRUE(document.at("error").contains("file"));
    EXPECT_TRUE(document.at("error").contains("line"));
}

TEST(Usage, FlagsMayStandBeforeAndAfterTheCommand) {
    const Program tradelab;

    const auto before = tradelab({"--json", "--plain", "version"});
    const auto after = tradelab({"version", "--no-input", "--json"});

    EXPECT_EQ(before.exit_code, 0);
    EXPECT_EQ(before.output.bytes, after.output.bytes);
    EXPECT_EQ(json::parse(before.output.bytes).at("schema"), "tradelab.version/1");
    EXPECT_EQ(tradelab({"--version"}).output.bytes, tradelab({"version"}).output.bytes);
}

TEST(Usage, EveryDocumentNamesItsSchema) {
    const Program tradelab;

    for (const auto& words : std::vector<std::vector<std::string>>{
             {"version"}, {"help"}, {"plugin", "list"}, {"plugin", "info", "no.such"}}) {
        auto asked = words;
        asked.emplace_back("--json");
        const auto document = json::parse(tradelab(asked).output.bytes);
        EXPECT_THAT(document.at("schema").get<std::string>(),
                    testing::MatchesRegex("tradelab\\..*/1"));
    }
}

TEST(Usage, AnUnknownLocaleChangesNothing) {
    Program tradelab;
    const auto plain = tradelab({"help"}).output.bytes;
    tradelab.variables = {{"LC_ALL", "xx_YY.nonsense"}, {"LANG", "tr_TR"}};

    EXPECT_EQ(tradelab({"help"}).output.bytes, plain);
}

TEST(Usage, NoColourWhereNoTerminalIs) {
    Program tradelab;
    tradelab.variables = {{"TERM", "xterm-256color"}};

    const auto outcome = tradelab({"plugin", "lsit"});

    EXPECT_THAT(outcome.errors.bytes, Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace tradelab

#include "cli/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tradelab {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(PluginNew, MakesAFolderWithNothingLeftToFillIn) {
    const Program tradelab;

    const auto outcome = tradelab({"plugin", "new", "my-cross", "--kind", "strategy"});

    ASSERT_EQ(outcome.exit_code, 0) << outcome.errors.bytes;
    EXPECT_THAT(outcome.output.bytes,
                HasSubstr("plugin validate build/plugins/org.example.my-cross"));
    const auto folder = tradelab.home.path() / "my-cross";
    for (const char* name : {"CMakeLists.txt",
                             "plugin.toml.in",
                             "strategy.cpp",
                             "strategy_test.cpp",
                             "README.md",
                             ".gitignore",
                             "sdk_here.cmake"}) {
        const auto text = read_text(folder / name);
        EXPECT_NE(text, "") << name;
        EXPECT_THAT(text, Not(HasSubstr("@"))) << name;
    }
    EXPECT_THAT(read_text(folder / "strategy.cpp"), HasSubstr("org.example.my-cross"));
}

TEST(PluginNew, AnswersWithADocument) {
    const Program tradelab;

    const auto outcome =
        tradelab({"plugin", "new", "x", "--id", "com.acme.x", "--dir", "some where", "--json"});

    ASSERT_EQ(outcome.exit_code, 0) << outcome.errors.bytes;
    const auto document = nlohmann::json::parse(outcome.output.bytes);
    EXPECT_EQ(document.at("id"), "com.acme.x");
    EXPECT_EQ(document.at("folder"), (tradelab.home.path() / "some where").string());
}

TEST(PluginNew, RefusesWhatCannotBecomeAPlugin) {
    const Program tradelab;

    for (const char* name : {"My-Cross", "1st", "a_b", "a/b", "", "-x", "x-", "\u00e9"}) {
        const auto outcome = tradelab({"plugin", "new", "--", name});
        EXPECT_EQ(outcome.exit_code, 2) << name;
        EXPECT_THAT(outcome.errors.bytes, HasSubstr("hint:")) << name;
    }
    EXPECT_EQ(tradelab({"plugin", "new", "x", "--id", "nodot"}).exit_code, 2);
    EXPECT_EQ(tradelab({"plugin", "new", "x", "--kind", "sorcery"}).exit_code, 2);
    const auto draft = tradelab({"plugin", "new", "x", "--kind", "exchange"});
    EXPECT_EQ(draft.exit_code, 1);
    EXPECT_THAT(draft.errors.bytes, HasSubstr("draft"));
    EXPECT_TRUE(std::filesystem::is_empty(tradelab.home.path()));
}

TEST(PluginNew, TouchesNothingThatIsThere) {
    const Program tradelab;
    write_text(tradelab.home.path() / "mine/diary", "dear");

    const auto outcome = tradelab({"plugin", "new", "mine"});

    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.errors.bytes, HasSubstr("not empty"));
    EXPECT_THAT(outcome.errors.bytes, HasSubstr("--dir"));
    EXPECT_EQ(read_text(tradelab.home.path() / "mine/diary"), "dear");
}

}  // namespace
}  // namespace tradelab

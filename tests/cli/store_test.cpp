#include "cli/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tradelab {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

const std::string cross = (packages / "org.example.cross").string();

std::string newer_cross(const Program& tradelab) {
    const auto folder = copy_of_cross(tradelab.home.path() / "newer");
    give_version(folder, "1.1.0");
    return folder.string();
}

TEST(PluginStore, InstallReplaceRollBackRemove) {
    const Program tradelab;

    const auto first = tradelab({"plugin", "install", cross});
    EXPECT_EQ(first.exit_code, 0) << first.errors.bytes;
    EXPECT_THAT(first.output.bytes, HasSubstr("installed org.example.cross 1.0.0"));

    const auto again = json::parse(tradelab({"plugin", "install", cross, "--json"}).output.bytes);
    EXPECT_EQ(again.at("change"), "unchanged");

    const auto second = tradelab({"plugin", "install", newer_cross(tradelab)});
    EXPECT_EQ(second.exit_code, 0) << second.errors.bytes;
    EXPECT_THAT(second.output.bytes, HasSubstr("1.0.0, is kept"));
    EXPECT_THAT(tradelab({"plugin", "list"}).output.bytes, HasSubstr("1.1.0"));

    const auto back = tradelab({"plugin", "rollback", "org.example.cross", "--json"});
    EXPECT_EQ(back.exit_code, 0) << back.errors.bytes;
    EXPECT_EQ(json::parse(back.output.bytes).at("active"), "1.0.0");
    EXPECT_THAT(tradelab({"plugin", "list"}).output.bytes, HasSubstr("1.0.0"));

    const auto gone = tradelab({"plugin", "remove", "org.example.cross"});
    EXPECT_EQ(gone.exit_code, 0) << gone.errors.bytes;
    EXPECT_THAT(tradelab({"plugin", "list"}).output.bytes, Not(HasSubstr("org.example.cross")));
    EXPECT_EQ(tradelab({"plugin", "remove", "org.example.cross"}).exit_code, 1);
}

TEST(PluginStore, AMistypedIdIsAnsweredWithTheOneThatWasMeant) {
    const Program tradelab;
    ASSERT_EQ(tradelab({"plugin", "install", cross}).exit_code, 0);

    const auto outcome = tradelab({"plugin", "remove", "org.example.corss"});

    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.errors.bytes, HasSubstr("did you mean org.example.cross?"));
    EXPECT_THAT(tradelab({"plugin", "list"}).output.bytes, HasSubstr("org.example.cross"));
}

struct BadPackage {
    const char* what;
    void (*spoil)(const std::filesystem::path& folder);
    const char* said;
};

const BadPackage bad_packages[] = {
    {"a missing key",
     [](const auto& folder) { replace_in(folder / "plugin.toml", "version = \"1.0.0\"\n", ""); },
     "version"},
    {"a wrong type",
     [](const auto& folder) { replace_in(folder / "plugin.toml", "\"1.0.0\"", "7"); },
     "plugin.toml:"},
    {"an unknown key",
     [](const auto& folder) { replace_in(folder / "plugin.toml", "kind =", "kin = 1\nkind ="); },
     "kin"},
    {"a bad version",
     [](const auto& folder) { replace_in(folder / "plugin.toml", "\"1.0.0\"", "\"v1\""); },
     "v1"},
    {"ten megabytes of manifest",
     [](const auto& folder) { write_text(folder / "plugin.toml", std::string(10'000'000, '#')); },
     "plugin.toml"},
    {"bytes that are no UTF-8",
     [](const auto& folder) { replace_in(folder / "plugin.toml", "Two", "\xff\xfe"); },
     "UTF-8"},
    {"text named .so",
     [](const auto& folder) { write_text(folder / "org.example.cross.so", "hello\n"); },
     "org.example.cross.so"},
    {"a dangling link",
     [](const auto& folder) {
         std::filesystem::remove(folder / "org.example.cross.so");
         std::filesystem::create_symlink("nowhere", folder / "org.example.cross.so");
     },
     "org.example.cross.so"},
    {"another ABI",
     [](const auto& folder) { replace_in(folder / "plugin.toml", "major = 1", "major = 2"); },
     "ABI 2"},
    {"a file nobody listed",
     [](const auto& folder) { write_text(folder / "extra", "?"); },
     "extra"}};

TEST(PluginStore, ABadPackageIsRefusedWithAReasonAndLeavesNothing) {
    for (const auto& bad : bad_packages) {
        SCOPED_TRACE(bad.what);
        const Program tradelab;
        const auto folder = copy_of_cross(tradelab.home.path() / "a bad \u00e9 one");
        bad.spoil(folder);

        const auto outcome = tradelab({"plugin", "install", folder.string(), "--json"});

        EXPECT_GE(outcome.exit_code, 1);
        EXPECT_NE(outcome.exit_code, 2);
        EXPECT_THAT(outcome.errors.bytes, HasSubstr(bad.said));
        const auto error = json::parse(outcome.output.bytes).at("error");
        EXPECT_NE(error.at("message"), "");
        EXPECT_NE(error.at("hint"), "");
        const auto list = json::parse(tradelab({"plugin", "list", "--json"}).output.bytes);
        EXPECT_EQ(list.at("refused").size(), 0U);
        for (const auto& plugin : list.at("plugins")) {
            EXPECT_NE(plugin.at("id"), "org.example.cross");
        }
    }
}

TEST(PluginStore, AStoreThatCannotBeMadeIsSaidSo) {
    const Program tradelab;
    write_text(tradelab.home.path() / "file", "");

    const auto outcome = tradelab({"plugin", "install", cross, "--plugins", "file/store"});

    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.errors.bytes, HasSubstr("file"));
    EXPECT_THAT(outcome.errors.bytes, HasSubstr("hint:"));
}

TEST(PluginStore, WithoutAHomeTheRemedyIsNamed) {
    Program tradelab;
    Command command;
    command.program = program_path;
    command.arguments = {"plugin", "install", cross};

    const auto outcome = RealProcess().run(command).value();

    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.errors.bytes, HasSubstr("--plugins DIR"));
}

}  // namespace
}  // namespace tradelab

#include "cli/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tradelab {
namespace {

using testing::HasSubstr;

Outcome in_shell(const Program& tradelab, const std::string& shell, const std::string& script) {
    Command command;
    command.program = shell;
    command.arguments = {"-c", script};
    command.variables = {{"HOME", tradelab.home.path().string()},
                         {"PATH", program_path.parent_path().string() + ":/usr/bin:/bin"},
                         {"TERM", "dumb"},
                         {"LC_ALL", "C.UTF-8"}};
    command.directory = tradelab.home.path();
    return RealProcess().run(command).value();
}

TEST(Completion, OffersCommandsFlagsAndIds) {
    const Program tradelab;
    copy_of_cross(tradelab.store() / "org.example.cross");

    EXPECT_EQ(tradelab({"complete", "--", "plugin", "in"}).output.bytes, "info\ninstall\n");
    EXPECT_EQ(tradelab({"complete", "--", "plugin", "run", "--ba"}).output.bytes,
              "--bars\n--batch\n"
              "");
    EXPECT_EQ(tradelab({"complete", "--", "plugin", "remove", ""}).output.bytes,
              "org.example.cross\n");
    EXPECT_EQ(tradelab({"complete", "--", "plugin", "info", "org.example."}).output.bytes,
              "org.example.cross\n");
    EXPECT_EQ(tradelab({"complete", "--", "plugin", "new", "x", "--kind", ""}).output.bytes,
              "strategy\n");
    EXPECT_EQ(tradelab({"complete", "--", "plugin", "install", ""}).output.bytes, "");
    EXPECT_EQ(tradelab({"complete", "--", "--json", "comp"}).output.bytes, "completion\n");
    EXPECT_EQ(tradelab({"complete", "--"}).exit_code, 0);
}

TEST(Completion, AsJsonTheScriptIsInADocument) {
    const Program tradelab;

    const auto document =
        nlohmann::json::parse(tradelab({"completion", "bash", "--json"}).output.bytes);

    EXPECT_EQ(document.at("schema"), "tradelab.completion/1");
    EXPECT_EQ(document.at("shell"), "bash");
    EXPECT_EQ(document.at("script"), tradelab({"completion", "bash"}).output.bytes);
}

TEST(Completion, BashCompletes) {
    if (!std::filesystem::exists("/bin/bash")) {
        GTEST_SKIP() << "bash is missing";
    }
    const Program tradelab;
    copy_of_cross(tradelab.store() / "org.example.cross");

    const auto outcome = in_shell(tradelab,
                                  "/bin/bash",
                                  "source <(tradelab completion bash)\n"
                                  "complete -p tradelab\n"
                                  "COMP_WORDS=(tradelab plugin remove org.)\nCOMP_CWORD=3\n"
                                  "_tradelab\nprintf '<%s>' \"${COMPREPLY[@]}\"\n");

    EXPECT_EQ(outcome.errors.bytes, "");
    EXPECT_THAT(outcome.output.bytes, HasSubstr("-F _tradelab tradelab"));
    EXPECT_THAT(outcome.output.bytes, HasSubstr("<org.example.cross>"));
}

TEST(Completion, FishCompletes) {
    if (!std::filesystem::exists("/usr/bin/fish")) {
        GTEST_SKIP() << "fish is missing";
    }
    const Program tradelab;
    copy_of_cross(tradelab.store() / "org.example.cross");

    const auto outcome = in_shell(tradelab,
                                  "/usr/bin/fish",
                                  "tradelab completion fish | source\n"
                                  "complete -C 'tradelab plugin remove org.'\n"
                                  "complete -C 'tradelab '\n");

    EXPECT_THAT(outcome.output.bytes, HasSubstr("org.example.cross"));
    EXPECT_THAT(outcome.output.bytes, HasSubstr("completion"));
}

TEST(Completion, ZshCompletes) {
    if (!std::filesystem::exists("/usr/bin/zsh") && !std::filesystem::exists("/bin/zsh")) {
        GTEST_SKIP() << "zsh is missing";
    }
    const Program tradelab;
    copy_of_cross(tradelab.store() / "org.example.cross");

    // Only a terminal has zsh's completion system; what it would be handed is caught instead.
    const auto outcome = in_shell(tradelab,
                                  std::filesystem::exists("/bin/zsh") ? "/bin/zsh" : "/usr/bin/zsh",
                                  "source <(tradelab completion zsh)\n"
                                  "compadd() { print -r -- \"$@\" }\n"
                                  "_files() { print files }\n"
                                  "words=(tradelab plugin remove org.); CURRENT=4; _tradelab\n"
                                  "words=(tradelab plugin install ''); CURRENT=4; _tradelab\n");

    EXPECT_EQ(outcome.errors.bytes, "");
    EXPECT_EQ(outcome.output.bytes, "-- org.example.cross\nfiles\n");
}

}  // namespace
}  // namespace tradelab

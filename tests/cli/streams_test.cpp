#include "cli/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tradelab {
namespace {

using testing::HasSubstr;
using testing::Not;

// What a shell does with the program, where a pipe, a terminal or a signal is the question.
class Shell {
public:
    Program tradelab;

    [[nodiscard]] Outcome run(const std::string& script) const {
        Command command;
        command.program = "/bin/sh";
        command.arguments = {
            "-c", "T=$1; P=$2; cd \"$HOME\"; " + script, "sh", program_path, packages};
        command.variables = tradelab.variables;
        command.variables.push_back({"HOME", tradelab.home.path().string()});
        command.variables.push_back({"PATH", "/usr/bin:/bin"});
        return RealProcess().run(command).value();
    }
};

bool has_script() {
    return std::filesystem::exists("/usr/bin/script");
}

TEST(Streams, AFullDiskMakesAFailureOfASuccess) {
    const Shell shell;

    const auto outcome = shell.run("\"$T\" version > /dev/full");

    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.errors.bytes, HasSubstr("standard output"));
}

TEST(Streams, AReaderWhoGoesAwayIsNoError) {
    const Shell shell;

    // The reader has ended before the first byte comes: it opened the pipe, and that is all.
    const auto outcome = shell.run("mkfifo p; (: < p) & exec 3> p; wait; \"$T\" help >&3; echo $?");

    EXPECT_EQ(outcome.output.bytes, "0\n");
    EXPECT_EQ(outcome.errors.bytes, "");
}

TEST(Streams, CtrlCEndsWith130) {
    const Shell shell;

    const auto outcome = shell.run(
        "\"$T\" plugin validate \"$P/org.example.cross\" 2> said & "
        "until grep -q validating said; do :; done; kill -INT $!; wait $!; echo $?; cat said");

    EXPECT_THAT(outcome.output.bytes, HasSubstr("130\n"));
    EXPECT_THAT(outcome.output.bytes, HasSubstr("interrupted"));
}

TEST(Streams, ATerminalGetsColourUnlessSomebodyObjects) {
    if (!has_script()) {
        GTEST_SKIP() << "script(1) is missing, which makes a terminal";
    }
    Shell shell;
    const std::string wrong = "script -qec '\"'\"$T\"'\" plugin lsit ";

    shell.tradelab.variables = {{"TERM", "xterm"}};
    EXPECT_THAT(shell.run(wrong + "' /dev/null").output.bytes, HasSubstr("\x1b[31m"));
    EXPECT_THAT(shell.run(wrong + "--plain' /dev/null").output.bytes, Not(HasSubstr("\x1b")));
    shell.tradelab.variables = {{"TERM", "dumb"}};
    EXPECT_THAT(shell.run(wrong + "' /dev/null").output.bytes, Not(HasSubstr("\x1b")));
    shell.tradelab.variables = {{"TERM", "xterm"}, {"NO_COLOR", "1"}};
    EXPECT_THAT(shell.run(wrong + "' /dev/null").output.bytes, Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace tradelab

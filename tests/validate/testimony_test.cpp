#include "validate/testimony.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <string>
#include <string_view>

namespace tradelab {
namespace {

using testing::HasSubstr;

constexpr std::string_view seal = "0123456789abcdef0123456789abcdef";

// What the check itself said: each line under the seal.
Outcome said(const std::string& report) {
    Outcome outcome;
    for (std::size_t at = 0; at < report.size();) {
        const std::size_t end = std::min(report.find('\n', at), report.size() - 1);
        outcome.report.bytes.append(seal).append(" ").append(report, at, end + 1 - at);
        at = end + 1;
    }
    return outcome;
}

// What somebody else wrote there, besides.
Outcome with(Outcome outcome, std::string_view others) {
    outcome.report.bytes.append(others);
    return outcome;
}

CheckVerdict heard(const Outcome& outcome) {
    return tradelab::heard(outcome, seal);
}

TEST(Testimony, AVerdictSurvivesTheWayThroughThePipe) {
    const CheckVerdict verdict{
        .level = Level::warn, .text = "a \"quoted\" text", .facts = {"one", "two"}};

    const CheckVerdict heard_it = heard(said(verdict_line(verdict)));

    EXPECT_EQ(heard_it.level, Level::warn);
    EXPECT_EQ(heard_it.text, verdict.text);
    EXPECT_EQ(heard_it.facts, verdict.facts);
}

TEST(Testimony, AnExitWithoutAVerdictIsACrashHoweverPoliteItWas) {
    const CheckVerdict verdict =
        heard(said("{\"left\":\"\",\"where\":\"processing event 17 (batch 7)\"}\n"));

    EXPECT_EQ(verdict.level, Level::crash);
    EXPECT_EQ(verdict.text, "exited 0 while processing event 17 (batch 7)");
}

TEST(Testimony, ASignalIsNamedWithThePlaceAndWhatWasTouched) {
    auto outcome = said(
        "{\"phase\":\"\",\"where\":\"processing\"}\n"
        "{\"fault\":\"past the end of the batch\",\"where\":\"processing event 3\"}\n");
    outcome.ended = Ended::signalled;
    outcome.signal = SIGSEGV;

    const CheckVerdict verdict = heard(outcome);

    EXPECT_EQ(verdict.level, Level::crash);
    EXPECT_EQ(verdict.text,
              "SIGSEGV while processing event 3: touched memory past the end of the batch");
}

TEST(Testimony, AChildThatWasKilledAtItsDeadlineHungWhereItSaidLast) {
    auto outcome = said("{\"late\":\"\",\"where\":\"processing event 9\"}\n");
    outcome.ended = Ended::timed_out;
    outcome.signal = SIGKILL;

    const CheckVerdict verdict = heard(outcome);

    EXPECT_EQ(verdict.level, Level::hung);
    EXPECT_THAT(verdict.text, HasSubstr("while processing event 9: killed"));
}

TEST(Testimony, WordsOfAnotherShapeFailTheCheckEvenUnderTheSeal) {
    for (const std::string& line :
         {std::string("not json"),
          std::string("[1, 2]"),
          std::string("{\"level\":\"pass\"}"),
          std::string("{\"level\":\"splendid\",\"text\":\"\"}"),
          std::string("{\"level\":\"crash\",\"text\":\"\"}"),
          std::string("{\"level\":1,\"text\":\"\"}"),
          std::string("{\"level\":\"pass\",\"text\":\"") + std::string(600 << 10, 'x') + "\"}",
          std::string(200'000, '[')}) {
        const auto verdict = heard(said(line + "\n" + verdict_line(passed("fine"))));

        EXPECT_EQ(verdict.level, Level::fail) << line.substr(0, 60);
        EXPECT_THAT(verdict.text, HasSubstr("where only the check writes"));
    }
}

TEST(Testimony, AVerdictWithoutTheSealFailsTheCheckAndIsShown) {
    const std::string forged = "{\"level\":\"pass\",\"text\":\"trust me\"}\n";
    const std::string other_seal(seal.size(), 'f');

    for (const std::string& line : {forged, other_seal + " " + forged, " " + forged}) {
        const auto alone = heard(with({}, line));
        const auto before =
            heard(with(with({}, line), said(verdict_line(passed(""))).report.bytes));
        const auto after = heard(with(said(verdict_line(passed("fine"))), line));

        for (const CheckVerdict& verdict : {alone, before, after}) {
            EXPECT_EQ(verdict.level, Level::fail) << line;
            EXPECT_THAT(verdict.text, HasSubstr("trust me")) << line;
        }
    }
}

TEST(Testimony, ASecondVerdictFailsTheCheckWhateverTheFirstWas) {
    const CheckVerdict verdict =
        heard(said(verdict_line(passed("fine")) + verdict_line(passed("never mind"))));

    EXPECT_EQ(verdict.level, Level::fail);
    EXPECT_THAT(verdict.text, HasSubstr("never mind"));
}

TEST(Testimony, AFloodFailsTheCheck) {
    auto outcome = said(verdict_line(passed("fine")));
    outcome.report.dropped = 5;

    EXPECT_EQ(heard(outcome).level, Level::fail);
}

TEST(Testimony, HalfAWordOfTheCheckItselfIsNoRubbish) {
    auto outcome = said("{\"phase\":\"\",\"where\":\"processing\"}\n");
    outcome.report.bytes.append(seal).append(" {\"phase\":\"\",\"whe");
    outcome.ended = Ended::timed_out;
    EXPECT_EQ(heard(outcome).level, Level::hung);

    outcome.ended = Ended::signalled;
    outcome.signal = SIGKILL;
    EXPECT_EQ(heard(outcome).level, Level::crash);
}

TEST(Testimony, ControlCharactersOfAStrangerNeverReachATerminal) {
    const CheckVerdict verdict = heard(said("{\"level\":\"fail\",\"text\":\"\\u001b[2J\"}\n"));

    EXPECT_EQ(verdict.text.find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace tradelab

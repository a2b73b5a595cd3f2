#include "validate/testimony.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <string>

namespace tradelab {
namespace {

using testing::HasSubstr;

Outcome said(std::string report) {
    Outcome outcome;
    outcome.report.bytes = std::move(report);
    return outcome;
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

TEST(Testimony, WordsOfAnotherShapeAreAsIfNeverSaid) {
    for (const std::string& line :
         {std::string("not json"),
          std::string("[1, 2]"),
          std::string("{\"level\":\"pass\"}"),
          std::string("{\"level\":\"splendid\",\"text\":\"\"}"),
          std::string("{\"level\":\"crash\",\"text\":\"\"}"),
          std::string("{\"level\":1,\"text\":\"\"}"),
          std::string("{\"level\":\"pass\",\"text\":\"") + std::string(600 << 10, 'x') + "\"}",
          std::string(200'000, '[')}) {
        EXPECT_EQ(heard(said(line + "\n")).level, Level::crash) << line.substr(0, 60);
    }
}

TEST(Testimony, TheFirstVerdictStandsAndNothingAfterItCounts) {
    const CheckVerdict verdict =
        heard(said(verdict_line(failed("caught")) + verdict_line(passed("never mind"))));

    EXPECT_EQ(verdict.level, Level::fail);
    EXPECT_EQ(verdict.text, "caught");
}

TEST(Testimony, ControlCharactersOfAStrangerNeverReachATerminal) {
    const CheckVerdict verdict = heard(said("{\"level\":\"fail\",\"text\":\"\\u001b[2J\"}\n"));

    EXPECT_EQ(verdict.text.find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace tradelab

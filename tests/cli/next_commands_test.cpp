#include "cli/next_commands.hpp"

#include "cli/campaign_case.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tradelab {
namespace {

using testing::HasSubstr;
using testing::Not;

NextCommands given(std::vector<NextCommands::Given> options) {
    return {.given = std::move(options),
            .takes = {{"tradelab gate explain", {"--state"}},
                      {"tradelab gate", {"--state"}},
                      {"tradelab approve", {"--state", "--config"}}}};
}

TEST(NextCommands, GetThePlacesThatTheyTakeBehindTheirWords) {
    const NextCommands next =
        given({{.option = "--state", .value = "s"}, {.option = "--config", .value = "a b's"}});

    EXPECT_EQ(next.completed("every number: tradelab gate explain 12ab"),
              "every number: tradelab gate explain --state s 12ab");
    EXPECT_EQ(next.completed("it awaits you: tradelab approve ID --why TEXT (tradelab gate)"),
              "it awaits you: tradelab approve --state s --config 'a b'\\''s' ID --why TEXT "
              "(tradelab gate --state s)");
    for (const char* other : {"tradelab says so",
                              "in /x/tradelab gate",
                              "tradelabd gate",
                              "tradelab ",
                              "tradelab",
                              ""}) {
        EXPECT_EQ(next.completed(other), other);
    }
}

TEST(NextCommands, AreCompletedOnce) {
    const NextCommands next = given({{.option = "--state", .value = "s"}});
    const std::string once = next.completed("every number: tradelab gate explain 12ab");
    EXPECT_EQ(next.completed(once), once);
    EXPECT_EQ(next.completed("tradelab gate explain --all"),
              "tradelab gate explain --state s --all");
}

// `status --config FILE` names commands that know nothing of settings.
TEST(NextCommands, GetTheStateOfTheSettingsWhereTheyDoNotTakeThose) {
    const NextCommands next = given({{.option = "--config", .value = "c"},
                                     {.option = "--state", .value = "s", .said_by = "--config"}});

    EXPECT_EQ(next.completed("tradelab approve ID; its evidence: tradelab gate explain ID"),
              "tradelab approve --config c ID; its evidence: tradelab gate explain --state s ID");
}

TEST(NextCommands, StartTheDaemonWithThePlacesThatItTakes) {
    NextCommands next = given({{.option = "--state", .value = "s"},
                               {.option = "--plugins", .value = "p"},
                               {.option = "--config", .value = "c"}});
    next.takes["tradelabd"] = {"--state", "--config", "--store"};

    EXPECT_EQ(next.completed("no such file: start it with: tradelabd"),
              "no such file: start it with: tradelabd --state s --config c");
    EXPECT_EQ(next.completed("see tradelabd.toml"), "see tradelabd.toml");
    const std::string once = next.completed("start it with: tradelabd");
    EXPECT_EQ(next.completed(once), once);
}

TEST(NextCommands, AreAsTheyWereWhereNothingWasGiven) {
    EXPECT_EQ(given({}).completed("tradelab gate explain 12ab"), "tradelab gate explain 12ab");
}

class NextCommandsOfTheProgram : public CampaignCase {};

// Each is typed as it is printed, by the shell that a person has.
TEST_F(NextCommandsOfTheProgram, WorkAsTheyArePrinted) {
    make_market_with_edge();
    const auto run = search({"--state", "a place's"});
    ASSERT_EQ(run.exit_code, 0) << run.errors.bytes;
    const std::string said = run.output.bytes;
    const std::string before = "every number: tradelab ";
    const auto begin = said.find(before);
    ASSERT_NE(begin, std::string::npos) << said;
    const auto end = said.find('\n', begin);
    const std::string words = said.substr(begin + before.size(), end - begin - before.size());

    const auto typed = tradelab.typed(words);

    EXPECT_EQ(typed.exit_code, 0) << words << typed.errors.bytes;
    EXPECT_THAT(typed.output.bytes, HasSubstr("what decided"));
    EXPECT_THAT(words, HasSubstr(R"(--state 'a place'\''s')"));
    EXPECT_THAT(tradelab({"gate", "explain", "abc", "--state", "elsewhere"}).errors.bytes,
                HasSubstr("tradelab gate list --state elsewhere"));
    EXPECT_THAT(tradelab({"gate", "explain", "abc"}).errors.bytes, Not(HasSubstr("--state")));
}

}  // namespace
}  // namespace tradelab

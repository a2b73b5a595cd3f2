#include "daemon/research_home.hpp"
#include "document/json_write.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <iostream>
#include <string>

// Thirteen months of paper of what the daemon itself has found, proven and been given a human's yes
// for, with the edge there all the time or gone after three of them.
namespace tradelab {
namespace {

using testing::HasSubstr;

class Decay : public testing::Test, public ResearchHome {
public:
    // Until a human says yes, at ten days of the feed in a second; then to the end of the feed.
    void live_through(const std::vector<std::string>& market) {
        make_market("6", market);
        settings({{"speed", "864000"}});
        {
            RunningDaemon daemon(home);
            (void)daemon.status_when(
                [&](const JsonValue&) { return stage() == LifeStage::awaiting_approval; });
            const auto approved = home.tradelab(
                {"approve", text_of(best()["strategy"]).substr(0, 12), "--why", "read it"});
            ASSERT_EQ(approved.exit_code, 0) << approved.errors.bytes;
            approved_on_ = text_of(daemon.status()["now"]);
            daemon.send_signal(SIGTERM);
            ASSERT_EQ(daemon.wait(), 0);
        }
        settings({});
        const auto ended = home.tradelabd({"--once"});
        ASSERT_EQ(ended.exit_code, 0) << ended.errors.bytes;
    }

protected:
    std::string approved_on_;  // of the feed
};

// Paper begins on 2022-06-01, which is day 882.
TEST_F(Decay, AnApprovedStrategyWhoseEdgeEndsIsTakenBackWithTheEvidenceAndStatusSaysSo) {
    live_through({"--days", "1278", "--edge-days", "972"});
    ASSERT_LT(approved_on_, "2022-08-30") << "it was approved when the edge was gone";

    const JsonValue life = best();
    const JsonValue& last = life["steps"].array()->back();
    EXPECT_EQ(text_of(last["by"]), "the watch over decay") << line_json(life);
    EXPECT_THAT(text_of(life["stage"]), testing::AnyOf("paper", "retired"));
    const std::string evidence = text_of(last["evidence"]);
    const auto on = evidence.find(" on ");
    ASSERT_NE(on, std::string::npos) << evidence;
    EXPECT_GT(evidence.substr(on + 4, 10), "2022-08-30") << "while the edge was there";
    EXPECT_THAT(evidence, HasSubstr(" of 20"));
    std::cout << evidence << "\n";
    const RunningDaemon daemon(home);
    const auto status = daemon.status();
    const JsonValue& instance = (*status["instances"].array())[0];
    EXPECT_EQ(text_of(instance["demoted"]), text_of(last["why"]));
    EXPECT_THAT(line_json(status["needs_a_person"]),
                HasSubstr(text_of(life["name"]) + " is demoted, no entries: "));
    EXPECT_TRUE(status["consistency"].is_null()) << "nothing waits to be compared";
    EXPECT_THAT(home.tradelab({"status", "--plain"}).output.bytes, HasSubstr("is demoted"));
}

TEST_F(Decay, OneThatGoesOnAsPromisedStaysApproved) {
    live_through({"--days", "1278"});

    const JsonValue life = best();
    EXPECT_EQ(text_of(life["stage"]), "approved") << line_json(life);
    const RunningDaemon daemon(home);
    const auto status = daemon.status();
    EXPECT_TRUE((*status["instances"].array())[0]["demoted"].is_null());
    EXPECT_THAT(line_json(status["needs_a_person"]), testing::Not(HasSubstr("demoted")));
}

}  // namespace
}  // namespace tradelab

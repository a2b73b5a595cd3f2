#include "daemon/running_daemon.hpp"
#include "document/json_write.hpp"
#include "lifecycle/lifecycle.hpp"
#include "lifecycle/subject.hpp"
#include "os/real_disk.hpp"
#include "strategy/parameter_file.hpp"
#include "support/tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <unistd.h>

// Who is retired trades no more, whoever was there when it was said.
namespace tradelab {
namespace {

using testing::HasSubstr;
using testing::Not;

// A home whose strategy of the settings has come to awaiting approval.
class Retired : public testing::Test {
public:
    DaemonHome home;
    RealDisk disk;
    Lifecycle record{disk, home.state() / "lifecycle"};
    std::string name;
    std::string id;

    Retired() {
        const auto path = source_tree() / "strategies/momentum_syn_perp_1h.json";
        std::ifstream stream(path);
        const std::string text{std::istreambuf_iterator<char>(stream), {}};
        const ParameterFile file = parse_parameter_file(text, path.string()).value();
        name = file.name;
        id = identity_of(file);
        std::vector<StageEdge> edges;
        for (int at = 0; at < static_cast<int>(LifeStage::awaiting_approval); ++at) {
            edges.push_back(step(name,
                                 static_cast<LifeStage>(at),
                                 static_cast<LifeStage>(at + 1),
                                 VerdictBasis::synthetic));
            edges.back().strategy = id;
        }
        EXPECT_TRUE(record.add(edges, UnixNanos(1)).has_value());
    }
};

bool is_off(const JsonValue& status) {
    const auto* instances = status["instances"].array();
    return instances != nullptr && instances->size() == 1 &&
           line_json((*instances)[0]["retired"]) == "true";
}

TEST_F(Retired, WhoWasRetiredWhileNoDaemonRanIsTakenOffBeforeItTrades) {
    ASSERT_EQ(home.tradelab({"retire", id, "--why", "of no use\nto me"}).exit_code, 0);
    ASSERT_EQ(record.find(id)->stage, LifeStage::retired);

    const RunningDaemon daemon(home);
    const auto status = daemon.status_when(is_off);

    EXPECT_EQ(line_json((*status["instances"].array())[0]["orders"]), "0");
    EXPECT_EQ(line_json(status["last_command"]["reason"]), "\"of no use to me\"");
    std::ifstream stream(home.state() / "tradelabd.log");
    const std::string log{std::istreambuf_iterator<char>(stream), {}};
    EXPECT_THAT(log,
                HasSubstr("\"strategy\":\"" + name + "\",\"by\":\"user " +
                          std::to_string(::getuid()) + "\",\"reason\":\"of no use to me\""));
}

TEST_F(Retired, WhoIsRejectedIsTakenOffTheAccountThatRuns) {
    const RunningDaemon daemon(home);
    ASSERT_FALSE(is_off(daemon.status()));

    ASSERT_EQ(home.tradelab({"reject", id, "--why", "too thin"}).exit_code, 0);

    EXPECT_TRUE(is_off(daemon.status()));
    EXPECT_EQ(record.find(id)->stage, LifeStage::retired);
}

TEST_F(Retired, NobodyWhoIsRetiredIsSaidToBeCutShort) {
    StageEdge edge =
        step(name, LifeStage::awaiting_approval, LifeStage::paper, VerdictBasis::synthetic);
    edge.strategy = id;
    ASSERT_TRUE(record.add({&edge, 1}, UnixNanos(2)).has_value());
    home.settings({{"speed", "1"}});
    const RunningDaemon daemon(home);
    ASSERT_EQ(home.tradelab({"pause"}).exit_code, 0);
    const auto needs = [](const JsonValue& status) { return line_json(status["needs_a_person"]); };
    (void)daemon.status_when([&](const JsonValue& status) {
        return needs(status).find(name + " cannot be found consistent") != std::string::npos;
    });

    ASSERT_EQ(home.tradelab({"retire", id, "--why", "too thin"}).exit_code, 0);

    const auto status = daemon.status();
    EXPECT_THAT(needs(status), Not(HasSubstr("cannot be found consistent")));
    EXPECT_TRUE(status["consistency"].is_null());
}

// The search gave it up, and a person put it on paper by hand to see for himself.
TEST_F(Retired, WhatOnlyASearchGaveUpTradesWhereAPersonPutItOnPaper) {
    StageEdge edge =
        step(name, LifeStage::awaiting_approval, LifeStage::retired, VerdictBasis::synthetic);
    edge.strategy = id;
    ASSERT_TRUE(record.add({&edge, 1}, UnixNanos(2)).has_value());

    const RunningDaemon daemon(home);
    const auto status = daemon.status_when(
        [](const JsonValue& seen) { return line_json(seen["feed"]["ended"]) == "true"; });

    EXPECT_FALSE(is_off(status));
    EXPECT_NE(line_json((*status["instances"].array())[0]["orders"]), "0");
}

}  // namespace
}  // namespace tradelab

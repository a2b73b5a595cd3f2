#include "daemon/research_home.hpp"
#include "document/json_write.hpp"
#include "lifecycle/lifecycle.hpp"
#include "os/real_disk.hpp"
#include "strategy/parameter_file.hpp"

#include <gtest/gtest.h>

#include <string>

// What a second account makes of those who came from the first.
namespace tradelab {
namespace {

class NextAccount : public testing::Test, public ResearchHome {};

TEST_F(NextAccount, WhoIsNewOnItIsFoundConsistentBesideOneThatIsApprovedAndWatched) {
    ASSERT_EQ(home.tradelabd({"--once"}).exit_code, 0);
    RealDisk disk;
    Lifecycle record(disk, home.state() / "lifecycle");
    const StrategyLife first = record.find(text_of(best()["strategy"])).value();
    const auto approved = home.tradelab({"approve", first.strategy, "--why", "read it"});
    ASSERT_EQ(approved.exit_code, 0) << approved.errors.bytes;
    const ParameterFile second =
        another_like(home.state() / "found" / (first.name + ".json"), "second");
    prove_like(first, record, identity_of(second), "second");

    ASSERT_EQ(home.tradelabd({"--once"}).exit_code, 0);

    EXPECT_EQ(record.find("second")->stage, LifeStage::awaiting_approval);
    EXPECT_EQ(record.find(first.strategy)->stage, LifeStage::approved);
    const RunningDaemon daemon(home);
    const auto status = daemon.status();
    EXPECT_EQ(text_of(status["account"]), "2");
    EXPECT_TRUE(status["last_command"].is_null()) << line_json(status["last_command"]);
    const JsonValue& watched = (*status["instances"].array())[0];
    EXPECT_FALSE(watched["watched_since"].is_null()) << line_json(watched);
}

}  // namespace
}  // namespace tradelab

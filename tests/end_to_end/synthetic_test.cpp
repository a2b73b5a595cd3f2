#include "daemon/running_daemon.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"
#include "support/tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <string>
#include <vector>

// Three generated years with a planted edge, far more than markets give: whatever comes of them is
// stamped synthetic and never reaches money.
namespace tradelab {
namespace {

using testing::HasSubstr;

std::string text_of(const JsonValue& value) {
    return value.text() == nullptr ? line_json(value) : *value.text();
}

std::string quoted(const std::filesystem::path& path) {
    return "\"" + path.string() + "\"";
}

class SyntheticMarket : public testing::Test {
public:
    DaemonHome home;

    [[nodiscard]] JsonValue life() const {
        const auto run =
            home.run("tradelab", {"lab", "hypotheses", "--json", "--state", home.state().string()});
        const auto list = parse_json(run.output.bytes, {.bytes_max = 1 << 22}).value();
        const JsonArray& all = *list["strategies"].array();
        return all.empty() ? JsonValue() : all.front();
    }
};

TEST_F(SyntheticMarket, FromIdeasThroughPaperToAHumansYesAPanicAndARestart) {
    const auto store = home.file().parent_path() / "edge";
    const auto made = home.run("tradelab",
                               {"data",
                                "synth",
                                "--seed",
                                "5",
                                "--days",
                                "1096",
                                "--edge-sharpe",
                                "6",
                                "--store",
                                store.string()});
    ASSERT_EQ(made.exit_code, 0) << made.errors.bytes;
    const auto strategies = source_tree() / "strategies";
    home.settings({{"paper.strategies", "\"proven\""},
                   {"store", quoted(store)},
                   {"speed", "400000"},  // half a minute for what is left after the search
                   {"mode", "\"on\""},
                   {"research.strategies",
                    "[" + quoted(strategies / "momentum_syn_perp_1h.json") + ", " +
                        quoted(strategies / "mean_reversion_syn_perp_1h.json") + "]"},
                   {"trials", "24"},
                   {"to", "\"2022-06-01T00:00:00Z\""},
                   {"cpu_percent", "100"},
                   {"pause_hours", "\"once\""}});
    RunningDaemon daemon(home);

    // It invents, tries to destroy, puts on paper, compares, and asks.
    const auto asks = daemon.status_when([](const JsonValue& status) {
        return line_json(status["needs_a_person"]).find("awaits you") != std::string::npos;
    });
    EXPECT_EQ(text_of(asks["data"]), "synthetic");
    EXPECT_EQ(line_json(life()["synthetic"]), "true");
    const std::string id = text_of(life()["strategy"]).substr(0, 12);
    ASSERT_EQ(home.tradelab({"approve", id, "--why", "read the dossier"}).exit_code, 0);
    EXPECT_EQ(text_of(life()["stage"]), "approved");
    // Approved, and still not a step nearer to money.
    const auto preflight = home.tradelab({"preflight"});
    EXPECT_EQ(preflight.exit_code, 5);
    EXPECT_THAT(preflight.output.bytes, HasSubstr("none that was proven on recorded data"));

    const auto panic = home.tradelab({"panic", "--reason", "fire"});
    EXPECT_EQ(panic.exit_code, 0) << panic.output.bytes;
    const auto before = daemon.status_when(
        [](const JsonValue& status) { return line_json(status["is_flat"]) == "true"; });
    daemon.send_signal(SIGKILL);
    EXPECT_EQ(daemon.wait(), -SIGKILL);

    const RunningDaemon again(home);
    const auto after = again.ask(ControlVerb::status);
    EXPECT_EQ(text_of(after["state"]), "panicked");
    EXPECT_EQ(text_of(after["account"]), text_of(before["account"]));
    EXPECT_EQ(text_of(after["equity"]), text_of(before["equity"]));
    EXPECT_EQ(text_of(after["fills"]), text_of(before["fills"]));
    EXPECT_EQ(text_of(after["research"]["state"]), "done");
    EXPECT_EQ(text_of(life()["stage"]), "approved");
}

}  // namespace
}  // namespace tradelab

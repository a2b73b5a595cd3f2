#include "cli/program.hpp"
#include "cli/proven_life.hpp"
#include "lifecycle/lifecycle.hpp"
#include "lifecycle/subject.hpp"
#include "os/clock.hpp"
#include "os/real_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <regex>
#include <string>
#include <vector>

namespace tradelab {
namespace {

using testing::HasSubstr;
using testing::Not;

// A strategy that has come as far as `stage`.
class LifeCommand : public testing::Test {
public:
    Program tradelab;

    void bring(const std::string& name,
               LifeStage stage,
               std::chrono::hours approved_for = std::chrono::hours(24)) {
        const auto state = tradelab.home.path() / ".local/state/tradelab";
        std::vector<StageEdge> edges = proven_life(state, name, stage);
        if (stage == LifeStage::approved) {
            edges.back().expires_at = SystemClock().now() + approved_for;
        }
        RealDisk disk;
        Lifecycle record(disk, state / "lifecycle");
        const auto added = record.add(edges, day(0));
        ASSERT_TRUE(added) << describe(added.error());
    }
    [[nodiscard]] nlohmann::json shown(const std::string& name) const {
        return nlohmann::json::parse(tradelab({"lab", "show", name, "--json"}).output.bytes)
            .at("strategy");
    }
};

TEST_F(LifeCommand, AHumansYesIsBoundToWhatTheGatePassedAndExpires) {
    bring("one", LifeStage::awaiting_approval);

    const auto run = tradelab({"approve", "one", "--days", "3", "--why", "read the dossier"});

    ASSERT_EQ(run.exit_code, 0) << run.errors.bytes;
    const auto life = shown("one");
    EXPECT_EQ(life.at("stage"), "approved");
    EXPECT_EQ(life.at("status"), "approved");
    const auto& last = life.at("steps").back();
    EXPECT_EQ(last.at("why"), "read the dossier");
    EXPECT_THAT(last.at("by").get<std::string>(), testing::StartsWith("user "));
    RealDisk disk;
    const auto kept =
        Lifecycle(disk, tradelab.home.path() / ".local/state/tradelab/lifecycle").find("one");
    ASSERT_TRUE(kept) << describe(kept.error());
    const StageStep& approval = kept->steps.back();
    EXPECT_EQ(approval.edge.binding, kept->steps.at(3).edge.binding);
    EXPECT_EQ(*approval.edge.expires_at - approval.at, std::chrono::hours(72));
}

TEST_F(LifeCommand, ALifeIsShownWholeOnATerminalOfAnyWidth) {
    bring("one", LifeStage::approved);
    const auto life = shown("one");

    for (const int columns : {80, 120}) {
        const std::string said = std::regex_replace(
            tradelab.on_terminal(columns, {"lab", "show", "one"}), std::regex("\\s+"), " ");
        EXPECT_THAT(said, Not(HasSubstr("..."))) << columns;
        for (const auto& step : life.at("steps")) {
            EXPECT_THAT(said, HasSubstr(step.at("evidence").get<std::string>())) << columns;
            EXPECT_THAT(said, HasSubstr(step.at("why").get<std::string>())) << columns;
        }
    }
}

TEST_F(LifeCommand, WhatDoesNotAwaitApprovalIsNeitherApprovedNorRejected) {
    bring("early", LifeStage::paper);
    bring("late", LifeStage::approved);

    for (const char* name : {"early", "late"}) {
        for (const char* verb : {"approve", "reject"}) {
            const auto run = tradelab({verb, name, "--why", "because"});
            EXPECT_EQ(run.exit_code, 5) << verb << " " << name;
            EXPECT_THAT(run.errors.bytes, HasSubstr(name));
        }
    }
    EXPECT_EQ(shown("early").at("stage"), "paper");
}

TEST_F(LifeCommand, WhatWasApprovedForTooLongAgoAwaitsApprovalAgain) {
    bring("late", LifeStage::approved, -std::chrono::hours(1));

    const auto run = tradelab({"approve", "late", "--why", "read it again"});

    ASSERT_EQ(run.exit_code, 0) << run.errors.bytes;
    const auto life = shown("late");
    EXPECT_EQ(life.at("stage"), "approved");
    const auto& steps = life.at("steps");
    const auto& back = steps.at(steps.size() - 2);
    EXPECT_EQ(back.at("from"), "approved");
    EXPECT_EQ(back.at("to"), "awaiting_approval");
    EXPECT_THAT(back.at("why").get<std::string>(), HasSubstr("was not used"));
    EXPECT_EQ(steps.back().at("evidence"), back.at("evidence"));
}

TEST_F(LifeCommand, RejectedAndRetiredIsTheEnd) {
    bring("one", LifeStage::awaiting_approval);
    bring("two", LifeStage::paper);

    EXPECT_EQ(tradelab({"reject", "one", "--why", "too deep a fall"}).exit_code, 0);
    EXPECT_EQ(tradelab({"retire", "two", "--why", "no longer"}).exit_code, 0);
    EXPECT_EQ(shown("one").at("steps").back().at("why"), "rejected: too deep a fall");
    EXPECT_EQ(tradelab({"retire", "two", "--why", "again"}).exit_code, 2);
    const auto list = tradelab({"lab", "hypotheses"});
    EXPECT_THAT(list.output.bytes, HasSubstr("2 more were retired"));
}

// Settings with limits of their own: `leverage` of 200, which is what was tested under.
std::string settings_with_leverage(const Program& tradelab, const std::string& leverage) {
    const auto risk = tradelab.home.path() / ("risk-" + leverage + ".toml");
    write_text(risk, read_text(source_tree() / "config/risk.toml"));
    replace_in(risk, "max_leverage_percent = 200", "max_leverage_percent = " + leverage);
    const auto file = tradelab.home.path() / ("t-" + leverage + ".toml");
    write_text(file, read_text(source_tree() / "config/tradelabd.toml"));
    replace_in(file, "limits = \"risk.toml\"", "limits = \"" + risk.string() + "\"");
    for (const auto& one : {risk, file}) {
        std::filesystem::permissions(one, std::filesystem::perms(0600));
    }
    return file.string();
}

TEST_F(LifeCommand, NobodyApprovesUnderLooserLimitsThanWereTestedAndTighterOnesAreFine) {
    bring("one", LifeStage::awaiting_approval);

    const auto approve_with = [&](const std::string& leverage) {
        const std::string settings = settings_with_leverage(tradelab, leverage);
        return tradelab({"approve", "one", "--why", "because", "--config", settings});
    };
    const auto looser = approve_with("300");
    EXPECT_EQ(looser.exit_code, 5);
    EXPECT_THAT(looser.errors.bytes, HasSubstr("max_leverage_percent was 200"));
    EXPECT_THAT(looser.errors.bytes, HasSubstr("is 300"));
    EXPECT_EQ(shown("one").at("stage"), "awaiting_approval");

    const auto tighter = approve_with("100");
    EXPECT_EQ(tighter.exit_code, 0) << tighter.errors.bytes;
    EXPECT_EQ(shown("one").at("stage"), "approved");

    const auto before =
        tradelab({"preflight", "--config", settings_with_leverage(tradelab, "200")});
    EXPECT_THAT(before.output.bytes, HasSubstr("one until "));
    const auto after = tradelab({"preflight", "--config", settings_with_leverage(tradelab, "300")});
    EXPECT_THAT(after.output.bytes, HasSubstr("max_leverage_percent was 200"));
}

TEST_F(LifeCommand, PreflightLooksAtEveryApprovalAndOneThatHoldsIsEnough) {
    bring("one", LifeStage::approved);
    bring("two", LifeStage::approved);
    const auto found = tradelab.home.path() / ".local/state/tradelab/found";
    const auto approved_line = [&] {
        const auto run = tradelab({"preflight", "--json"});
        EXPECT_EQ(run.exit_code, 5) << "there is no exchange";
        const auto document = nlohmann::json::parse(run.output.bytes);
        for (const auto& line : document.at("lines")) {
            if (line.at("what") == "a strategy is approved") {
                return line;
            }
        }
        return nlohmann::json();
    };
    const auto hidden = [&](const std::string& name) {
        std::filesystem::rename(found / (name + ".json"), found / (name + ".away"));
    };
    const auto back = [&](const std::string& name) {
        std::filesystem::rename(found / (name + ".away"), found / (name + ".json"));
    };

    hidden("one");
    const auto second_holds = approved_line();
    hidden("two");
    const auto none = approved_line();
    back("one");
    const auto first_holds = approved_line();

    EXPECT_EQ(second_holds.at("holds"), true) << second_holds;
    EXPECT_THAT(second_holds.at("detail").get<std::string>(), HasSubstr("two until "));
    EXPECT_EQ(none.at("holds"), false) << none;
    EXPECT_THAT(none.at("detail").get<std::string>(), HasSubstr(" does not count now: "));
    EXPECT_EQ(first_holds.at("holds"), true) << first_holds;
    EXPECT_THAT(first_holds.at("detail").get<std::string>(), HasSubstr("one until "));
}

// Settings of a daemon whose state is elsewhere: its record is the one that is meant.
TEST_F(LifeCommand, WhatIsDecidedAndShownIsOfTheStateThatTheSettingsName) {
    bring("one", LifeStage::awaiting_approval);
    const auto elsewhere = tradelab.home.path() / "elsewhere";
    const auto usual = tradelab.home.path() / ".local/state/tradelab";
    std::filesystem::rename(usual, elsewhere);
    const auto file = tradelab.home.path() / "t.toml";
    write_text(file, read_text(source_tree() / "config/tradelabd.toml"));
    replace_in(file, "directory = \"default\"", "directory = \"" + elsewhere.string() + "\"");
    replace_in(file,
               "limits = \"risk.toml\"",
               "limits = \"" + (source_tree() / "config/risk.toml").string() + "\"");
    std::filesystem::permissions(file, std::filesystem::perms(0600));
    RealDisk disk;
    Lifecycle record(disk, elsewhere / "lifecycle");

    const auto run = tradelab({"approve", "one", "--why", "because", "--config", file.string()});
    const auto stages = tradelab({"lab", "status", "--config", file.string()});
    const auto preflight = tradelab({"preflight", "--config", file.string()});

    ASSERT_EQ(run.exit_code, 0) << run.errors.bytes;
    EXPECT_EQ(record.find("one")->stage, LifeStage::approved);
    EXPECT_THAT(stages.output.bytes, HasSubstr("1 approved"));
    EXPECT_THAT(preflight.output.bytes, HasSubstr("one until "));
    EXPECT_FALSE(std::filesystem::exists(usual)) << "nothing is made where nothing is meant";
    // A daemon may run with what they said before: nobody decides behind its back.
    write_text(file, "no settings");
    const auto blind = tradelab({"retire", "one", "--why", "because", "--config", file.string()});
    EXPECT_NE(blind.exit_code, 0);
    EXPECT_THAT(blind.errors.bytes, HasSubstr("--state DIR"));
    const auto named = tradelab({"retire",
                                 "one",
                                 "--why",
                                 "because",
                                 "--config",
                                 file.string(),
                                 "--state",
                                 elsewhere.string()});
    EXPECT_EQ(named.exit_code, 0) << named.errors.bytes;
    EXPECT_EQ(record.find("one")->stage, LifeStage::retired);
}

TEST_F(LifeCommand, NobodyApprovesWithAnotherFileThanTheGatePassedOrWithoutIt) {
    bring("one", LifeStage::awaiting_approval);
    bring("two", LifeStage::awaiting_approval);
    const auto found = tradelab.home.path() / ".local/state/tradelab/found";
    std::filesystem::copy_file(
        found / "two.json", found / "one.json", std::filesystem::copy_options::overwrite_existing);
    std::filesystem::remove(found / "two.json");

    for (const char* name : {"one", "two"}) {
        const auto run = tradelab({"approve", name, "--why", "because"});
        EXPECT_EQ(run.exit_code, 5) << name;
        EXPECT_THAT(run.errors.bytes, HasSubstr("what it would run with cannot be told")) << name;
        EXPECT_EQ(shown(name).at("stage"), "awaiting_approval");
    }
}

TEST_F(LifeCommand, ADecisionSaysWhyAndAboutWhom) {
    EXPECT_EQ(tradelab({"approve", "one"}).exit_code, 2);
    const auto unknown = tradelab({"approve", "one", "--why", "because"});
    EXPECT_NE(unknown.exit_code, 0);
    EXPECT_THAT(unknown.errors.bytes, HasSubstr("tradelab lab hypotheses"));
    EXPECT_EQ(tradelab({"go-live"}).exit_code, 5);
}

}  // namespace
}  // namespace tradelab

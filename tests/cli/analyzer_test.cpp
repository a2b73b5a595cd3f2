#include "cli/campaign_case.hpp"
#include "os/companion.hpp"
#include "os/real_disk.hpp"
#include "research/progress.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

// Analyzers that propose in a campaign of the real program.
namespace tradelab {
namespace {

using testing::HasSubstr;
using testing::Not;

class AnalyzerCommand : public CampaignCase {
public:
    AnalyzerCommand() { tradelab.variables = {{"TRADELAB_PLUGINS", packages.string()}}; }

    [[nodiscard]] static std::vector<std::string> asking(const std::vector<std::string>& analysts) {
        std::vector<std::string> words = {"--trials", "64", "--json"};
        for (const std::string& one : analysts) {
            words.insert(words.end(), {"--analyzer", "org.example.analyst-" + one});
        }
        return words;
    }
    [[nodiscard]] nlohmann::json ledger() const {
        return nlohmann::json::parse(json_text({"trials", "list", "--all"})).at("trials");
    }
    // Trials of the ledger that this arm proposed.
    [[nodiscard]] int proposed_by(const std::string& arm) const {
        int count = 0;
        for (const auto& trial : ledger()) {
            count += trial.dump().find("by the arm " + arm) != std::string::npos ? 1 : 0;
        }
        return count;
    }
    // Trials of the ledger that a search proposed, whoever of its arms.
    [[nodiscard]] int searched() const {
        int count = 0;
        for (const auto& trial : ledger()) {
            const std::string arm = trial.at("arm");
            count += arm != "plateau" && arm != "checks" ? 1 : 0;
        }
        return count;
    }
    [[nodiscard]] std::set<std::string> answers() const {
        std::set<std::string> texts;
        for (const auto& entry :
             std::filesystem::recursive_directory_iterator(state() / "searches/answers")) {
            if (entry.path().extension() == ".json") {
                texts.insert(read_text(entry.path()));
            }
        }
        return texts;
    }
};

TEST_F(AnalyzerCommand, AnInstalledAnalyzerIsOneMoreArmWhoseTrialsAreCountedAsItsOwn) {
    make_market();

    const auto run = searching(asking({"fickle"}));

    ASSERT_EQ(run.exit_code, 0) << run.errors.bytes;
    EXPECT_THAT(run.errors.bytes, Not(HasSubstr("left out")));
    EXPECT_TRUE(nlohmann::json::parse(run.output.bytes).at("left_out").empty());
    EXPECT_EQ(nlohmann::json::parse(run.output.bytes).at("tried"), 64);
    EXPECT_GE(proposed_by("org.example.analyst-fickle"), 64 / 20);
    EXPECT_GT(proposed_by("coverage"), 0);
    ASSERT_FALSE(answers().empty());
    for (const std::string& kept : answers()) {
        const auto file = nlohmann::json::parse(kept);
        const auto brief = nlohmann::json::parse(file.at("brief").get<std::string>());
        EXPECT_EQ(brief.size(), 3U) << "what it is told: how many are wanted, and the families";
        EXPECT_THAT(file.at("answer").get<std::string>(), HasSubstr("An idea of the analyst."));
    }
}

TEST_F(AnalyzerCommand, OnesThatCrashTalkRubbishLeaveTheBoundsOrHangAreLeftOutByName) {
    make_market();

    auto words = asking({"crashes", "rubbish", "beyond", "hangs"});
    words.insert(words.end(), {"--progress", "progress.json"});

    const auto run = searching(words);

    ASSERT_EQ(run.exit_code, 0) << run.errors.bytes;
    const auto progress = read_progress(RealDisk(), tradelab.home.path() / "progress.json").value();
    EXPECT_GE(progress->cpu_ms, 9'000) << "what its analyzers use is of the share of the campaign";
    EXPECT_EQ(nlohmann::json::parse(run.output.bytes).at("tried"), 64);
    for (const auto& [who, why] : std::vector<std::pair<std::string, std::string>>{
             {"crashes", "crashed with signal 9"},
             {"rubbish", "line 1"},
             {"beyond", "/proposals/0/ticks/"},
             {"hangs", "gave no answer in 10 s of the processor"}}) {
        EXPECT_THAT(run.errors.bytes,
                    testing::ContainsRegex("left out of this search from here on: analyzer "
                                           "\"org.example.analyst-" +
                                           who + "\": [^\n]*" + why));
        EXPECT_EQ(proposed_by("org.example.analyst-" + who), 0);
    }
    EXPECT_EQ(answers().size(), 4U) << "each was asked once";
}

TEST_F(AnalyzerCommand, OnesThatTakeMoreThanAnAnalyzerMayAreLeftOutAndTheAnswerSaysSo) {
#if defined(__SANITIZE_ADDRESS__)
    const std::vector<std::string> who = {"opens", "writes"};
#else
    const std::vector<std::string> who = {"hoards", "opens", "writes"};
#endif
    make_market();

    const auto run = searching(asking(who));

    ASSERT_EQ(run.exit_code, 0) << run.errors.bytes;
    const auto answer = nlohmann::json::parse(run.output.bytes);
    EXPECT_EQ(answer.at("tried"), 64);
    std::set<std::string> left_out;
    for (const auto& one : answer.at("left_out")) {
        left_out.insert(one.at("analyzer"));
        EXPECT_THAT(one.at("why").get<std::string>(), HasSubstr("crashed with signal"));
    }
    for (const std::string& one : who) {
        EXPECT_EQ(proposed_by("org.example.analyst-" + one), 0);
        EXPECT_TRUE(left_out.contains("org.example.analyst-" + one)) << one;
    }
}

TEST_F(AnalyzerCommand, ACampaignThatWasKilledIsTakenUpWithTheAnswersThatItHad) {
    make_market();
    const auto file = tradelab.home.path() / "progress.json";
    std::vector<std::string> words = {"lab",
                                      "campaign",
                                      strategy("momentum_syn_perp_1h"),
                                      strategy("mean_reversion_syn_perp_1h"),
                                      "--progress",
                                      file.string(),
                                      "--cpu-percent",
                                      "5"};
    const auto more = asking({"fickle"});
    words.insert(words.end(), more.begin(), more.end());
    Command command{.program = program_path, .arguments = words};
    command.variables = tradelab.variables;
    command.variables.push_back({"HOME", tradelab.home.path().string()});
    command.directory = tradelab.home.path();
    auto companion = RealCompanions().start(command, 4096).value();
    const RealDisk disk;
    std::uint64_t tried = 0;
    while (tried < 32 && companion->wait(std::chrono::milliseconds(5)) != Companion::Heard::ended) {
        const auto progress = read_progress(disk, file).value();
        tried = progress ? progress->tried : 0;
    }
    ASSERT_EQ(companion->end().signal, SIGKILL);
    const auto before = ledger();
    const auto heard = answers();
    ASSERT_GE(before.size(), 32U);
    ASSERT_LT(before.size(), 64U);
    ASSERT_FALSE(heard.empty());

    const auto run = searching(asking({"fickle"}));

    ASSERT_EQ(run.exit_code, 0) << run.errors.bytes;
    EXPECT_EQ(searched(), 64) << "no trial of another answer was counted beside those of the first";
    for (const std::string& kept : heard) {
        EXPECT_TRUE(answers().contains(kept));
    }
}

TEST_F(AnalyzerCommand, AnotherAnalyzerIsAnotherCampaignAndRefusedWhereTheSearchWasJudged) {
    make_market_with_edge();
    const auto plain = nlohmann::json::parse(searching({"--trials", "24", "--json"}).output.bytes);
    ASSERT_FALSE(plain.at("verdict").is_null());

    const auto run = searching({"--trials", "24", "--analyzer", "org.example.analyst-fickle"});

    EXPECT_EQ(run.exit_code, 5) << run.errors.bytes;
    EXPECT_THAT(run.errors.bytes,
                HasSubstr("analyzer org.example.analyst-fickle was not there and is "));
}

TEST_F(AnalyzerCommand, WhatIsNoAnalyzerOrNamedTwiceIsRefusedBeforeTheFirstTrial) {
    make_market();

    const auto strategy = search({"--analyzer", "org.example.cross"});
    const auto twice = searching(asking({"fickle", "fickle"}));
    const auto nobody = search({"--analyzer", "org.example.nobody"});

    EXPECT_EQ(strategy.exit_code, 2) << strategy.errors.bytes;
    EXPECT_THAT(strategy.errors.bytes, HasSubstr("is of kind strategy, not analyzer"));
    EXPECT_THAT(twice.errors.bytes, HasSubstr("org.example.analyst-fickle is named twice"));
    EXPECT_THAT(nobody.errors.bytes, HasSubstr("--analyzer org.example.nobody"));
    EXPECT_EQ(trials(), 0U);
}

}  // namespace
}  // namespace tradelab

#include "daemon/research_home.hpp"
#include "document/json_write.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <string>

// The real daemon with a search beside it that asks analyzers.
namespace tradelab {
namespace {

using testing::HasSubstr;

class ResearchAnalyzers : public testing::Test, public ResearchHome {};

TEST_F(ResearchAnalyzers, AsksTheAnalyzersThatTheSettingsNameAndSaysWhichWasLeftOut) {
    settings({{"analyzers", "[\"ward.analyst\"]"}});

    ASSERT_EQ(home.tradelabd({"--once"}).exit_code, 0);

    const std::string found = home.tradelab({"lab", "status", "--plain"}).output.bytes;
    EXPECT_THAT(found, HasSubstr("left out: analyzer \"ward.analyst\": line 1"));
    EXPECT_EQ(trials().empty(), false);
}

TEST_F(ResearchAnalyzers, TheDoctorKnowsWhichAnalyzersOfTheSettingsCannotBeAsked) {
    settings({{"analyzers", R"(["ward.analyst", "org.tradelab.momentum", "org.example.nobody"])"}});

    const auto sick = home.tradelab({"doctor"});
    settings({{"analyzers", R"(["ward.analyst", "ward.analyst"])"}});
    const auto twice = home.tradelab({"doctor"});
    settings({{"analyzers", R"(["ward.analyst"])"}});
    const auto sound = home.tradelab({"doctor"});

    EXPECT_EQ(sick.exit_code, 1);
    EXPECT_THAT(sick.output.bytes, HasSubstr("org.tradelab.momentum is of kind strategy"));
    EXPECT_THAT(sick.output.bytes, HasSubstr("org.example.nobody"));
    EXPECT_THAT(sick.output.bytes, HasSubstr("take it out of analyzers in [research] of "));
    EXPECT_EQ(twice.exit_code, 1);
    EXPECT_THAT(twice.output.bytes, HasSubstr("holds \"ward.analyst\" twice"));
    EXPECT_EQ(sound.exit_code, 0) << sound.output.bytes;
    EXPECT_THAT(sound.output.bytes, testing::ContainsRegex("analyzers +ok +1"));
}

TEST_F(ResearchAnalyzers, ADamagedAnswerOfAnAnalyzerNeedsAPersonWhoIsToldTheFileAndWhatHelps) {
    settings({{"analyzers", R"(["ward.analyst"])"}, {"trials", "160"}, {"cpu_percent", "20"}});
    {
        RunningDaemon daemon(home);
        (void)daemon.status_when([](const JsonValue& status) {
            const auto* tried = status["research"]["campaign"]["tried"].integer();
            return tried != nullptr && *tried >= 32;
        });
        daemon.send_signal(SIGKILL);
        EXPECT_EQ(daemon.wait(), -SIGKILL);
    }
    std::filesystem::path answer;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(home.state() / "searches/answers")) {
        answer = entry.path().extension() == ".json" ? entry.path() : answer;
    }
    ASSERT_FALSE(answer.empty());
    std::filesystem::resize_file(answer, 100);

    const RunningDaemon daemon(home);
    const auto status = daemon.status_when([](const JsonValue& now) {
        return line_json(now["needs_a_person"]).find("the search failed") != std::string::npos;
    });
    const std::string needs = line_json(status["needs_a_person"]);
    EXPECT_THAT(needs, HasSubstr(answer.string()));
    EXPECT_THAT(needs, HasSubstr("without it, take it away"));

    std::filesystem::remove(answer);
    ASSERT_EQ(home.tradelab({"lab", "start"}).exit_code, 0);
    (void)daemon.status_when([](const JsonValue& now) {
        const auto* tried = now["research"]["campaign"]["tried"].integer();
        return tried != nullptr && *tried >= 32;
    });
}

}  // namespace
}  // namespace tradelab

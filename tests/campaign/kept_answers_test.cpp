#include "campaign/kept_answers.hpp"

#include "os/simulated_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {
namespace {

using testing::HasSubstr;

const brain::AnalyzerQuestion question{.seed = 7, .brief = R"({"wanted":2})"};

// As it was kept when a campaign had no limit for all questions together.
constexpr std::string_view old_file = R"({
  "schema": "tradelab.analyzer_answer/1",
  "analyzer": "model",
  "seed": "7",
  "brief": "{\"wanted\":2}",
  "answer": "an old answer",
  "failure": null,
  "sha256": "d04dbe1667c0fb25c9ca2d7687cb948eb27abb73f89b4f7c60f4438b6244b64a"
}
)";

// A plugin that never says the same twice.
struct Fickle {
    int asked = 0;
    std::chrono::milliseconds takes{1};

    AskInTime ask() {
        return [this](const brain::AnalyzerQuestion&) -> Result<TimedAnswer> {
            return TimedAnswer{.text = "answer " + std::to_string(++asked), .took = takes};
        };
    }
};

std::string only_file(const SimulatedDisk& disk) {
    const auto names = disk.list("/answers");
    for (const std::string& name : *names) {
        if (name.ends_with(".json")) {
            return "/answers/" + name;
        }
    }
    return "";
}

TEST(KeptAnswers, WhoIsAskedAgainSaysWhatItSaidTheFirstTime) {
    SimulatedDisk disk;
    Fickle plugin;
    const auto first = KeptAnswers(disk, "/answers").answer("model", question, plugin.ask());

    KeptAnswers again(disk, "/answers");
    const auto second = again.answer("model", question, plugin.ask());
    const auto other = again.answer("another", question, plugin.ask());
    const auto later = again.answer("model", {.seed = 8, .brief = question.brief}, plugin.ask());

    EXPECT_EQ(first.value(), "answer 1");
    EXPECT_EQ(second.value(), "answer 1");
    EXPECT_EQ(other.value(), "answer 2");
    EXPECT_EQ(later.value(), "answer 3");
    EXPECT_FALSE(again.trouble());
}

TEST(KeptAnswers, AFailureIsKeptAsAnAnswerIs) {
    SimulatedDisk disk;
    const auto hangs = [](const brain::AnalyzerQuestion&) -> Result<TimedAnswer> {
        return fail(ErrorCode::timed_out, "model gave no answer in 10 s", "look at it");
    };
    ASSERT_FALSE(KeptAnswers(disk, "/answers").answer("model", question, hangs));
    Fickle plugin;

    KeptAnswers again(disk, "/answers");
    const auto said = again.answer("model", question, plugin.ask());

    EXPECT_EQ(plugin.asked, 0);
    ASSERT_FALSE(said);
    EXPECT_EQ(said.error().code, ErrorCode::timed_out);
    EXPECT_EQ(describe(said.error()), "model gave no answer in 10 s: look at it");
    EXPECT_FALSE(again.trouble());
}

TEST(KeptAnswers, WhatKeptAnAnalyzerFromBeingAskedIsTroubleAndItIsAskedTheNextTime) {
    for (const ErrorCode code : {ErrorCode::interrupted, ErrorCode::io_failed}) {
        SimulatedDisk disk;
        const auto ended = [&](const brain::AnalyzerQuestion&) -> Result<TimedAnswer> {
            return fail(code, "no process was to be had", "try again");
        };
        KeptAnswers first(disk, "/answers");
        EXPECT_FALSE(first.answer("model", question, ended));
        ASSERT_TRUE(first.trouble());
        EXPECT_EQ(first.trouble()->code, code);
        Fickle plugin;

        EXPECT_EQ(KeptAnswers(disk, "/answers").answer("model", question, plugin.ask()).value(),
                  "answer 1");
    }
}

TEST(KeptAnswers, WhatWasNotKeptIsTroubleAndNoAnswer) {
    SimulatedDisk disk({.capacity_bytes = 10});
    Fickle plugin;
    KeptAnswers answers(disk, "/answers");

    EXPECT_FALSE(answers.answer("model", question, plugin.ask()));

    ASSERT_TRUE(answers.trouble());
    EXPECT_EQ(answers.trouble()->code, ErrorCode::disk_full);
}

TEST(KeptAnswers, AnEditedFileIsNamed) {
    SimulatedDisk disk;
    Fickle plugin;
    ASSERT_TRUE(KeptAnswers(disk, "/answers").answer("model", question, plugin.ask()));
    const std::string file = only_file(disk);
    std::string text = disk.read_file(file, {.size_max = 10'000}).value();
    text.replace(text.find("answer 1"), 8, "answer 9");
    ASSERT_TRUE(write_atomically(disk, file, text));

    KeptAnswers answers(disk, "/answers");
    EXPECT_FALSE(answers.answer("model", question, plugin.ask()));

    ASSERT_TRUE(answers.trouble());
    EXPECT_THAT(describe(*answers.trouble()), HasSubstr(file));
    EXPECT_THAT(describe(*answers.trouble()),
                HasSubstr("put the file back as it was; without it, take it away"));
    EXPECT_EQ(plugin.asked, 1);
}

TEST(KeptAnswers, WhoAnswersSlowlyEachTimeIsAskedUntilItsTimeInTheCampaignIsUsedUp) {
    SimulatedDisk disk;
    Fickle slow{.takes = std::chrono::seconds(9)};
    Fickle quick;
    KeptAnswers answers(disk, "/answers");
    std::vector<std::string> heard;

    for (std::uint64_t seed = 1; seed <= 9; ++seed) {
        const auto said = answers.answer("slow", {.seed = seed, .brief = "{}"}, slow.ask());
        ASSERT_TRUE(answers.answer("quick", {.seed = seed, .brief = "{}"}, quick.ask()));
        heard.push_back(said ? *said : describe(said.error()));
    }

    EXPECT_EQ(slow.asked, 7) << "63 s are more than 60";
    EXPECT_EQ(quick.asked, 9);
    EXPECT_EQ(heard[6], "answer 7");
    EXPECT_THAT(heard[7], HasSubstr("it has thought for 63 s, and may for 60 s in one campaign"));
    EXPECT_FALSE(answers.trouble());
}

TEST(KeptAnswers, ACampaignThatIsTakenUpKnowsWhatItsAnalyzersHaveUsed) {
    SimulatedDisk disk;
    Fickle slow{.takes = std::chrono::seconds(9)};
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        // Each question in a run of its own, which hears what was answered before.
        KeptAnswers answers(disk, "/answers");
        for (std::uint64_t before = 1; before <= seed; ++before) {
            const auto said = answers.answer("slow", {.seed = before, .brief = "{}"}, slow.ask());
            EXPECT_EQ(said.has_value(), before <= 7) << before << " of " << seed;
        }
    }
    EXPECT_EQ(slow.asked, 7);
}

TEST(KeptAnswers, AFileOfBeforeThatDoesNotSayHowLongItTookIsHeardAllTheSame) {
    SimulatedDisk disk;
    ASSERT_TRUE(disk.make_directories("/answers"));
    // Named by its question, as every one.
    const std::string name =
        "20e7b2a5f9080459841565499e94626c21697378a26199781bddf2cd8b2b9c31.json";
    ASSERT_TRUE(write_atomically(disk, "/answers/" + name, old_file));
    Fickle plugin;

    const auto said = KeptAnswers(disk, "/answers").answer("model", question, plugin.ask());

    EXPECT_EQ(said.value(), "an old answer");
    EXPECT_EQ(plugin.asked, 0);
}

TEST(KeptAnswers, PowerCutAtEachMomentLeavesTheAnswerOrNone) {
    for (std::uint64_t moment = 1; moment < 40; ++moment) {
        SimulatedDisk disk;
        Fickle plugin;
        disk.cut_power_at(moment);
        KeptAnswers before(disk, "/answers");
        const auto first = before.answer("model", question, plugin.ask());
        disk.reboot();

        KeptAnswers after(disk, "/answers");
        const auto second = after.answer("model", question, plugin.ask());

        ASSERT_TRUE(second) << moment;
        EXPECT_FALSE(after.trouble()) << moment;
        if (first) {
            EXPECT_EQ(*second, *first) << moment;
        }
    }
}

}  // namespace
}  // namespace tradelab

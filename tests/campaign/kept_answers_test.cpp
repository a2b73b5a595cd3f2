#include "campaign/kept_answers.hpp"

#include "os/simulated_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tradelab {
namespace {

using testing::HasSubstr;

const brain::AnalyzerQuestion question{.seed = 7, .brief = R"({"wanted":2})"};

// A plugin that never says the same twice.
struct Fickle {
    int asked = 0;

    brain::AskAnalyzer ask() {
        return [this](const brain::AnalyzerQuestion&) -> Result<std::string> {
            return "answer " + std::to_string(++asked);
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
    const auto hangs = [](const brain::AnalyzerQuestion&) -> Result<std::string> {
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
        const auto ended = [&](const brain::AnalyzerQuestion&) -> Result<std::string> {
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
    EXPECT_THAT(describe(*answers.trouble()), HasSubstr("somebody has edited it"));
    EXPECT_EQ(plugin.asked, 1);
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

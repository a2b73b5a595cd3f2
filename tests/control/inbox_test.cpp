#include "control/inbox.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <utility>

namespace tradelab {
namespace {

PendingRequest asking(ControlVerb verb) {
    return {.asked = ControlRequest{.verb = verb}, .peer = {}, .answer = [](std::string) {}};
}

ControlVerb verb_of(const PendingRequest& request) {
    return std::get<ControlRequest>(request.asked).verb;
}

TEST(ControlInbox, WhatTakesRiskAwayOvertakesTheRest) {
    ControlInbox inbox;
    ASSERT_TRUE(inbox.post(asking(ControlVerb::status)));
    ASSERT_TRUE(inbox.post(asking(ControlVerb::orders)));
    ASSERT_TRUE(inbox.post(asking(ControlVerb::stop)));
    ASSERT_TRUE(inbox.post(asking(ControlVerb::panic)));

    const auto taken = inbox.take();

    ASSERT_EQ(taken.size(), 4U);
    EXPECT_EQ(verb_of(taken[0]), ControlVerb::stop);
    EXPECT_EQ(verb_of(taken[1]), ControlVerb::panic);
    EXPECT_EQ(verb_of(taken[2]), ControlVerb::status);
    EXPECT_EQ(verb_of(taken[3]), ControlVerb::orders);
    EXPECT_TRUE(inbox.take().empty());
}

TEST(ControlInbox, AResumeThatWasAskedBeforeAStopDoesNotUndoIt) {
    ControlInbox inbox;
    std::string told;
    PendingRequest resume = asking(ControlVerb::resume);
    resume.answer = [&](std::string line) { told = std::move(line); };
    ASSERT_TRUE(inbox.post(std::move(resume)));
    ASSERT_TRUE(inbox.post(asking(ControlVerb::stop)));
    ASSERT_TRUE(inbox.post(asking(ControlVerb::resume)));

    const auto taken = inbox.take();

    ASSERT_EQ(taken.size(), 2U);
    EXPECT_EQ(verb_of(taken[0]), ControlVerb::stop);
    EXPECT_EQ(verb_of(taken[1]), ControlVerb::resume);
    EXPECT_NE(told.find("overtaken by stop"), std::string::npos) << told;
}

TEST(ControlInbox, IsBoundedAndStillTakesAPanic) {
    ControlInbox inbox;
    for (std::size_t at = 0; at < ControlInbox::waiting_max; ++at) {
        ASSERT_TRUE(inbox.post(asking(ControlVerb::status)));
    }

    EXPECT_FALSE(inbox.post(asking(ControlVerb::status)));
    EXPECT_FALSE(inbox.post({.asked = MetricsWanted{}, .peer = {}, .answer = {}}));
    EXPECT_TRUE(inbox.post(asking(ControlVerb::panic)));
    EXPECT_EQ(inbox.take().size(), ControlInbox::others_a_turn + 1);
}

TEST(ControlInbox, GivesOfTheOthersAFewAtATimeAndAStopThatCameMeanwhileFirst) {
    ControlInbox inbox;
    for (std::size_t at = 0; at < ControlInbox::others_a_turn + 1; ++at) {
        ASSERT_TRUE(inbox.post(asking(ControlVerb::orders)));
    }
    EXPECT_EQ(inbox.take().size(), ControlInbox::others_a_turn);
    ASSERT_TRUE(inbox.post(asking(ControlVerb::stop)));

    const auto taken = inbox.take();

    ASSERT_EQ(taken.size(), 2U);
    EXPECT_EQ(verb_of(taken[0]), ControlVerb::stop);
    EXPECT_EQ(verb_of(taken[1]), ControlVerb::orders);
}

TEST(ControlInbox, WaitingEndsWithWhatArrivesOrInTime) {
    ControlInbox inbox;
    EXPECT_TRUE(inbox.wait(std::chrono::milliseconds(1)).empty());

    std::thread other([&] { ASSERT_TRUE(inbox.post(asking(ControlVerb::pause))); });
    const auto taken = inbox.wait(std::chrono::seconds(60));
    other.join();

    ASSERT_EQ(taken.size(), 1U);
    EXPECT_EQ(verb_of(taken[0]), ControlVerb::pause);
}

}  // namespace
}  // namespace tradelab

#include "research/paper_check.hpp"

#include "research/children.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace tradelab {
namespace {

using namespace std::chrono_literals;

constexpr Duration day = 24h;

class PaperCheckCase : public testing::Test {
public:
    Children children;
    PaperCheck check{children, {.program = "/bin/tradelab"}, 30 * day};
    std::chrono::nanoseconds clock{0};

    PaperCheck::Standing standing{
        .from = UnixNanos(0), .now = UnixNanos(0), .has_ended = false, .awaiting = {"one"}};

    // True: a check has ended just now, or could not begin.
    bool on_day(int number, std::chrono::nanoseconds wait = 1s) {
        clock += wait;
        standing.now = UnixNanos(0) + number * day;
        return check.look(standing, clock);
    }
};

TEST_F(PaperCheckCase, BeginsWhenTheWindowIsLongEnoughAndAgainAfterAsMuch) {
    EXPECT_FALSE(on_day(29));
    EXPECT_TRUE(children.born.empty());
    EXPECT_FALSE(on_day(30));
    ASSERT_EQ(children.born.size(), 1U);
    EXPECT_EQ(children.born[0]->command.priority, Priority::background);
    children.exit_last(0);

    EXPECT_TRUE(on_day(31));
    EXPECT_FALSE(on_day(59));
    EXPECT_EQ(children.born.size(), 1U);
    EXPECT_FALSE(on_day(60));
    EXPECT_EQ(children.born.size(), 2U);
}

TEST_F(PaperCheckCase, WhatComesAfterACommandIsComparedWithNothing) {
    standing.commanded_at = UnixNanos(0) + 10 * day;

    EXPECT_FALSE(on_day(40));

    EXPECT_TRUE(children.born.empty());
    EXPECT_TRUE(check.is_cut_short(standing));
    EXPECT_EQ(PaperCheck::window_of(standing), 10 * day);
}

TEST_F(PaperCheckCase, ACommandAfterALongWindowTakesNothingFromItAndOneLookIsEnough) {
    standing.commanded_at = UnixNanos(0) + 31 * day;
    EXPECT_FALSE(on_day(40));
    ASSERT_EQ(children.born.size(), 1U);
    EXPECT_FALSE(check.is_cut_short(standing));
    children.exit_last(5);
    EXPECT_TRUE(on_day(41));
    standing.has_ended = true;

    EXPECT_FALSE(on_day(90));

    EXPECT_EQ(children.born.size(), 1U);
}

TEST_F(PaperCheckCase, WhoComesBackOnPaperIsComparedWithoutARestartAlsoWhereTheWindowGrowsNoMore) {
    standing.commanded_at = UnixNanos(0) + 31 * day;
    (void)on_day(40);
    children.exit_last(0);
    EXPECT_TRUE(on_day(41));
    standing.awaiting.clear();
    EXPECT_FALSE(on_day(42));
    EXPECT_EQ(children.born.size(), 1U);

    standing.awaiting = {"one"};
    EXPECT_FALSE(on_day(60));

    ASSERT_EQ(children.born.size(), 2U);
    children.exit_last(5);
    EXPECT_TRUE(on_day(61));
    EXPECT_FALSE(on_day(200));
    EXPECT_EQ(children.born.size(), 2U);
}

TEST_F(PaperCheckCase, WhoComesBackBesideOneWhoWaitsIsComparedAtOnce) {
    standing.awaiting = {"one", "two"};
    (void)on_day(30);
    children.exit_last(5);
    EXPECT_TRUE(on_day(31));
    standing.awaiting = {"two"};
    EXPECT_FALSE(on_day(32));

    standing.awaiting = {"one", "two"};
    EXPECT_FALSE(on_day(33));

    EXPECT_EQ(children.born.size(), 2U);
}

TEST_F(PaperCheckCase, TheEndOfTheFeedIsALastChanceOnce) {
    (void)on_day(30);
    children.exit_last(5);
    (void)on_day(31);
    standing.has_ended = true;

    (void)on_day(40);
    ASSERT_EQ(children.born.size(), 2U);
    children.exit_last(0);
    EXPECT_TRUE(on_day(40));
    (void)on_day(40);

    EXPECT_EQ(children.born.size(), 2U);
}

TEST_F(PaperCheckCase, AWindowThatEndsTooShortIsNotJudged) {
    standing.has_ended = true;

    (void)on_day(29);

    EXPECT_TRUE(children.born.empty());
}

TEST_F(PaperCheckCase, WhereNobodyAwaitsItNothingIsCompared) {
    standing.awaiting.clear();

    (void)on_day(90);

    EXPECT_TRUE(children.born.empty());
}

TEST_F(PaperCheckCase, InconsistentIsAnAnswerAndARefusalWithTheSameCodeIsNone) {
    (void)on_day(30);
    children.exit_last(5, "error: another process has the record open");
    EXPECT_TRUE(on_day(30));
    EXPECT_THAT(check.failure(), testing::HasSubstr("another process"));
    (void)on_day(30, 5s);
    ASSERT_EQ(children.born.size(), 2U);
    children.exit_last(5);

    EXPECT_TRUE(on_day(31));
    EXPECT_EQ(check.failure(), "");
    EXPECT_FALSE(on_day(59, 2h));
    EXPECT_EQ(children.born.size(), 2U);
}

TEST_F(PaperCheckCase, OneWithoutAnAnswerIsSaidAndBegunAgainLaterEachTimeAlsoAtTheEndOfTheFeed) {
    standing.has_ended = true;
    (void)on_day(30);
    std::vector<std::chrono::nanoseconds> waits;
    for (std::size_t death = 1; death <= 12; ++death) {
        children.exit_last(6, "error: the history is missing");
        EXPECT_TRUE(on_day(30));
        EXPECT_THAT(check.failure(), testing::HasSubstr("the history is missing"));
        std::chrono::nanoseconds waited{0};
        while (children.born.size() == death && waited < 2h) {
            EXPECT_FALSE(check.is_due(standing, clock));
            (void)on_day(30, 5s);
            waited += 5s;
        }
        ASSERT_EQ(children.born.size(), death + 1);
        waits.push_back(waited);
    }

    EXPECT_EQ(waits[0], 5s);
    EXPECT_EQ(waits[1], 10s);
    EXPECT_EQ(waits[2], 20s);
    EXPECT_EQ(waits.back(), 1h);
    children.exit_last(0);
    EXPECT_TRUE(on_day(30));
    EXPECT_EQ(check.failure(), "");
    (void)on_day(30, 2h);
    EXPECT_EQ(children.born.size(), 13U);
}

TEST_F(PaperCheckCase, AProgramThatCannotRunIsSaidAndTriedAgain) {
    children.refusal = Error{.code = ErrorCode::not_found, .context = "no such program"};

    EXPECT_TRUE(on_day(30));
    EXPECT_THAT(check.failure(), testing::HasSubstr("no such program"));
    EXPECT_FALSE(on_day(30));
    children.refusal.reset();
    (void)on_day(30, 5s);

    EXPECT_EQ(children.born.size(), 1U);
}

TEST_F(PaperCheckCase, AnotherAccountIsCheckedFromItsOwnBeginning) {
    (void)on_day(30);

    check.begin_anew();
    (void)on_day(31);

    EXPECT_TRUE(children.born[0]->was_killed);
    EXPECT_EQ(children.born.size(), 2U);
}

}  // namespace
}  // namespace tradelab

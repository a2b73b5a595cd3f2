#include "plugins/pair_desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

// Half pairs, restarts and batches: how funding carry lives with its host.  Numbers as in
// funding_carry_test.cpp: a pair is 0.238.
namespace tradelab {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using Venue = PairDesk::Venue;

constexpr double usual = 0.0001;
constexpr std::int64_t warm = 24;

PairDesk::Options small(const PairDesk::Ticks& other = {}) {
    PairDesk::Ticks ticks = {{"settlements", 3}, {"norm", 6}, {"clip", 100}};
    ticks.insert(ticks.end(), other.begin(), other.end());
    return {.ticks = ticks};
}

TEST(HalfPair, WhatFillsInPartsIsWaitedFor) {
    PairDesk desk(small());
    desk.spot_leg.cap = 10'000;
    desk.perp_leg.cap = 100;
    desk.hours(warm, usual);
    ASSERT_THAT(desk.hour({}), SizeIs(2));

    EXPECT_THAT(desk.hours(10, usual), IsEmpty());

    EXPECT_EQ(desk.spot(), 23'800);
    EXPECT_EQ(desk.perp(), -238);
}

TEST(HalfPair, OneLegRefusedAtOnceTakesTheOtherBackAndPauses) {
    for (const bool spot_refused : {false, true}) {
        PairDesk desk(small());
        (spot_refused ? desk.spot_leg : desk.perp_leg).opens = Venue::refuses;
        desk.hours(warm, usual);

        const auto asked = desk.hour({});

        ASSERT_THAT(asked, SizeIs(3));
        EXPECT_EQ(asked[2].type, TL_IN_CANCEL_ALL);
        EXPECT_EQ(asked[2].inst, spot_refused ? 2U : 1U);
        EXPECT_THAT(desk.hours(24, usual), IsEmpty());
        EXPECT_EQ(desk.spot(), 0);
        EXPECT_EQ(desk.perp(), 0);
        EXPECT_THAT(desk.hours(1, usual), SizeIs(3));
    }
}

TEST(HalfPair, OneLegRefusedAfterTheOtherFilledIsCompletedOnce) {
    PairDesk desk(small());
    desk.perp_leg.opens = Venue::refuses_late;
    desk.hours(warm, usual);
    ASSERT_THAT(desk.hour({}), SizeIs(2));

    const auto completed = desk.hour({});
    desk.perp_leg.opens = Venue::fills;

    ASSERT_THAT(completed, SizeIs(1));
    EXPECT_EQ(PairDesk::reason(completed[0]), "half_pair_complete");
    EXPECT_EQ(completed[0].inst, 2U);
    EXPECT_EQ(completed[0].side, -1);
    EXPECT_EQ(completed[0].qty, 238);
    EXPECT_THAT(desk.hours(10, usual), IsEmpty());
    EXPECT_EQ(desk.spot(), 23'800);
    EXPECT_EQ(desk.perp(), -238);
}

TEST(HalfPair, TheSpotLegIsCompletedWithItsFeeOnTop) {
    PairDesk desk(small());
    desk.spot_leg.opens = Venue::refuses_late;
    desk.hours(warm, usual);
    desk.hour({});

    const auto completed = desk.hour({});

    ASSERT_THAT(completed, SizeIs(2));
    EXPECT_EQ(completed[0].type, TL_IN_CANCEL_ALL);  // of the perpetual, which has just filled
    EXPECT_EQ(PairDesk::reason(completed[1]), "half_pair_complete");
    EXPECT_EQ(completed[1].inst, 1U);
    EXPECT_EQ(completed[1].qty, 23'824);
}

TEST(HalfPair, RefusedTwiceItIsUndone) {
    PairDesk desk(small());
    desk.perp_leg.opens = Venue::refuses_late;
    desk.hours(warm, usual);
    desk.hour({});
    ASSERT_THAT(desk.hour({}), SizeIs(1));

    const auto undone = desk.hour({});

    ASSERT_THAT(undone, SizeIs(1));
    EXPECT_EQ(PairDesk::reason(undone[0]), "half_pair_unwind");
    EXPECT_EQ(undone[0].inst, 1U);
    EXPECT_EQ(undone[0].side, -1);
    EXPECT_EQ(undone[0].qty, 23'800);
    EXPECT_EQ(undone[0].flags, TL_IN_F_REDUCE_ONLY);
    EXPECT_THAT(desk.hours(20, usual), IsEmpty());
    EXPECT_EQ(desk.spot(), 0);
}

// The host does nothing, and one leg never fills: three hours after the entry it is called back,
// and the other undone.
TEST(HalfPair, ALegThatStandsAloneIsUndoneInTime) {
    for (const Venue deaf : {Venue::never_fills, Venue::never_answers}) {
        PairDesk desk(small());
        desk.perp_leg.opens = deaf;
        desk.hours(warm, usual);
        ASSERT_THAT(desk.hour({}), SizeIs(2));
        EXPECT_THAT(desk.hour({}), IsEmpty());
        EXPECT_THAT(desk.hour({}), IsEmpty());
        EXPECT_EQ(desk.spot(), 23'800);

        auto asked = desk.hour({});
        ASSERT_THAT(asked, SizeIs(deaf == Venue::never_fills ? 2 : 1));
        EXPECT_EQ(asked[0].type, TL_IN_CANCEL_ALL);
        EXPECT_EQ(asked[0].inst, 2U);
        if (deaf == Venue::never_answers) {  // a second term, then the accounts are believed
            desk.hours(2, usual);
            asked = desk.hour({});
        }
        EXPECT_EQ(PairDesk::reason(asked.back()), "half_pair_unwind");
        desk.hour({});
        EXPECT_EQ(desk.spot(), 0);
        EXPECT_EQ(desk.perp(), 0);
    }
}

TEST(HalfPair, WhatOnlyPartlyFilledIsUndoneToWhatBothHave) {
    PairDesk desk(small());
    desk.perp_leg.cap = 20;
    desk.hours(warm, usual);
    desk.hour({});
    desk.hours(2, usual);  // 0.04 against 0.238

    const auto asked = desk.hour({});  // the third hour: 0.06

    ASSERT_THAT(asked, SizeIs(2));
    EXPECT_EQ(asked[0].type, TL_IN_CANCEL_ALL);
    EXPECT_EQ(asked[1].inst, 1U);
    EXPECT_EQ(asked[1].qty, 23'800 - 6'000);
    EXPECT_THAT(desk.hours(20, usual), IsEmpty());
    EXPECT_EQ(desk.spot(), 6'000);
    EXPECT_EQ(desk.perp(), -60);
}

TEST(HalfPair, ItsTimerActsWhenTheMarketIsSilent) {
    PairDesk desk(small());
    desk.perp_leg.opens = Venue::refuses_late;
    desk.hours(warm, usual);
    desk.hour({});
    desk.perp_leg.opens = Venue::never_fills;
    desk.hour({});  // spot has filled, its completion has been sent
    ASSERT_EQ(desk.spot(), 23'800);

    const auto asked = desk.silence(3);

    ASSERT_THAT(asked, SizeIs(1));  // an hour after the order has gone
    EXPECT_EQ(asked[0].type, TL_IN_CANCEL_ALL);
    const auto undone = desk.silence(3);
    ASSERT_THAT(undone, SizeIs(1));
    EXPECT_EQ(PairDesk::reason(undone[0]), "half_pair_unwind");
}

TEST(HalfPair, ALegThatWasLiquidatedLeavesNoOtherBehind) {
    PairDesk desk(small());
    desk.hours(warm + 3, usual);
    desk.hold(2, 0);

    const auto asked = desk.hour({});

    ASSERT_THAT(asked, SizeIs(1));
    EXPECT_EQ(PairDesk::reason(asked[0]), "half_pair_unwind");
    EXPECT_EQ(asked[0].qty, 23'800);
    EXPECT_THAT(desk.hours(10, usual), IsEmpty());
    EXPECT_EQ(desk.spot(), 0);
}

TEST(HalfPair, ExitsThatDoNotFillAreSentAgain) {
    PairDesk desk(small());
    desk.hours(warm + 3, usual);
    desk.spot_leg.cap = 4'000;
    desk.hours(8, -0.0005);  // carry_gone

    desk.hours(12, -0.0005);

    EXPECT_EQ(desk.spot(), 0);
    EXPECT_EQ(desk.perp(), 0);
}

TEST(FundingCarryAndItsHost, InReplayedHistoryNothingIsAsked) {
    PairDesk desk(small());

    EXPECT_THAT(desk.hours(100, usual, {.flags = TL_EV_F_WARMUP}), IsEmpty());
    EXPECT_THAT(desk.hour({}), SizeIs(2));
}

TEST(FundingCarryAndItsHost, APositionThatWasThereIsTakenOver) {
    PairDesk desk(small());
    desk.hold(1, 23'800);
    desk.hold(2, -238);

    EXPECT_THAT(desk.hours(100, usual), IsEmpty());
    const auto asked = desk.hours(8, -0.0005);

    ASSERT_THAT(asked, SizeIs(2));
    EXPECT_EQ(PairDesk::reason(asked[0]), "carry_gone");
}

TEST(FundingCarryAndItsHost, AHalfPairThatWasThereIsUndoneEvenInWarmUp) {
    PairDesk desk(small());
    desk.hold(1, 23'800);

    const auto asked = desk.hour({});

    ASSERT_THAT(asked, SizeIs(1));
    EXPECT_EQ(PairDesk::reason(asked[0]), "half_pair_unwind");
}

// A life with entries in parts, a refused leg, a shrinking, a stop and an exit.
void live(PairDesk& desk) {
    desk.perp_leg.cap = 150;
    desk.hours(warm + 10, usual);
    desk.hours(6, usual, {.spot = 33'000, .perp = 33'000});
    desk.hours(20, -0.0005, {.spot = 33'000, .perp = 33'000});
    desk.perp_leg.opens = Venue::refuses_late;
    desk.hours(40, 0.0005);
    desk.perp_leg.opens = Venue::fills;
    desk.hours(40, 0.0005);
    desk.hours(5, usual, {.perp = 20'400});
    desk.gap(2);
    desk.hours(60, usual);
}

bool same(const std::vector<tl_intent>& one, const std::vector<tl_intent>& other) {
    return one.size() == other.size() &&
           (one.empty() || std::memcmp(one.data(), other.data(), one.size() * sizeof one[0]) == 0);
}

TEST(FundingCarryAndItsHost, TheSizeOfABatchChangesNothing) {
    PairDesk desk(small({{"clip", 50}}));
    live(desk);
    PairDesk single(small({{"clip", 50}}));
    const auto expected = single.replay(desk.events(), 1);
    ASSERT_GT(expected.size(), 30U);

    for (const std::uint32_t batch : {7U, 64U, 4096U}) {
        PairDesk other(small({{"clip", 50}}));

        EXPECT_TRUE(same(other.replay(desk.events(), batch), expected)) << "batch " << batch;
    }
}

TEST(FundingCarryAndItsHost, SavedAndLoadedAnywhereItGoesOnAsIfNothingHadHappened) {
    PairDesk desk(small({{"clip", 50}}));
    live(desk);
    const EventBuffer& events = desk.events();

    for (std::size_t cut = 2; cut < events.count(); cut += 7) {
        PairDesk one(small({{"clip", 50}}));
        for (std::size_t at = 0; at < cut; ++at) {
            one.replay(events[at]);
        }
        PairDesk other(small({{"clip", 50}}));
        ASSERT_EQ(other.load(one.saved()), TL_OK);
        ASSERT_EQ(other.saved(), one.saved());
        for (std::size_t at = cut; at < events.count(); ++at) {
            ASSERT_TRUE(same(other.replay(events[at]), one.replay(events[at])))
                << "saved before event " << cut << ", differs at " << at;
        }
    }
}

}  // namespace
}  // namespace tradelab

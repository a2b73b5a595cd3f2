#include "plugins/pair_desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What funding carry trades.  The numbers are worked out by hand for prices of 20,000 and 5,000 in
// each wallet: 5,000 / 1.05 / 20,000 = 0.23809, of which 0.238 is whole lots of the perpetual; to
// hold that after 10 bps of fee 0.238 / 0.999 = 0.238238 must be bought, in lots of spot 0.23824.
// A rate of 0.01 % each 8 hours is 1,095 bps a year; 30 bps of fees over 30 days are 365 a year.
namespace tradelab {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using Venue = PairDesk::Venue;

constexpr double usual = 0.0001;
constexpr std::int64_t warm = 24;  // bars: three settlements of eight hours

PairDesk::Options small(const PairDesk::Ticks& other = {}) {
    PairDesk::Ticks ticks = {{"settlements", 3}, {"norm", 6}, {"clip", 100}};
    ticks.insert(ticks.end(), other.begin(), other.end());
    return {.ticks = ticks};
}

// Holds 0.238 on both sides after this, at prices of 20,000.
void enter(PairDesk& desk) {
    desk.hours(warm, usual);
    ASSERT_THAT(desk.hour({}), SizeIs(2));
    ASSERT_THAT(desk.hour({}), IsEmpty());
    ASSERT_EQ(desk.spot(), 23'800);
    ASSERT_EQ(desk.perp(), -238);
}

TEST(FundingCarry, EntersBothLegsWithTheSameLotsAfterTheFee) {
    PairDesk desk(small());
    ASSERT_EQ(desk.warmup_bars(), warm);
    ASSERT_THAT(desk.hours(warm, usual), IsEmpty());

    const auto asked = desk.hour({});

    ASSERT_THAT(asked, SizeIs(2));
    EXPECT_EQ(asked[0].inst, 1U);
    EXPECT_EQ(asked[0].side, 1);
    EXPECT_EQ(asked[0].qty, 23'824);
    EXPECT_EQ(asked[1].inst, 2U);
    EXPECT_EQ(asked[1].side, -1);
    EXPECT_EQ(asked[1].qty, 238);
    EXPECT_EQ(asked[0].group, asked[1].group);
    EXPECT_EQ(asked[0].group_size, 2U);
    EXPECT_EQ(asked[0].unhedged_ns_max, 3 * PairDesk::hour_ns);
    EXPECT_EQ(PairDesk::reason(asked[0]), "enter");
    ASSERT_THAT(desk.notes, SizeIs(2));
    EXPECT_EQ(PairDesk::reason(desk.notes[0]), "expected_carry");
    EXPECT_NEAR(desk.notes[0].note, 730, 1e-6);  // 1,095 - 365
    EXPECT_EQ(desk.notes[1].note, 0);

    EXPECT_THAT(desk.hours(100, usual), IsEmpty());
    EXPECT_EQ(desk.spot(), 23'800);
    EXPECT_EQ(desk.perp(), -238);
}

TEST(FundingCarry, EntersOnlyWhereTheNetCarryReachesTheThreshold) {
    for (const auto& [rate, entries] : {std::pair{0.0000515, 0U}, {0.0000517, 2U}}) {
        PairDesk desk(small());  // 563.9 - 365 = 198.9 and 566.1 - 365 = 201.1, against 200

        EXPECT_THAT(desk.hours(warm + 1, rate), SizeIs(entries)) << rate;
    }
}

TEST(FundingCarry, APerpetualBelowItsNormCostsCarry) {
    // The norm of 0, 0, 0, 0, 0, -10 is -1.67: 8.33 bps dearer to buy back, 101.4 a year.
    for (const auto& [rate, entries] : {std::pair{0.00006, 0U}, {0.000062, 2U}}) {
        PairDesk desk(small());  // 657 - 365 - 101.4 = 190.6 and 678.9 - 466.4 = 212.5
        desk.hours(warm, rate);

        EXPECT_THAT(desk.hour({.perp = 19'980}), SizeIs(entries)) << rate;
    }
}

TEST(FundingCarry, WithoutASettledFundingForTwoIntervalsNothingIsEntered) {
    PairDesk desk(small());
    desk.hours(17, usual);  // the second settlement

    for (int bar = 0; bar < 40; ++bar) {
        EXPECT_THAT(desk.hour({}), IsEmpty());
    }
    EXPECT_THAT(desk.hours(16, usual), IsEmpty());  // a hole is behind it: two count
    EXPECT_THAT(desk.hours(9, usual), SizeIs(2));
}

TEST(FundingCarry, SendsAPairInClips) {
    PairDesk desk(small({{"clip", 40}}));
    desk.hours(warm, usual);

    const auto first = desk.hour({});
    const auto second = desk.hour({});
    const auto third = desk.hour({});

    ASSERT_THAT(first, SizeIs(2));
    EXPECT_EQ(first[1].qty, 96);  // 0.0952, up to a lot
    ASSERT_THAT(second, SizeIs(2));
    EXPECT_EQ(second[1].qty, 96);
    ASSERT_THAT(third, SizeIs(2));
    EXPECT_EQ(third[1].qty, 46);
    EXPECT_THAT(desk.hour({}), IsEmpty());
    EXPECT_EQ(desk.perp(), -238);
    EXPECT_GE(desk.spot(), 23'800);
    EXPECT_LE(desk.spot(), 23'802);
}

TEST(FundingCarry, TheShortFollowsWhatTheFeeReallyTook) {
    // 47,619 / 20,000 = 2.380; 2.38239 bought, less 50 bps instead of 10: 2.37047.
    auto options = small();
    options.cash = 50'000;
    options.spot_fee = 0.005;
    PairDesk desk(options);
    desk.hours(warm, usual);
    const auto entered = desk.hour({});
    ASSERT_THAT(entered, SizeIs(2));
    EXPECT_EQ(entered[0].qty, 238'239);

    const auto hedged = desk.hour({});

    EXPECT_EQ(desk.spot(), 237'047);
    ASSERT_THAT(hedged, SizeIs(1));
    EXPECT_EQ(PairDesk::reason(hedged[0]), "hedge");
    EXPECT_EQ(hedged[0].inst, 2U);
    EXPECT_EQ(hedged[0].side, 1);
    EXPECT_EQ(hedged[0].qty, 9);
    EXPECT_EQ(hedged[0].flags, TL_IN_F_REDUCE_ONLY);
    EXPECT_THAT(desk.hours(20, usual), IsEmpty());
    EXPECT_EQ(desk.perp(), -2'371);
}

TEST(FundingCarry, DeltaDriftIsBroughtBackBeyondItsBandOnly) {
    for (const auto& [held, sent] : {std::pair{23'600, 0}, {22'800, 10}, {24'800, -10}}) {
        PairDesk desk(small());
        enter(desk);
        desk.hold(1, held);  // 0.8 %, then 4 % either way, against a band of 1 %

        const auto asked = desk.hour({});

        ASSERT_THAT(asked, SizeIs(sent == 0 ? 0 : 1)) << held;
        if (sent != 0) {
            EXPECT_EQ(PairDesk::reason(asked[0]), "rebalance");
            EXPECT_EQ(asked[0].inst, 2U);
            EXPECT_EQ(asked[0].side * asked[0].qty, sent);
        }
        EXPECT_THAT(desk.hours(5, usual), IsEmpty());
    }
}

TEST(FundingCarry, ShrinksBothLegsAtTheMarginFloor) {
    // 5,000 + 0.238 x 20,000 - 2.38 of fee = 9,757.62.  At 32,700 the short is worth 7,782.6 and
    // the margin 1,975.02: 25.4 %.  At 33,000: 7,854 and 1,903.62: 24.2 %, which is 50 % of
    // 0.11537.
    PairDesk desk(small());
    enter(desk);
    ASSERT_THAT(desk.hour({.spot = 32'700, .perp = 32'700}), IsEmpty());

    const auto asked = desk.hour({.spot = 33'000, .perp = 33'000});

    ASSERT_THAT(asked, SizeIs(2));
    EXPECT_EQ(PairDesk::reason(asked[0]), "margin_floor");
    EXPECT_EQ(asked[0].qty, 12'300);  // 0.238 - 0.115
    EXPECT_EQ(asked[0].side, -1);
    EXPECT_EQ(asked[1].qty, 123);
    EXPECT_EQ(asked[1].side, 1);
    EXPECT_EQ(asked[1].flags, TL_IN_F_REDUCE_ONLY);
    EXPECT_THAT(desk.hours(20, usual, {.spot = 33'000, .perp = 33'000}), IsEmpty());
    EXPECT_EQ(desk.spot(), 11'500);
    EXPECT_EQ(desk.perp(), -115);
}

TEST(FundingCarry, FundingThatWasReceivedIsMarginToo) {
    // At 32,800 the margin is 1,951.22 and the floor 1,951.60; one settlement brings 0.476.
    const PairDesk::Hour high = {.spot = 32'800, .perp = 32'800};
    PairDesk before(small());
    enter(before);
    EXPECT_THAT(before.hour(high), SizeIs(2));

    PairDesk after(small());
    enter(after);
    after.hours(6, usual);
    EXPECT_THAT(after.hour(high), IsEmpty());
}

TEST(FundingCarry, TheMarkDecidesOverTheMarginUntilItGrowsOld) {
    const PairDesk::Hour high = {.spot = 33'000, .perp = 33'000};
    PairDesk marked(small());
    enter(marked);
    EXPECT_THAT(marked.hour({.spot = 33'000, .perp = 33'000, .mark = 32'700}), IsEmpty());
    EXPECT_THAT(marked.hour(high), IsEmpty());
    EXPECT_THAT(marked.hour(high), IsEmpty());
    EXPECT_THAT(marked.hour(high), SizeIs(2));  // three hours without a mark: the close counts

    PairDesk other(small());
    enter(other);
    EXPECT_THAT(other.hour({.spot = 32'700, .perp = 32'700, .mark = 33'000}), SizeIs(2));
}

TEST(FundingCarry, TheShortIsWatchedWhileSpotIsMissing) {
    PairDesk desk(small());
    enter(desk);

    EXPECT_THAT(desk.hour({.perp = 33'000, .has_spot = false}), IsEmpty());
    const auto asked = desk.hour({.perp = 33'000, .has_spot = false});

    ASSERT_THAT(asked, SizeIs(2));
    EXPECT_EQ(PairDesk::reason(asked[1]), "margin_floor");
}

TEST(FundingCarry, ClosesBothLegsAtTheBasisStopAndThenWaits) {
    PairDesk desk(small());
    enter(desk);
    ASSERT_THAT(desk.hour({.perp = 20'298}), IsEmpty());  // 149 bps

    const auto asked = desk.hour({.perp = 20'300});

    ASSERT_THAT(asked, SizeIs(2));
    EXPECT_EQ(PairDesk::reason(asked[0]), "basis_stop");
    EXPECT_EQ(asked[0].qty, 23'800);
    EXPECT_EQ(asked[1].qty, 238);
    desk.hour({.perp = 20'300});
    EXPECT_EQ(desk.spot(), 0);
    EXPECT_EQ(desk.perp(), 0);
    EXPECT_THAT(desk.hours(23, usual), IsEmpty());  // a pause of 24 hours
    EXPECT_THAT(desk.hours(8, usual), SizeIs(2));
}

TEST(FundingCarry, LeavesWhenFundingIsExpectedToCostAndNotBefore) {
    PairDesk desk(small());
    enter(desk);
    EXPECT_THAT(desk.hours(30, 0.00002), IsEmpty());  // 219 a year: no entry, and no exit

    const auto asked = desk.hours(8, -0.00005);  // (0.2 + 0.2 - 0.5) / 3 < 0

    ASSERT_THAT(asked, SizeIs(2));
    EXPECT_EQ(PairDesk::reason(asked[0]), "carry_gone");
    EXPECT_THAT(desk.hours(8, 0.001), SizeIs(2));  // no pause after this one
}

TEST(FundingCarry, AnUnknownCarryIsEndedAfterTheHorizon) {
    PairDesk desk(
        small({{"horizon", 2}, {"enter", 0}, {"leave", -10}, {"spot_fee", 0}, {"perp_fee", 0}}));
    desk.hours(warm + 2, usual);
    ASSERT_EQ(desk.perp(), -238);

    std::vector<tl_intent> asked;
    for (int bar = 0; bar < 14 + 48; ++bar) {  // known until 16 hours after the last one
        EXPECT_THAT(asked, IsEmpty());
        asked = desk.hour({});
    }
    EXPECT_THAT(asked, IsEmpty());
    asked = desk.hour({});

    ASSERT_THAT(asked, SizeIs(2));
    EXPECT_EQ(PairDesk::reason(asked[0]), "carry_unknown");
}

TEST(FundingCarry, AGapLeavesThePairAloneAndMakesTheNormBeLearnedAnew) {
    PairDesk held(small());
    enter(held);
    EXPECT_THAT(held.gap(1), IsEmpty());
    EXPECT_THAT(held.hours(10, usual), IsEmpty());
    EXPECT_EQ(held.perp(), -238);

    PairDesk flat(small());
    flat.hours(warm, usual);
    flat.gap(1);
    EXPECT_THAT(flat.hours(5, usual), IsEmpty());
    EXPECT_THAT(flat.hours(1, usual), SizeIs(2));
}

}  // namespace
}  // namespace tradelab

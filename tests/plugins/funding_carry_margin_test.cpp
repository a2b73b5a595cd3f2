#include "plugins/pair_desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What funding carry does when its margin runs out, and with what cannot be sold.  Numbers as in
// funding_carry_test.cpp: a pair is 0.238, and full wallets carry 10,000 x 0.5 / 1.05 = 4,761.9.
namespace tradelab {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr double usual = 0.0001;
constexpr std::int64_t warm = 24;
constexpr double least = 476;  // a tenth of what full wallets carry

PairDesk::Options small(double spot_minimum = 10) {
    return {.ticks = {{"settlements", 3}, {"norm", 6}, {"clip", 100}},
            .spot_minimum = spot_minimum};
}

double worth(const tl_intent& spot_order, double price) {
    return static_cast<double>(spot_order.qty) / 1e5 * price;
}

// Holds a pair while the price rises by a fiftieth an hour, until there is none; the price then.
double rise(PairDesk& desk) {
    double price = 20'000;
    desk.hours(warm + 2, usual);
    for (int hour = 0; hour < 300 && desk.perp() != 0; ++hour) {
        price *= 1.02;
        desk.hours(1, usual, {.spot = price, .perp = price});
    }
    return price;
}

TEST(MarginFloor, WhatWouldShrinkBelowATenthOfAFullPairIsLeftWhole) {
    PairDesk desk(small());
    desk.hours(warm + 2, usual);
    double price = 20'000;
    std::vector<tl_intent> last;
    int shrunk = 0;

    for (int hour = 0; hour < 300 && desk.perp() != 0; ++hour) {
        const tl_fixed held = desk.spot();
        const auto asked = desk.hours(1, usual, {.spot = price, .perp = price});
        if (!asked.empty()) {
            ASSERT_THAT(asked, SizeIs(2));
            EXPECT_EQ(PairDesk::reason(asked[0]), "margin_floor");
            const bool whole = asked[0].qty == held;
            const double kept = worth(asked[0], price) * static_cast<double>(held - asked[0].qty) /
                                static_cast<double>(asked[0].qty);
            EXPECT_TRUE(whole || kept >= least) << kept;
            EXPECT_GT(worth(asked[0], price), least);
            shrunk += whole ? 0 : 1;
            last = asked;
        }
        price *= 1.02;
    }

    EXPECT_GE(shrunk, 3);
    ASSERT_THAT(last, SizeIs(2));
    EXPECT_EQ(desk.perp(), 0);
    EXPECT_LT(desk.spot(), 100);  // a lot of the perpetual
}

TEST(MarginFloor, APairThatWasLeftIsOpenedAgainOnceTheMarginCarriesIt) {
    PairDesk desk(small());
    const double price = rise(desk);
    ASSERT_EQ(desk.perp(), 0);
    const PairDesk::Hour same = {.spot = price, .perp = price};
    ASSERT_THAT(desk.hours(200, usual, same), IsEmpty());

    desk.pay_in(2, 100);
    EXPECT_THAT(desk.hours(24, usual, same), IsEmpty());  // not yet a tenth
    desk.pay_in(2, 4'000);
    const auto asked = desk.hours(1, usual, same);

    ASSERT_THAT(asked, SizeIs(2));
    EXPECT_EQ(PairDesk::reason(asked[0]), "enter");
    EXPECT_GT(worth(asked[0], price), 8 * least);
}

TEST(MarginFloor, WithTooLittleMarginForATenthNothingIsOpened) {
    PairDesk desk(small());
    desk.pay_in(2, -4'600);  // 400 / 1.05 is less than 476

    EXPECT_THAT(desk.hours(100, usual), IsEmpty());

    desk.pay_in(2, 200);
    EXPECT_THAT(desk.hours(2, usual), SizeIs(2));
}

TEST(Dust, WhatTheVenueDoesNotTakeIsAskedToBeSoldThreeTimes) {
    PairDesk desk(small(50));
    desk.hours(8, usual);
    desk.hold(1, 200);  // 40 USDT

    const auto asked = desk.hours(warm - 8, usual);

    ASSERT_THAT(asked, SizeIs(3));
    for (const tl_intent& sale : asked) {
        EXPECT_EQ(PairDesk::reason(sale), "half_pair_unwind");
        EXPECT_EQ(sale.inst, 1U);
        EXPECT_EQ(sale.qty, 200);
    }
}

TEST(Dust, TheNextEntryUsesItUp) {
    PairDesk desk(small(50));
    desk.hours(8, usual);
    desk.hold(1, 200);
    desk.hours(warm - 8, usual);

    const auto asked = desk.hours(30, usual);  // it had not been left as planned: after a pause

    ASSERT_THAT(asked, SizeIs(2));
    EXPECT_EQ(PairDesk::reason(asked[0]), "enter");
    EXPECT_EQ(asked[0].qty, 23'624);  // 0.236 / 0.999
    EXPECT_EQ(asked[1].qty, 238);
    EXPECT_EQ(desk.spot(), 23'800);
    EXPECT_EQ(desk.perp(), -238);
}

TEST(Dust, WhatIsWorthMoreIsAskedToBeSoldUntilItIs) {
    PairDesk desk(small(1'000));
    desk.hours(8, usual);
    desk.hold(1, 2'000);  // 400 USDT: more than a twentieth of a full pair

    EXPECT_THAT(desk.hours(40, usual), SizeIs(40));
    EXPECT_THAT(desk.hours(1, usual, {.spot = 60'000, .perp = 60'000}), SizeIs(1));
    desk.hours(1, usual, {.spot = 60'000, .perp = 60'000});

    EXPECT_EQ(desk.spot(), 0);
}

TEST(Dust, MoreOfItIsOfferedAnew) {
    PairDesk desk(small(50));
    desk.hours(2, usual);
    desk.hold(1, 200);
    ASSERT_THAT(desk.hours(10, usual), SizeIs(3));

    desk.hold(1, 210);

    EXPECT_THAT(desk.hours(10, usual), SizeIs(3));
}

TEST(Dust, IsRememberedByAnInstanceThatIsLoaded) {
    PairDesk desk(small(50));
    desk.hours(2, usual);
    desk.hold(1, 200);
    ASSERT_THAT(desk.hours(2, usual), SizeIs(2));

    ASSERT_EQ(desk.load(desk.saved()), TL_OK);

    EXPECT_THAT(desk.hours(10, usual), SizeIs(1));
}

// An archive's marks can begin before its bars: the first settlement then has a mark and no close.
TEST(MarginFloor, ASettlementBeforeTheFirstCloseGoesByTheMark) {
    PairDesk early(small());
    PairDesk usual_start(small());

    EXPECT_THAT(early.hour({.mark = 19'990, .has_perp = false}), IsEmpty());
    EXPECT_THAT(early.hour({.rate = usual, .has_perp = false}), IsEmpty());

    const auto asked = early.hours(warm + 8, usual);
    EXPECT_THAT(asked, SizeIs(2));
    EXPECT_EQ(asked.size(), usual_start.hours(warm + 8, usual).size());
}

}  // namespace
}  // namespace tradelab

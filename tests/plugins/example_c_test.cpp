#include "plugins/trader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// The example in plain C lives by the same contract.  With length 3 the seed is the mean of three
// closes, and the weight of each later one is 1/2.
namespace tradelab {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

const Trader::Ticks three_bars = {{"length", 3}, {"band", 100}};

std::vector<tl_intent> close(Trader& trader, double price) {
    return trader.bar(price, price, price);
}

TEST(ExampleC, WarmsUpForOneBarLessThanItsLength) {
    Trader trader(three_bars);

    EXPECT_EQ(trader.warmup_bars(), 2U);
    EXPECT_THAT(close(trader, 100), IsEmpty());
    EXPECT_THAT(close(trader, 500), IsEmpty());
}

TEST(ExampleC, HoldsAboveTheBandUntilTheCloseFallsBelowTheAverage) {
    Trader trader(three_bars);
    for (int bar = 0; bar < 3; ++bar) {
        EXPECT_THAT(close(trader, 100), IsEmpty());
    }

    EXPECT_THAT(close(trader, 102), IsEmpty());    // average 101: 0.99 % above, band 1 %
    const auto bought = close(trader, 104.2);      // average 102.6: 1.56 %
    EXPECT_THAT(close(trader, 103.5), IsEmpty());  // average 103.05: within
    const auto sold = close(trader, 102);          // average 102.525

    ASSERT_THAT(bought, SizeIs(1));
    EXPECT_EQ(bought[0].target_e9, 1'000'000'000);
    EXPECT_EQ(Trader::reason(bought[0]), "above");
    ASSERT_THAT(sold, SizeIs(1));
    EXPECT_EQ(sold[0].target_e9, 0);
    EXPECT_EQ(Trader::reason(sold[0]), "below");
}

TEST(ExampleC, AGapMakesItFlatAndWarmUpAgain) {
    Trader trader(three_bars);
    for (const double price : {100.0, 100.0, 100.0, 110.0}) {
        close(trader, price);
    }

    const auto flat = trader.gap();

    ASSERT_THAT(flat, SizeIs(1));
    EXPECT_EQ(flat[0].target_e9, 0);
    EXPECT_EQ(Trader::reason(flat[0]), "gap");
    EXPECT_THAT(close(trader, 100), IsEmpty());
    EXPECT_THAT(close(trader, 200), IsEmpty());
    EXPECT_THAT(close(trader, 300), SizeIs(1));
}

TEST(ExampleC, SavedAndLoadedItGoesOn) {
    Trader one(three_bars);
    for (const double price : {100.0, 100.0, 100.0, 110.0}) {
        close(one, price);
    }
    Trader other(three_bars);

    other.resume(one);

    EXPECT_EQ(one.saved(), other.saved());
    EXPECT_THAT(close(other, 111), IsEmpty());  // it knows what it holds
    EXPECT_THAT(close(other, 90), SizeIs(1));
}

TEST(ExampleC, RefusesAStateThatIsNotItsOwn) {
    const Trader one(three_bars);
    Trader of_other_parameters({{"length", 4}, {"band", 100}});
    auto damaged = one.saved();
    damaged[damaged.size() / 2] ^= 1;
    auto shorter = one.saved();
    shorter.pop_back();

    EXPECT_EQ(of_other_parameters.load(one.saved()), TL_E_UNSUPPORTED);
    EXPECT_EQ(Trader(three_bars).load(damaged), TL_E_INVALID);
    EXPECT_EQ(Trader(three_bars).load(shorter), TL_E_INVALID);
    EXPECT_EQ(Trader(three_bars).load({}), TL_E_INVALID);
}

TEST(ExampleC, ConsumesNothingWithoutRoomForAnIntent) {
    Trader trader(three_bars);

    EXPECT_EQ(trader.process_without_room(), TL_E_INVALID);
}

}  // namespace
}  // namespace tradelab

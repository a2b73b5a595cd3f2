#include "strategy/sample_market.hpp"

#include <gtest/gtest.h>

#include <cstring>

namespace tradelab {
namespace {

std::string bytes_of(const EventBuffer& events) {
    return {reinterpret_cast<const char*>(&events[0]), events.bytes()};
}

TEST(SampleMarket, IsTheSameEveryTimeAndOtherForAnotherSeed) {
    EXPECT_EQ(bytes_of(sample_events({.seed = 3})), bytes_of(sample_events({.seed = 3})));
    EXPECT_NE(bytes_of(sample_events({.seed = 3})), bytes_of(sample_events({.seed = 4})));
}

TEST(SampleMarket, HasSaneBarsInOrderWithTheGapAndFundingAskedFor) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto events = sample_events(
            {.seed = seed, .bars = 1'000, .warmup_bars = 10, .gap_after = 500, .funding_every = 8});
        int bars = 0, gaps = 0, fundings = 0, warm = 0;
        for (std::size_t at = 1; at < events.count(); ++at) {
            const tl_ev& event = events[at];
            ASSERT_EQ(event.seq, events[at - 1].seq + 1);
            ASSERT_GE(event.ts_recv, events[at - 1].ts_recv);
            gaps += event.type == TL_EV_GAP ? 1 : 0;
            fundings += event.type == TL_EV_FUNDING ? 1 : 0;
            warm += (event.flags & TL_EV_F_WARMUP) != 0 ? 1 : 0;
            if (event.type == TL_EV_BAR) {
                const auto& bar = reinterpret_cast<const tl_ev_bar&>(event);
                ASSERT_GT(bar.low, 0);
                ASSERT_LE(bar.low, std::min(bar.open, bar.close));
                ASSERT_GE(bar.high, std::max(bar.open, bar.close));
                ++bars;
            }
        }
        EXPECT_EQ(bars, 1'000);
        EXPECT_EQ(gaps, 1);
        EXPECT_EQ(fundings, 125);
        EXPECT_EQ(warm, 10);
        EXPECT_EQ(events[0].type, TL_EV_ACCOUNT);
    }
}

}  // namespace
}  // namespace tradelab

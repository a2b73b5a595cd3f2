#include "engine/world.hpp"

#include <gtest/gtest.h>

#include <string>

// Whatever is sent arrives late: an order, a cancel, a stop that is moved.
namespace tradelab::engine_test {
namespace {

constexpr tl_inst perp = 2;

// Both ways to be late by two bars: opens that pass, or a time.
struct Late {
    std::uint32_t bars = 0;
    Duration time{0};
};
const Late late_ways[] = {{.bars = 2}, {.time = Duration(2 * minute)}};

World late_world(const Late& late) {
    World world;
    world.latency_bars = late.bars;
    world.latency = late.time;
    return world;
}

std::string way_text(const Late& late) {
    return late.bars != 0 ? "in bars" : "in time";
}

TEST(Latency, OfACancelLetsTheOrderFillInTheMeantime) {
    for (const Late& late : late_ways) {
        for (const int falls_in : {5, 6}) {
            World world = late_world(late);
            // A limit that rests from the open of bar 3 on; cancelled at the close of bar 3, which
            // arrives at the end of bar 5.
            Script script(by_bar([](std::int64_t n) {
                return n == 0   ? Script::Intents{order(perp, 1, 1'000, cents("95.00"))}
                       : n == 3 ? Script::Intents{intent_of(TL_IN_CANCEL_ALL, perp)}
                                : Script::Intents();
            }));
            world.play(script);
            auto bars = many(9);
            bars[static_cast<std::size_t>(falls_in)] = {"100.00", "100.00", "90.00", "100.00"};
            world.bars(btc_perp, minutes(btc_perp, bars));

            const RunOutcome outcome = run(world);

            EXPECT_EQ(outcome.record.fills.size(), falls_in == 5 ? 1U : 0U) << way_text(late);
            EXPECT_EQ(outcome.record.orders.at(0).state,
                      falls_in == 5 ? OrderState::filled : OrderState::cancelled)
                << way_text(late) << ", bar " << falls_in;
        }
    }
}

TEST(Latency, OfACancelAskedTwiceCountsFromTheFirst) {
    for (const Late& late : late_ways) {
        World world = late_world(late);
        Script script(by_bar([](std::int64_t n) {
            return n == 0             ? Script::Intents{order(perp, 1, 1'000, cents("95.00"))}
                   : n == 3 || n == 4 ? Script::Intents{intent_of(TL_IN_CANCEL_ALL, perp)}
                                      : Script::Intents();
        }));
        world.play(script);
        auto bars = many(9);
        bars[6] = {"100.00", "100.00", "90.00", "100.00"};
        world.bars(btc_perp, minutes(btc_perp, bars));

        EXPECT_TRUE(run(world).record.fills.empty()) << way_text(late);
    }
}

tl_intent stopped(std::string_view stop) {
    tl_intent intent = target(perp, 100'000'000);
    intent.stop_price = cents(stop);
    return intent;
}

TEST(Latency, OfAStopThatIsMovedLeavesTheOldOneInPlaceUntilThen) {
    for (const Late& late : late_ways) {
        for (const int falls_in : {5, 6}) {
            World world = late_world(late);
            // Long with a stop at 90 from the open of bar 3 on; moved to 80 at the close of bar 3.
            Script script(by_bar([](std::int64_t n) {
                return n == 0   ? Script::Intents{stopped("90.00")}
                       : n == 3 ? Script::Intents{stopped("80.00")}
                                : Script::Intents();
            }));
            world.play(script);
            auto bars = many(9);
            bars[static_cast<std::size_t>(falls_in)] = {"100.00", "100.00", "85.00", "100.00"};
            world.bars(btc_perp, minutes(btc_perp, bars));

            const RunOutcome outcome = run(world);

            EXPECT_EQ(outcome.record.fills.size(), falls_in == 5 ? 2U : 1U)
                << way_text(late) << ", bar " << falls_in;
        }
    }
}

TEST(Latency, OfTheFirstStopIsThatOfItsEntry) {
    for (const Late& late : late_ways) {
        World world = late_world(late);
        Script script(at_bar(0, {stopped("90.00")}));
        world.play(script);
        auto bars = many(6);
        bars[3] = {"100.00", "100.00", "85.00", "100.00"};  // that it fills in
        world.bars(btc_perp, minutes(btc_perp, bars));

        const RunOutcome outcome = run(world);

        ASSERT_EQ(outcome.record.fills.size(), 2U) << way_text(late);
        EXPECT_EQ(outcome.record.fills[0].at, close_at(2));
        EXPECT_EQ(outcome.record.fills[1].price, desk::price("90.00"));
    }
}

// The old stop closes the position while more of it is on its way with a stop of its own: what is
// bought then is not left bare, although its cancel comes too late.
TEST(Latency, OfMoreOfAStoppedPositionBringsItsOwnStop) {
    for (const Late& late : late_ways) {
        World world = late_world(late);
        Script script(by_bar([](std::int64_t n) {
            tl_intent more = target(perp, 200'000'000);
            more.stop_price = cents("80.00");
            return n == 0   ? Script::Intents{stopped("90.00")}
                   : n == 3 ? Script::Intents{more}
                            : Script::Intents();
        }));
        world.play(script);
        auto bars = many(9);
        bars[4] = {"100.00", "100.00", "89.00", "100.00"};  // the old stop
        bars[7] = {"100.00", "100.00", "79.00", "100.00"};  // the new one
        world.bars(btc_perp, minutes(btc_perp, bars));

        const RunOutcome outcome = run(world);

        ASSERT_EQ(outcome.record.fills.size(), 4U) << way_text(late);
        EXPECT_EQ(outcome.record.fills[1].price, desk::price("90.00"));
        EXPECT_EQ(outcome.record.fills[2].at, close_at(5));
        EXPECT_EQ(outcome.record.fills[3].price, desk::price("80.00"));
        EXPECT_EQ(outcome.record.coverage.bare_bars(), 0U);
    }
}

}  // namespace
}  // namespace tradelab::engine_test

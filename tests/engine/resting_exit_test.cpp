#include "engine/commanded.hpp"
#include "engine/world.hpp"
#include "risk/bench.hpp"

#include <gtest/gtest.h>

#include <cstddef>

// A plain order that closed what was held when it was let through opens the other side once a stop
// has closed the position before it.
namespace tradelab::engine_test {
namespace {

constexpr tl_inst perp = 2;

// Long 50 from bar 1 on with a stop at 90, and from bar 3 on an exit of it all at 110.
Script::Rule stopped_with_an_exit() {
    return by_bar([](std::int64_t n) {
        tl_intent entry = target(perp, 100'000'000);
        entry.stop_price = cents("90.00");
        return n == 0   ? Script::Intents{entry}
               : n == 2 ? Script::Intents{order(perp, -1, 50'000, cents("110.00"))}
                        : Script::Intents();
    });
}

// Through the stop in bar 5, and up to the exit in bar 7.
RunOutcome fall_and_rise(World& world) {
    const Ohlc fall{"100.00", "100.00", "85.00", "100.00"};
    const Ohlc rise{"100.00", "115.00", "100.00", "100.00"};
    Script script(stopped_with_an_exit());
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, flat, flat, flat, fall, flat, rise, flat}));
    RunOutcome outcome = run(world);
    EXPECT_EQ(outcome.record.orders.size(), 3U);
    EXPECT_EQ(outcome.record.orders[2].purpose, OrderPurpose::stop);
    return outcome;
}

// The entry and its stop filled, the exit never.
void expect_called_back(const World& world, const RunOutcome& outcome, std::size_t fills = 2) {
    EXPECT_EQ(world.portfolio->quantity(btc_perp), Quantity());
    EXPECT_EQ(outcome.record.orders[1].state, OrderState::cancelled);
    EXPECT_EQ(outcome.record.fills.size(), fills);
}

TEST(RestingExit, IsCalledBackUnderTheLatchWhenNothingIsLeftToClose) {
    World world;
    world.drive = commanded_at(3, [](Kernel& kernel, UnixNanos at) {
        ASSERT_TRUE(kernel.stop(at).has_value());
        EXPECT_NE(kernel.record().orders[1].state, OrderState::cancelled);
    });

    const RunOutcome outcome = fall_and_rise(world);

    expect_called_back(world, outcome);
}

TEST(RestingExit, OfWhoeverIsHeldIsCalledBackWhenNothingIsLeftToClose) {
    World world;
    world.drive = commanded_at(3, [](Kernel& kernel, UnixNanos at) {
        ASSERT_TRUE(kernel.hold(desk::first, at).has_value());
        EXPECT_NE(kernel.record().orders[1].state, OrderState::cancelled);
    });

    const RunOutcome outcome = fall_and_rise(world);

    expect_called_back(world, outcome);
}

// One bar goes through the stop and up to the exit.
RunOutcome fall_and_rise_at_once(World& world) {
    const Ohlc both{"100.00", "115.00", "85.00", "100.00"};
    Script script(stopped_with_an_exit());
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, flat, flat, flat, both, flat}));
    RunOutcome outcome = run(world);
    EXPECT_EQ(outcome.record.orders.size(), 3U);
    EXPECT_EQ(outcome.record.orders[2].state, OrderState::filled);
    return outcome;
}

TEST(RestingExit, ThatIsCalledBackFillsNoMoreInTheBarOfTheStop) {
    World world;
    world.drive = commanded_at(
        3, [](Kernel& kernel, UnixNanos at) { ASSERT_TRUE(kernel.stop(at).has_value()); });

    const RunOutcome outcome = fall_and_rise_at_once(world);

    expect_called_back(world, outcome);
}

TEST(RestingExit, ThatMayStayFillsAsAnEntryInTheBarOfTheStop) {
    World world;

    fall_and_rise_at_once(world);

    EXPECT_EQ(world.portfolio->quantity(btc_perp), desk::perp("-50"));
}

TEST(RestingExit, FillsBeforeItsCancelHasArrived) {
    World world;
    world.latency = std::chrono::seconds(1);
    world.drive = commanded_at(
        3, [](Kernel& kernel, UnixNanos at) { ASSERT_TRUE(kernel.stop(at).has_value()); });

    fall_and_rise_at_once(world);

    EXPECT_EQ(world.portfolio->quantity(btc_perp), desk::perp("-50"));
}

// The exit was let through without a look at the limits; then the stop loses 500.
TEST(RestingExit, IsCalledBackWhenItWouldOpenAfterTheLossOfTheDay) {
    World world;
    world.limits = desk::wide();
    world.limits->daily_loss = Limit(usdt("499"));

    const RunOutcome outcome = fall_and_rise(world);

    expect_called_back(world, outcome);
}

TEST(RestingExit, IsJudgedAgainWithEachFillOfTheStop) {
    World world;
    world.limits = desk::wide();
    world.limits->daily_loss = Limit(usdt("499"));
    Script script(stopped_with_an_exit());
    world.play(script);
    // Twenty find room in each bar: 200 lost, then 200, then 100.
    const Ohlc thin{"90.00", "90.00", "85.00", "90.00", 20'000};
    const Ohlc rise{"100.00", "115.00", "100.00", "100.00"};
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, flat, flat, thin, thin, thin, flat, rise}));

    const RunOutcome outcome = run(world);

    expect_called_back(world, outcome, 4);
}

TEST(RestingExit, IsCalledBackWhenItWouldOpenMoreThanAnyOtherLimitAllows) {
    const auto narrowed = [](auto narrow) {
        RiskLimits limits = desk::wide();
        narrow(limits);
        return limits;
    };
    // What fell to 90 has traded at 100 last: 50 of it are 5,000, and at the exit's own price
    // 5,500.
    for (const RiskLimits& limits :
         {narrowed([](RiskLimits& l) { l.drawdown = Limit(rate("0.0001")); }),
          narrowed([](RiskLimits& l) { l.order_notional = Limit(usdt("5499")); }),
          narrowed([](RiskLimits& l) { l.position_notional = Limit(usdt("5499")); }),
          narrowed([](RiskLimits& l) { l.gross_exposure = Limit(usdt("5499")); }),
          narrowed([](RiskLimits& l) { l.price_deviation = Limit(rate("0.05")); })}) {
        World world;
        world.limits = limits;

        const RunOutcome outcome = fall_and_rise(world);

        expect_called_back(world, outcome);
    }
}

TEST(RestingExit, StaysAsTheEntryThatItHasBecomeWithinTheLimits) {
    RiskLimits exact = desk::wide();
    exact.order_notional = exact.position_notional = exact.gross_exposure = Limit(usdt("5500"));
    exact.daily_loss = Limit(usdt("500"));
    for (const auto& limits : {std::optional(exact), std::optional<RiskLimits>()}) {
        World world;
        world.limits = limits;

        fall_and_rise(world);

        EXPECT_EQ(world.portfolio->quantity(btc_perp), desk::perp("-50"));
    }
}

TEST(RestingExit, ThatStillOnlyClosesIsNotJudgedAnew) {
    World world;
    world.limits = desk::wide();
    world.limits->daily_loss = Limit(usdt("1"));
    Script script(by_bar([](std::int64_t n) {
        return n == 0   ? Script::Intents{target(perp, 100'000'000)}
               : n == 2 ? Script::Intents{order(perp, -1, 20'000, cents("110.00")),
                                          order(perp, -1, 30'000)}
                        : Script::Intents();
    }));
    world.play(script);
    const Ohlc low{"90.00", "90.00", "90.00", "90.00"};
    const Ohlc rise{"100.00", "115.00", "100.00", "100.00"};
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, flat, low, low, rise, flat}));

    const RunOutcome outcome = run(world);

    EXPECT_EQ(world.portfolio->quantity(btc_perp), Quantity());
    EXPECT_EQ(outcome.record.orders[1].state, OrderState::filled);
}

}  // namespace
}  // namespace tradelab::engine_test

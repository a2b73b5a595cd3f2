#include "engine/commanded.hpp"
#include "engine/world.hpp"
#include "risk/bench.hpp"

#include <gmock/gmock.h>

#include <chrono>

// What one strategy may ask for without end, and what it takes from the others by it: nothing.
namespace tradelab::engine_test {
namespace {

using testing::HasSubstr;

constexpr tl_inst perp = 2;
constexpr tl_inst other_perp = 3;

tl_intent alarm(std::int64_t at) {
    tl_intent out = intent_of(TL_IN_TIMER, 0);
    out.timer = 7;
    out.expires = at;
    return out;
}

// Sets its timer again whenever it rings, this much later than it is.
Script::Rule ringing(std::int64_t later) {
    return [later](const tl_ev& event) {
        const bool begins = event.type == TL_EV_BAR && event.ts_event == close_at(1).ns();
        return begins || event.type == TL_EV_TIMER ? Script::Intents{alarm(event.ts_recv + later)}
                                                   : Script::Intents();
    };
}

std::size_t rung(const Script& script) {
    return static_cast<std::size_t>(std::ranges::count(
        script.seen, TL_EV_TIMER, [](const tl_ev& event) { return event.type; }));
}

TEST(Timers, ThatAreAlwaysDueEndTheRun) {
    for (const std::int64_t later : {-minute, std::int64_t{0}, std::int64_t{1}}) {
        World world;
        Script script(ringing(later));
        world.play(script);
        world.bars(btc_perp, minutes(btc_perp, many(10)));

        const auto outcome = world.run();

        ASSERT_FALSE(outcome.has_value()) << later;
        EXPECT_THAT(outcome.error().context, HasSubstr("instance 1")) << later;
        EXPECT_THAT(outcome.error().context, HasSubstr("timers")) << later;
        EXPECT_LT(rung(script), 2'000U) << later;
    }
}

TEST(Timers, ThatAreAlwaysDueIsolateWhoSetThem) {
    World world;
    world.on_failure = OnFailure::isolate;
    Script endless(ringing(1));
    Script well(by_bar([](std::int64_t n) {
        return n == 5 ? Script::Intents{target(other_perp, 100'000'000)} : Script::Intents();
    }));
    world.play(endless, {btc_perp}, desk::first);
    world.play(well, {eth_perp}, desk::second);
    std::vector<InstanceId> let_go;
    for (World::Played& one : world.played) {
        one.let_go = [&let_go, id = one.id] { let_go.push_back(id); };
    }
    world.bars(btc_perp, minutes(btc_perp, many(10)));
    world.bars(eth_perp, minutes(eth_perp, many(10)));

    const RunOutcome outcome = run(world);

    EXPECT_EQ(let_go, std::vector{desk::first});

    ASSERT_EQ(outcome.record.isolations.size(), 1U);
    EXPECT_EQ(outcome.record.isolations[0].instance, desk::first);
    EXPECT_EQ(outcome.record.fills.size(), 1U);
    EXPECT_EQ(outcome.record.counts.bars, 20U);
}

TEST(Timers, EveryMillisecondOrInThePastNowAndThenAreFine) {
    World world;
    Script often(ringing(std::chrono::nanoseconds(std::chrono::milliseconds(1)).count()));
    world.play(often);
    world.bars(btc_perp, minutes(btc_perp, many(4)));
    run(world);
    EXPECT_GT(rung(often), 100'000U);

    World late;
    Script past([](const tl_ev& event) {
        return event.type == TL_EV_BAR ? Script::Intents{alarm(event.ts_recv - 5)}
                                       : Script::Intents();
    });
    late.play(past);
    late.bars(btc_perp, minutes(btc_perp, many(3'000)));
    run(late);
    EXPECT_GE(rung(past), 2'999U);  // after the last event there is no time left to ring in
}

TEST(Group, OfMoreMembersThanRolesIsRefused) {
    for (const std::uint32_t size : {8U, 9U, 17U, 64U}) {
        World world;
        Script::Intents members;
        for (std::uint32_t i = 0; i < size; ++i) {
            members.push_back(order(perp, 1, 1'000));
            members.back().group = 1;
            members.back().group_size = size;
            members.back().unhedged_ns_max = minute;
        }
        Script script(at_bar(0, members));
        world.play(script);
        world.bars(btc_perp, minutes(btc_perp, many(4)));

        const RunOutcome outcome = run(world);

        EXPECT_EQ(outcome.record.fills.size(), size <= 8 ? size : 0U);
        EXPECT_EQ(outcome.record.counts.malformed_intents, size <= 8 ? 0U : size);
    }
}

RiskLimits narrow_table() {
    RiskLimits limits = desk::wide();
    limits.open_orders = Limit(std::int64_t{10});
    return limits;
}

// Holds something, and fills the account's table of open orders with targets far away.
Script::Rule hoarding() {
    return by_bar([](std::int64_t n) {
        Script::Intents out;
        if (n == 0) {
            out.push_back(order(perp, 1, 10'000));
        }
        for (int i = 0; n == 2 && i < 20; ++i) {
            out.push_back(order(perp, -1, 10'000, cents("150.00")));
            out.back().flags = TL_IN_F_REDUCE_ONLY;
        }
        return out;
    });
}

TEST(RestingOrders, SwitchOffNobodysStop) {
    World world;
    world.limits = narrow_table();
    Script hoards(hoarding());
    tl_intent entry = target(perp, 100'000'000);
    entry.stop_price = cents("90.00");
    Script well(at_bar(0, {entry}));
    world.play(hoards, {btc_perp}, desk::first);
    world.play(well, {btc_perp}, desk::second);
    const Ohlc fall{"100.00", "100.00", "85.00", "85.00"};
    world.bars(btc_perp, minutes(btc_perp, {flat, flat, flat, flat, fall, flat}));

    const RunOutcome outcome = run(world);

    const auto refused = std::ranges::count_if(outcome.record.orders, [](const OrderRecord& one) {
        return one.refused_by_risk && one.refused_by_risk->reason == RiskReason::open_orders;
    });
    EXPECT_EQ(refused, 10);
    EXPECT_EQ(world.portfolio->quantity(desk::second, btc_perp), Quantity());
    EXPECT_EQ(world.portfolio->quantity(desk::first, btc_perp), desk::perp("10"));
}

TEST(RestingOrders, LeaveRoomForAPanic) {
    World world;
    world.limits = narrow_table();
    Script hoards(hoarding());
    world.play(hoards);
    world.bars(btc_perp, minutes(btc_perp, many(8)));
    world.drive = commanded_at(4, [](Kernel& kernel, UnixNanos at) {
        ASSERT_TRUE(kernel.stop(at).has_value());
        ASSERT_TRUE(kernel.flatten(desk::first, at).has_value());
    });

    run(world);

    EXPECT_EQ(world.portfolio->quantity(btc_perp), Quantity());
}

}  // namespace
}  // namespace tradelab::engine_test

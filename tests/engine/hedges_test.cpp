#include "engine/world.hpp"

#include <gtest/gtest.h>

#include <vector>

// The bounds of a hedge pair, held by the host whatever its strategy does.
namespace tradelab::engine_test {
namespace {

constexpr tl_inst spot = 1;
constexpr tl_inst perp = 2;

std::vector<tl_intent> pair_of(std::int64_t lots, std::int64_t perp_lots) {
    std::vector<tl_intent> legs = {order(spot, 1, lots * 100), order(perp, -1, perp_lots)};
    for (tl_intent& leg : legs) {
        leg.group = 1;
        leg.group_size = 2;
        leg.unhedged_ns_max = 2 * minute;
    }
    return legs;
}

// Bought and sold at the open of bar 1; then the strategy sleeps.
struct Hedged {
    World world;
    Script script{at_bar(0, pair_of(100'000, 100'000), perp)};

    Hedged(std::vector<Ohlc> spots, std::vector<Ohlc> perps, MarginTerms margin = {}) {
        world.account = desk::options(margin);
        world.play(script, {btc_spot, btc_perp});
        world.bars(btc_spot, minutes(btc_spot, spots));
        world.bars(btc_perp, minutes(btc_perp, perps));
    }
};

Ohlc at_price(std::string_view price) {
    return {price, price, price, price};
}

void expect_flat(const World& world) {
    EXPECT_EQ(world.portfolio->quantity(btc_spot), Quantity());
    EXPECT_EQ(world.portfolio->quantity(btc_perp), Quantity());
}

TEST(Hedge, BeyondItsBasisStopIsClosedOnBothLegs) {
    auto perps = many(8);
    perps[4] = {"100.00", "105.01", "100.00", "105.01"};
    perps[5] = perps[6] = perps[7] = at_price("106.00");
    Hedged it(many(8), perps);

    const RunOutcome outcome = run(it.world);

    expect_flat(it.world);
    ASSERT_EQ(outcome.record.fills.size(), 4U);
    EXPECT_EQ(outcome.record.fills[2].at, close_at(4));
    EXPECT_EQ(outcome.record.fills[3].at, close_at(4));
    EXPECT_EQ(outcome.record.orders.back().purpose, OrderPurpose::pair_bound);
    EXPECT_EQ(outcome.record.orders.back().terms.reduce_only, ReduceOnly::yes);
    EXPECT_EQ(outcome.record.counts.basis_unwinds, 1U);
    EXPECT_TRUE(std::ranges::any_of(outcome.warnings, [](const std::string& warning) {
        return warning == "1 hedge pairs were unwound by the host at their basis stop";
    }));
}

TEST(Hedge, AtItsBasisStopHolds) {
    auto perps = many(8);
    perps[4] = {"100.00", "105.00", "100.00", "105.00"};
    Hedged it(many(8), perps);

    EXPECT_EQ(run(it.world).record.fills.size(), 2U);
    EXPECT_EQ(it.world.portfolio->quantity(btc_perp), desk::perp("-100"));
}

TEST(Hedge, AtItsMarginFloorIsClosedOnBothLegsBeforeItIsLiquidated) {
    // A fifth as margin: 2,000 of 10,000.  Both prices rise together, so that the basis stays.
    std::vector<Ohlc> rising = many(3);
    for (const std::string_view price : {"108.00", "114.00", "114.50", "115.00", "115.00"}) {
        rising.push_back(at_price(price));
    }
    Hedged it(rising, rising, {.mode = MarginMode::isolated, .leverage = 5});

    const RunOutcome outcome = run(it.world);

    // 2,000 - 1,400 = 600 at 114: 5.3 %; 2,000 - 1,450 = 550 at 114.50: 4.8 %.
    expect_flat(it.world);
    EXPECT_EQ(outcome.record.counts.margin_unwinds, 1U);
    EXPECT_TRUE(outcome.record.liquidations.empty());
    ASSERT_EQ(outcome.record.fills.size(), 4U);
    EXPECT_EQ(outcome.record.fills[3].at, close_at(5));
}

TEST(Hedge, OfAThinMarginFromTheBeginningHasAFloorBelowIt) {
    Hedged it(many(6), many(6), {.mode = MarginMode::isolated, .leverage = 20});

    EXPECT_EQ(run(it.world).record.counts.margin_unwinds, 0U);
    EXPECT_EQ(it.world.portfolio->quantity(btc_perp), desk::perp("-100"));
}

TEST(Hedge, BeyondItsDeltaBandIsTrimmedWhenItsStrategyHadItsTime) {
    World world;
    // The strategy sells a fifth of the spot leg and forgets the other.
    Script script([legs = pair_of(100'000, 100'000)](const tl_ev& event) {
        if (event.type != TL_EV_BAR || event.inst != perp) {
            return Script::Intents();
        }
        return event.ts_event == close_at(0).ns()   ? legs
               : event.ts_event == close_at(2).ns() ? Script::Intents{order(spot, -1, 2'000'000)}
                                                    : Script::Intents();
    });
    world.play(script, {btc_spot, btc_perp});
    world.bars(btc_spot, minutes(btc_spot, many(10)));
    world.bars(btc_perp, minutes(btc_perp, many(10)));

    const RunOutcome outcome = run(world);

    // Uneven from the end of bar 3 on, for more than two minutes at the end of bar 6.
    EXPECT_EQ(world.portfolio->quantity(btc_perp), desk::perp("-80"));
    EXPECT_EQ(world.portfolio->quantity(btc_spot), desk::spot("80"));
    EXPECT_EQ(outcome.record.counts.delta_trims, 1U);
    EXPECT_EQ(outcome.record.fills.back().at, close_at(6));
    EXPECT_EQ(outcome.record.coverage.bare_bars(), 4U);  // 3 to 6
}

TEST(Hedge, WhoseOtherLegIsLiquidatedLeavesNoLoneLeg) {
    std::vector<Ohlc> spots = many(10);
    std::vector<Ohlc> perps = many(10);
    // Nobody could act inside of that bar.
    spots[3] = perps[3] = {"100.00", "130.00", "100.00", "100.00"};
    Hedged it(spots, perps, {.mode = MarginMode::isolated, .leverage = 5});

    const RunOutcome outcome = run(it.world);

    EXPECT_EQ(outcome.record.liquidations.size(), 1U);
    EXPECT_EQ(outcome.record.counts.delta_trims, 1U);
    expect_flat(it.world);
}

TEST(Hedge, AStopOnOneLegOfAnOpenPairIsRefusedAndOnceItIsClosedTakenAgain) {
    World world;
    Script script([legs = pair_of(1'000, 1'000)](const tl_ev& event) {
        if (event.type != TL_EV_BAR || event.inst != perp) {
            return Script::Intents();
        }
        const std::int64_t n = event.ts_event / minute;
        const std::int64_t first = close_at(0).ns() / minute;
        tl_intent stopped = order(perp, -1, 1'000);
        stopped.stop_price = cents("110.00");
        return n == first                         ? legs
               : n == first + 3 || n == first + 7 ? Script::Intents{stopped}
               : n == first + 5 ? Script::Intents{order(spot, -1, 100'000), order(perp, 1, 1'000)}
                                : Script::Intents();
    });
    world.play(script, {btc_spot, btc_perp});
    world.bars(btc_spot, minutes(btc_spot, many(10)));
    world.bars(btc_perp, minutes(btc_perp, many(10)));

    run(world);

    ASSERT_EQ(script.orders.size(), 1U);
    EXPECT_EQ(script.orders[0].reason, std::uint32_t{TL_REFUSED_RISK});
    EXPECT_EQ(script.orders[0].h.ts_event, close_at(3).ns());
    EXPECT_EQ(world.portfolio->quantity(btc_perp), desk::perp("-1"));
}

}  // namespace
}  // namespace tradelab::engine_test

#include "engine/world.hpp"

#include <gmock/gmock.h>

// A strategy that fails, and everybody else.
namespace tradelab::engine_test {
namespace {

using testing::HasSubstr;

constexpr tl_inst perp = 2;
constexpr tl_inst other_perp = 3;

Script::Rule says_nothing() {
    return [](const tl_ev&) { return Script::Intents(); };
}

std::function<bool(const tl_ev&)> at_close(std::int64_t n) {
    return [n](const tl_ev& event) {
        return event.type == TL_EV_BAR && event.ts_event == close_at(n).ns();
    };
}

// Buys at bar 1, goes home at bar 6.
Script::Rule steady(tl_inst inst) {
    return by_bar([inst](std::int64_t n) {
        return n == 1   ? Script::Intents{target(inst, 500'000'000)}
               : n == 6 ? Script::Intents{target(inst, 0)}
                        : Script::Intents();
    });
}

std::vector<FillRecord> fills_of(const RunOutcome& outcome, InstanceId id) {
    std::vector<FillRecord> out;
    std::ranges::copy_if(outcome.record.fills, std::back_inserter(out), [&](const FillRecord& one) {
        return one.instance == id;
    });
    return out;
}

TEST(Isolation, ABacktestEndsWithTheStrategyThatFailed) {
    World world;
    Script sick(says_nothing());
    sick.fails = at_close(3);
    world.play(sick);
    world.bars(btc_perp, minutes(btc_perp, many(10)));

    const auto outcome = world.run();

    ASSERT_FALSE(outcome.has_value());
    EXPECT_THAT(outcome.error().context, HasSubstr("instance 1"));
    EXPECT_THAT(outcome.error().context, HasSubstr("process returned -99"));
}

RunOutcome two_of_which_one_fails(Script& sick, std::uint32_t batch) {
    World world;
    world.batch = batch;
    world.on_failure = OnFailure::isolate;
    Script well(steady(other_perp));
    world.play(sick, {btc_perp}, desk::first);
    world.play(well, {eth_perp}, desk::second);
    world.bars(btc_perp, minutes(btc_perp, many(10)));
    world.bars(eth_perp, minutes(eth_perp, many(10)));
    return run(world);
}

TEST(Isolation, TheOthersTradeAsIfTheFailedOneHadOnlyFallenSilent) {
    Script silent(says_nothing());
    const RunOutcome without = two_of_which_one_fails(silent, 64);
    ASSERT_EQ(fills_of(without, desk::second).size(), 2U);

    for (const std::uint32_t batch : {1U, 64U}) {
        Script sick(says_nothing());
        sick.fails = at_close(3);
        const RunOutcome outcome = two_of_which_one_fails(sick, batch);

        EXPECT_EQ(outcome.decision_hash, without.decision_hash);
        EXPECT_EQ(outcome.statement.equity, without.statement.equity);
        ASSERT_EQ(outcome.record.isolations.size(), 1U);
        EXPECT_EQ(outcome.record.isolations[0].instance, desk::first);
        EXPECT_EQ(outcome.record.isolations[0].at, close_at(3));
        EXPECT_THAT(outcome.record.isolations[0].why, HasSubstr("process returned -99"));
        EXPECT_THAT(outcome.warnings, testing::Contains(HasSubstr("1 strategies failed")));
        EXPECT_EQ(sick.seen.back().ts_recv, close_at(2).ns()) << "it was fed after it failed";
    }
}

TEST(Isolation, WhatIsKnownOfTheFailureIsSaid) {
    for (const auto policy : {OnFailure::end_run, OnFailure::isolate}) {
        World world;
        world.on_failure = policy;
        Script sick(says_nothing());
        sick.fails = at_close(3);
        world.play(sick);
        world.played[0].last_error = [] { return std::string("it saw a ghost"); };
        world.bars(btc_perp, minutes(btc_perp, many(10)));

        const auto outcome = world.run();

        const std::string said =
            outcome ? outcome->record.isolations.at(0).why : describe(outcome.error());
        EXPECT_THAT(said, HasSubstr("process returned -99: it saw a ghost"));
    }
}

TEST(Isolation, AStrategyAloneMayFailToo) {
    for (const std::uint32_t batch : {1U, 64U}) {
        World world;
        world.batch = batch;
        world.on_failure = OnFailure::isolate;
        Script sick(says_nothing());
        sick.fails = at_close(3);
        world.play(sick);
        world.bars(btc_perp, minutes(btc_perp, many(10)));

        const RunOutcome outcome = run(world);

        ASSERT_EQ(outcome.record.isolations.size(), 1U);
        EXPECT_EQ(outcome.record.counts.bars, 10U) << "the market ended with the strategy";
        EXPECT_EQ(outcome.record.curve.equity.size(), 10U);
    }
}

TEST(Isolation, WhatItHoldsKeepsItsStopAndWhatWouldOpenMoreIsCancelled) {
    World world;
    world.on_failure = OnFailure::isolate;
    tl_intent entry = target(perp, 500'000'000);
    entry.stop_price = cents("95.00");
    Script sick(by_bar([&](std::int64_t n) {
        return n == 0   ? Script::Intents{entry}
               : n == 2 ? Script::Intents{order(perp, 1, 1'000, cents("97.00"))}
                        : Script::Intents();
    }));
    sick.fails = at_close(4);
    Script well(says_nothing());
    world.play(sick, {btc_perp}, desk::first);
    world.play(well, {btc_perp}, desk::second);
    auto bars = many(6);
    bars.push_back({"100.00", "100.00", "96.00", "96.00"});  // would have filled the limit order
    bars.push_back({"96.00", "96.00", "94.00", "94.00"});    // sets off the stop
    bars.push_back({"94.00", "94.00", "94.00", "94.00"});
    world.bars(btc_perp, minutes(btc_perp, bars));

    const RunOutcome outcome = run(world);

    const auto fills = fills_of(outcome, desk::first);
    ASSERT_EQ(fills.size(), 2U);
    EXPECT_EQ(fills[0].side, Side::buy);
    EXPECT_EQ(fills[1].cause, FillCause::stop);
    EXPECT_EQ(fills[1].position_after, Quantity());
    EXPECT_EQ(outcome.record.orders[1].state, OrderState::cancelled);
    EXPECT_EQ(sick.fills.size(), 1U) << "it was told of the stop";
}

TEST(Isolation, WhoAnswersWithoutEndIsTakenOutAndNobodyElse) {
    World world;
    world.on_failure = OnFailure::isolate;
    Script endless([](const tl_ev& event) {
        return event.type == TL_EV_BAR || event.type == TL_EV_ORDER
                   ? Script::Intents{order(perp, 1, 0)}
                   : Script::Intents();
    });
    Script well(steady(other_perp));
    world.play(endless, {btc_perp}, desk::first);
    world.play(well, {eth_perp}, desk::second);
    world.bars(btc_perp, minutes(btc_perp, many(10)));
    world.bars(eth_perp, minutes(eth_perp, many(10)));

    const RunOutcome outcome = run(world);

    ASSERT_EQ(outcome.record.isolations.size(), 1U);
    EXPECT_EQ(outcome.record.isolations[0].instance, desk::first);
    EXPECT_THAT(outcome.record.isolations[0].why, HasSubstr("64 times in a row"));
    EXPECT_EQ(fills_of(outcome, desk::second).size(), 2U);
}

TEST(Isolation, ItsTimersRingNoMore) {
    World world;
    world.on_failure = OnFailure::isolate;
    Script sick(by_bar([](std::int64_t n) {
        tl_intent timer = intent_of(TL_IN_TIMER, 0);
        timer.expires = close_at(5).ns();
        timer.timer = 7;
        return n == 0 ? Script::Intents{timer} : Script::Intents();
    }));
    sick.fails = at_close(2);
    Script well(says_nothing());
    world.play(sick, {btc_perp}, desk::first);
    world.play(well, {btc_perp}, desk::second);
    world.bars(btc_perp, minutes(btc_perp, many(10)));

    const RunOutcome outcome = run(world);

    EXPECT_EQ(outcome.record.isolations.size(), 1U);
    for (const tl_ev& event : sick.seen) {
        EXPECT_NE(event.type, TL_EV_TIMER);
    }
}

// A source that does something before one of its blocks: between two events of the run.
class Interrupting final : public EventSource {
public:
    Interrupting(std::vector<tl_ev_bar> bars, std::size_t before, std::function<void()> act)
        : source_(std::move(bars), 1), left_(before), act_(std::move(act)) {}

    Result<SourceBlock> next() override {
        if (left_-- == 0) {
            act_();
        }
        return source_.next();
    }

private:
    VectorSource<tl_ev_bar> source_;
    std::size_t left_;
    std::function<void()> act_;
};

TEST(Isolation, ComesOnDemandWhateverTheOwnPolicyAndOnlyOnce) {
    World world;
    Script retired(steady(perp));
    Status first;
    Status again;
    Status stranger;
    Interrupting source(minutes(btc_perp, many(10)), 4, [&] {
        const Error why{.code = ErrorCode::refused, .context = "retired by its owner"};
        first = world.running->isolate(desk::first, why);
        again = world.running->isolate(desk::first, why);
        stranger = world.running->isolate(InstanceId(9), why);
    });
    world.play(retired);
    world.sources.push_back({.instrument = btc_perp,
                             .kind = SourceKind::bars,
                             .interval = Duration(minute),
                             .source = &source});

    const RunOutcome outcome = run(world);

    EXPECT_TRUE(first.has_value());
    EXPECT_TRUE(again.has_value());
    ASSERT_FALSE(stranger.has_value());
    EXPECT_EQ(stranger.error().code, ErrorCode::not_found);
    ASSERT_EQ(outcome.record.isolations.size(), 1U);
    EXPECT_EQ(outcome.record.isolations[0].why, "retired by its owner");
    EXPECT_EQ(outcome.record.fills.size(), 1U) << "it went home after it was retired";
}

}  // namespace
}  // namespace tradelab::engine_test

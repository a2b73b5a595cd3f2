#include "sdk/cross.hpp"

#include <tradelab/testkit.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {
namespace {

const tl_entry& cross = detail::entry<Cross>;

// Bars that fall while the average warms up, then rise.
std::vector<testkit::TestBar> falling_then_rising() {
    return testkit::bars({100, 99, 98, 97, 96, 120, 121, 122});
}

TEST(Wrapper, DescribesItsStrategyInTheShapeOfTheContract) {
    const tl_descriptor& told = *cross.describe(0);

    EXPECT_EQ(told.size, sizeof(tl_descriptor));
    EXPECT_STREQ(told.id, "org.example.cross");
    EXPECT_STREQ(told.kind, "strategy");
    ASSERT_EQ(told.param_count, 4U);
    EXPECT_STREQ(told.params[2].name, "size");
    EXPECT_EQ(told.params[2].step_e9, 10'000'000);
    ASSERT_EQ(told.constraint_count, 1U);
    EXPECT_EQ(told.constraints[0].lower, 0U);
    EXPECT_EQ(told.constraints[0].upper, 1U);
    ASSERT_EQ(told.role_count, 1U);
    EXPECT_STREQ(told.roles[0].name, "main");
    EXPECT_EQ(told.flags, TL_PLUGIN_STATEFUL);
    EXPECT_EQ(cross.describe(1), nullptr);
}

// Says a word about every bar.
struct Talks : Strategy<Talks> {
    static constexpr About about = {"org.example.talks", "1.0.0", "Says a word."};
    static constexpr Param params[] = {
        {.name = "none", .unit = "bars", .initial = 1, .min = 1, .max = 1, .summary = "nothing"}};

    void on_bar(const Bar& bar) {
        bar.close() > 100 ? log("rich") : log(LogLevel::warning, "poor");
    }
};

TEST(Wrapper, WhatItLogsReachesAHostThatHasALog) {
    const auto run = testkit::run(detail::entry<Talks>, {.bars = testkit::bars({99, 101})});

    ASSERT_EQ(run.error, "");
    EXPECT_EQ(run.log, (std::vector<std::string>{"poor", "rich"}));
}

TEST(Wrapper, AsksForNothingUntilItsWarmUpIsOver) {
    const auto run = testkit::run(cross, {.bars = falling_then_rising()});

    ASSERT_EQ(run.error, "");
    EXPECT_TRUE(run.problems.empty());
    EXPECT_EQ(run.warmup_bars, 4U);
    ASSERT_FALSE(run.intents.empty());
    EXPECT_EQ(run.intents[0].bar, 5U);
}

TEST(Wrapper, KeepsQuietInWarmUpEvenIfTheHostForgotTheFlag) {
    const auto run = testkit::run(cross, {.bars = falling_then_rising(), .warmup_bars = 0});

    ASSERT_FALSE(run.intents.empty());
    EXPECT_EQ(run.intents[0].bar, 5U);
}

TEST(Wrapper, TurnsATargetIntoAnIntentOnlyWhenItChanges) {
    // The stop moves with each bar while it is long, so each of those is a change; flat is said
    // once.
    const auto run = testkit::run(
        cross, {.bars = testkit::bars({100, 100, 100, 100, 100, 120, 90, 80, 70, 60})});

    ASSERT_EQ(run.intents.size(), 2U);
    EXPECT_EQ(run.intents[0].bar, 5U);
    EXPECT_EQ(run.intents[0].intent.target_e9, 500'000'000);
    EXPECT_EQ(run.intents[0].intent.stop_price, 6'000);
    EXPECT_EQ(run.intents[0].intent.reason, 1U);
    EXPECT_EQ(run.intents[1].bar, 6U);
    EXPECT_EQ(run.intents[1].intent.target_e9, 0);
    EXPECT_EQ(run.intents[1].intent.stop_price, TL_NONE);
}

TEST(Wrapper, ReadsParametersInTheirUnit) {
    const auto run = testkit::run(
        cross, {.ticks = {{"size", 7}, {"side", 1}}, .bars = testkit::bars({9, 9, 9, 9, 9, 8})});

    ASSERT_EQ(run.intents.size(), 1U);
    EXPECT_EQ(run.intents[0].intent.target_e9, -70'000'000);
}

TEST(Wrapper, GoesFlatAtAGapAndWarmsUpAgain) {
    auto bars = testkit::bars({100, 100, 100, 100, 100, 120, 130, 131, 132, 133, 150, 151});
    bars[6].gap_before = true;

    const auto run = testkit::run(cross, {.bars = bars});

    ASSERT_GE(run.intents.size(), 3U);
    EXPECT_EQ(run.intents[0].bar, 5U);
    EXPECT_EQ(run.intents[1].bar, 6U);  // at the gap, before the bar after it
    EXPECT_EQ(run.intents[1].intent.target_e9, 0);
    EXPECT_EQ(run.intents[2].bar, 10U);  // four bars later
}

TEST(Wrapper, AnswersTheSameAtEveryBatchSize) {
    const auto bars = testkit::walk(7, 500);
    const auto one = testkit::run(cross, {.bars = bars, .batch = 1});
    ASSERT_GT(one.intents.size(), 10U);

    for (const std::uint32_t batch : {2U, 7U, 64U, 4096U}) {
        const auto other = testkit::run(cross, {.bars = bars, .batch = batch});

        ASSERT_EQ(other.intents.size(), one.intents.size());
        for (std::size_t at = 0; at < one.intents.size(); ++at) {
            EXPECT_EQ(
                std::memcmp(&one.intents[at].intent, &other.intents[at].intent, sizeof(tl_intent)),
                0);
        }
    }
}

// A strategy that misbehaves on request.
struct Wild : Strategy<Wild> {
    static constexpr About about = {.id = "org.example.wild", .version = "1.0.0", .summary = "x"};
    static constexpr Param params[] = {
        {.name = "how", .unit = "count", .initial = 0, .min = 0, .max = 9, .summary = "which way"}};
    static constexpr std::uint32_t intents_max = 2;

    void on_bar(const Bar&) {
        switch (ticks("how")) {
            case 0:
                target(std::nan(""));
                break;
            case 1:
                target(1.5);
                break;
            case 2:
                throw 7;
            case 3:
                throw std::runtime_error("bang");
            case 4:
                for (int at = 0; at < 3; ++at) {
                    note({}, at);
                }
                break;
            case 5:
                target(0.5, {.stop = 1e300});
                break;
            case 6:
                note({}, chosen("how", "nothing") ? 1 : 0);
                break;
            default:
                break;
        }
    }
};

TEST(Wrapper, TurnsWhatAStrategyThrowsIntoAStatusWithAReason) {
    const std::pair<std::int64_t, std::string_view> cases[] = {{0, "fraction of the budget"},
                                                               {1, "fraction of the budget"},
                                                               {2, "unknown type"},
                                                               {3, "bang"},
                                                               {4, "intents_max"},
                                                               {5, "a price"},
                                                               {6, "no such choice"}};
    for (const auto& [how, words] : cases) {
        const auto run = testkit::run(detail::entry<Wild>,
                                      {.ticks = {{"how", how}}, .bars = testkit::bars({1, 2})});

        EXPECT_NE(run.error.find(words), std::string::npos) << how << ": " << run.error;
        EXPECT_TRUE(run.intents.empty());
    }
}

TEST(Wrapper, RefusesParametersThatWereNotChecked) {
    const auto run = testkit::run(cross, {.ticks = {{"size", 101}}, .bars = testkit::bars({1})});

    EXPECT_NE(run.error.find("size is outside"), std::string::npos) << run.error;
}

// Both legs of a pair move as one.
struct Carry : Strategy<Carry> {
    static constexpr About about = {.id = "org.example.carry", .version = "1.0.0", .summary = "x"};
    static constexpr Param params[] = {
        {.name = "size", .unit = "pct", .initial = 40, .min = 1, .max = 50, .summary = "a leg"}};
    static constexpr Role roles[] = {
        {.name = "spot", .summary = "held", .kinds = 1U << TL_INST_SPOT},
        {.name = "perp", .summary = "sold", .kinds = 1U << TL_INST_PERP}};

    void on_bar(const Bar& bar) {
        if (bar.role == 1) {
            pair({"spot", value("size") / 100},
                 {"perp", -value("size") / 100},
                 std::chrono::seconds(5));
        }
    }
};

TEST(Wrapper, MarksBothLegsOfAPair) {
    const auto run = testkit::run(detail::entry<Carry>, {.bars = testkit::bars({10, 11})});

    ASSERT_EQ(run.error, "");
    ASSERT_EQ(run.intents.size(), 2U);
    EXPECT_EQ(run.intents[0].intent.target_e9, 400'000'000);
    EXPECT_EQ(run.intents[1].intent.target_e9, -400'000'000);
    EXPECT_EQ(run.intents[0].intent.group, run.intents[1].intent.group);
    EXPECT_NE(run.intents[0].intent.group, 0U);
    EXPECT_EQ(run.intents[1].intent.group_size, 2U);
    EXPECT_EQ(run.intents[1].intent.unhedged_ns_max, 5'000'000'000);
}

// Orders with exact quantities, and what goes with them.
struct Lots : Strategy<Lots> {
    static constexpr About about = {.id = "org.example.lots", .version = "1.0.0", .summary = "x"};
    static constexpr Param params[] = {
        {.name = "how", .unit = "count", .initial = 0, .min = 0, .max = 9, .summary = "which way"}};
    static constexpr Role roles[] = {
        {.name = "spot", .summary = "held", .kinds = 1U << TL_INST_SPOT},
        {.name = "perp", .summary = "sold", .kinds = 1U << TL_INST_PERP}};
    static constexpr std::uint32_t intents_max = 3;

    std::uint32_t warmup() const { return 2; }

    void on_bar(const Bar& bar) {
        if (bar.role == 0) {
            return;
        }
        const auto opens = OrderSize::exact(9'007'199'254'740'993);  // no double holds it
        switch (ticks("how")) {
            case 0:
                note({}, 1);
                pair_orders({"spot", {.side = Side::buy, .quantity = opens, .tag = 7}},
                            {"perp", {.side = Side::sell, .quantity = 0.5}},
                            std::chrono::seconds(5));
                break;
            case 1:
                pair_orders(
                    {"spot", {.side = Side::buy, .quantity = opens}},
                    {"perp", {.side = Side::buy, .quantity = 1, .exposure = Exposure::reduce_only}},
                    std::chrono::seconds(5));
                break;
            case 2:
                cancel_all("perp");
                break;
            case 3:
                order("spot", {.side = Side::buy, .quantity = std::nan("")});
                break;
            default:
                note({}, static_cast<double>(instrument("perp").lot));
                note({}, instrument("perp").qty_dp);
                note({}, instrument("perp").id);
                break;
        }
    }
};

testkit::Run run_lots(std::int64_t how, std::int64_t warmup_bars) {
    return testkit::run(
        detail::entry<Lots>,
        {.ticks = {{"how", how}}, .bars = testkit::bars({10, 11, 12}), .warmup_bars = warmup_bars});
}

TEST(Wrapper, APairOfOrdersCarriesExactQuantitiesAndOneGroup) {
    const auto run = run_lots(0, -1);

    ASSERT_EQ(run.error, "");
    ASSERT_EQ(run.intents.size(), 5U);  // a note in each bar, and the pair in the third
    const tl_intent& spot = run.intents[3].intent;
    const tl_intent& perp = run.intents[4].intent;
    EXPECT_EQ(spot.type, TL_IN_ORDER);
    EXPECT_EQ(spot.side, 1);
    EXPECT_EQ(spot.qty, 9'007'199'254'740'993);
    EXPECT_EQ(spot.client_tag, 7U);
    EXPECT_EQ(perp.side, -1);
    EXPECT_EQ(perp.qty, 50'000);
    EXPECT_EQ(spot.group, 2U);
    EXPECT_EQ(perp.group, spot.group);
    EXPECT_EQ(perp.group_size, 2U);
    EXPECT_EQ(spot.unhedged_ns_max, 5'000'000'000);
    EXPECT_EQ(run.intents[2].intent.group, 0U);  // the note is of no pair
}

TEST(Wrapper, WarmUpOfItsOwnHoldsBackWhatOpensAndNotWhatReduces) {
    const auto run = run_lots(1, 0);

    ASSERT_EQ(run.intents.size(), 4U);
    for (std::size_t at = 0; at < 2; ++at) {
        EXPECT_EQ(run.intents[at].bar, at);
        EXPECT_EQ(run.intents[at].intent.inst, 2U);
        EXPECT_EQ(run.intents[at].intent.flags, TL_IN_F_REDUCE_ONLY);
        EXPECT_EQ(run.intents[at].intent.group, 0U);
    }
    EXPECT_EQ(run.intents[2].intent.group_size, 2U);
}

TEST(Wrapper, InReplayedHistoryNothingIsSentOrCancelled) {
    for (const std::int64_t how : {1, 2}) {
        const auto run = run_lots(how, 3);

        EXPECT_EQ(run.error, "");
        EXPECT_TRUE(run.intents.empty());
    }
}

TEST(Wrapper, CancelsAllOrdersOfARole) {
    const auto run = run_lots(2, 0);

    ASSERT_EQ(run.intents.size(), 3U);
    EXPECT_EQ(run.intents[0].intent.type, TL_IN_CANCEL_ALL);
    EXPECT_EQ(run.intents[0].intent.inst, 2U);
}

TEST(Wrapper, RefusesAQuantityThatIsNoNumber) {
    EXPECT_NE(run_lots(3, -1).error.find("a quantity"), std::string::npos);
}

TEST(Wrapper, TellsWhichInstrumentPlaysARole) {
    const auto run = run_lots(4, -1);

    ASSERT_GE(run.intents.size(), 3U);
    EXPECT_EQ(run.intents[0].intent.note, 1);
    EXPECT_EQ(run.intents[1].intent.note, 5);
    EXPECT_EQ(run.intents[2].intent.note, 2);
}

}  // namespace
}  // namespace tradelab

#include "strategy/runner.hpp"

#include "strategy/sample_market.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tradelab {
namespace {

// A strategy of plain functions whose one misdeed is chosen by the test.
enum class Misdeed { none, stops_early, consumes_too_much, overfills, wrong_cause, fails };

struct Double {
    Misdeed misdeed = Misdeed::none;
    tl_instance instance{};
    tl_strategy table{.size = sizeof(tl_strategy),
                      .intents_max = 2,
                      .process = process,
                      .warmup_bars = [](const tl_instance*, std::uint32_t) { return 0U; }};

    Double() {
        instance = {.size = sizeof(tl_instance),
                    .abi = TL_ABI_VERSION,
                    .self = this,
                    .start = nullptr,
                    .stop = nullptr,
                    .destroy = nullptr,
                    .get = nullptr};
    }

    // Wishes for a target at every tenth event.
    static tl_status process(tl_instance* instance, tl_batch* batch) {
        const auto misdeed = static_cast<Double*>(instance->self)->misdeed;
        batch->out_len = 0;
        const auto* at = reinterpret_cast<const char*>(batch->first);
        for (batch->consumed = 0; batch->consumed < batch->count;) {
            const auto& event = *reinterpret_cast<const tl_ev*>(at);
            at += event.size;
            ++batch->consumed;
            if (event.seq % 10 == 0) {
                batch->out[batch->out_len++] = {};
                batch->out[0].size = sizeof(tl_intent);
                batch->out[0].type = TL_IN_TARGET;
                batch->out[0].inst = 1;
                batch->out[0].cause_seq = event.seq;
                batch->out[0].limit_price = batch->out[0].stop_price = TL_NONE;
                batch->out[0].take_price = batch->out[0].expires = TL_NONE;
                break;
            }
        }
        switch (misdeed) {
            case Misdeed::stops_early:
                batch->consumed -= batch->out_len == 0 ? 1 : 0;
                break;
            case Misdeed::consumes_too_much:
                batch->consumed = batch->count + 1;
                break;
            case Misdeed::overfills:
                batch->out_len = 3;
                break;
            case Misdeed::wrong_cause:
                batch->out[0].cause_seq += 1;
                break;
            case Misdeed::fails:
                return TL_E_INTERNAL;
            case Misdeed::none:
                break;
        }
        return TL_OK;
    }
};

struct Heard {
    std::vector<std::uint64_t> causes;
    Status status;
};

Heard feed(Double& plugin, std::uint32_t batch) {
    Heard heard;
    const auto events = sample_events({.seed = 5, .bars = 95});
    auto runner = Runner::make(plugin.instance, plugin.table, {.batch = batch});
    EXPECT_TRUE(runner);
    heard.status = runner->feed(events, [&](const tl_ev& cause, std::span<const tl_intent> wanted) {
        heard.causes.push_back(cause.seq);
        return check_intent(wanted[0], cause, {});
    });
    return heard;
}

TEST(Runner, HearsOfTheSameCausesAtEveryBatchSize) {
    Double plugin;
    const auto one = feed(plugin, 1);
    ASSERT_TRUE(one.status);
    EXPECT_EQ(one.causes.size(), 9U);

    for (const std::uint32_t batch : {7U, 64U, 4096U}) {
        EXPECT_EQ(feed(plugin, batch).causes, one.causes);
    }
}

TEST(Runner, NamesEachBreachOfTheContract) {
    const std::pair<Misdeed, const char*> cases[] = {{Misdeed::stops_early, "without an intent"},
                                                     {Misdeed::consumes_too_much, "claims"},
                                                     {Misdeed::overfills, "claims"},
                                                     {Misdeed::wrong_cause, "as its cause"},
                                                     {Misdeed::fails, "process returned -99"}};
    for (const auto& [misdeed, words] : cases) {
        Double plugin;
        plugin.misdeed = misdeed;

        const auto heard = feed(plugin, 64);

        ASSERT_FALSE(heard.status) << words;
        EXPECT_NE(describe(heard.status.error()).find(words), std::string::npos)
            << describe(heard.status.error());
    }
}

TEST(Runner, RefusesATableWithHoles) {
    Double plugin;
    plugin.table.warmup_bars = nullptr;
    EXPECT_FALSE(Runner::make(plugin.instance, plugin.table, {}));

    Double other;
    other.table.intents_max = 65;
    EXPECT_FALSE(Runner::make(other.instance, other.table, {}));
}

struct IntentCase {
    const char* words;
    void (*break_it)(tl_intent&, tl_ev&);
};

TEST(IntentCheck, RefusesWhatNoHostCouldCarryOut) {
    const IntentCase cases[] = {
        {"bytes", [](tl_intent& i, tl_ev&) { i.size = 8; }},
        {"type 99", [](tl_intent& i, tl_ev&) { i.type = 99; }},
        {"cause", [](tl_intent& i, tl_ev&) { i.cause_seq = 3; }},
        {"reason", [](tl_intent& i, tl_ev&) { i.reason = 5; }},
        {"warm-up", [](tl_intent&, tl_ev& e) { e.flags = TL_EV_F_WARMUP; }},
        {"plays no role", [](tl_intent& i, tl_ev&) { i.inst = 2; }},
        {"order of 0", [](tl_intent& i, tl_ev&) { i.qty = 0; }},
        {"side 0", [](tl_intent& i, tl_ev&) { i.side = 0; }},
        {"time in force", [](tl_intent& i, tl_ev&) { i.tif = 9; }},
        {"expired", [](tl_intent& i, tl_ev&) { i.expires = 100; }},
        {"price", [](tl_intent& i, tl_ev&) { i.limit_price = 0; }},
        {"price", [](tl_intent& i, tl_ev&) { i.stop_price = -1; }},
        {"budget",
         [](tl_intent& i, tl_ev&) {
             i.type = TL_IN_TARGET;
             i.target_e9 = 1'000'000'001;
         }},
    };
    const tl_inst bound[] = {1};
    tl_intent good{};
    good.size = sizeof good;
    good.type = TL_IN_ORDER;
    good.inst = 1;
    good.side = 1;
    good.qty = 5;
    good.cause_seq = 7;
    good.limit_price = 10;
    good.stop_price = good.take_price = good.expires = TL_NONE;
    tl_ev event{.size = sizeof(tl_ev),
                .type = TL_EV_BAR,
                .flags = 0,
                .inst = 1,
                .reserved = 0,
                .seq = 7,
                .ts_event = 100,
                .ts_recv = 100};
    ASSERT_TRUE(check_intent(good, event, {.bound = bound, .reasons = 2}));

    for (const IntentCase& each : cases) {
        tl_intent bad = good;
        tl_ev cause = event;
        each.break_it(bad, cause);

        const auto checked = check_intent(bad, cause, {.bound = bound, .reasons = 2});

        ASSERT_FALSE(checked) << each.words;
        EXPECT_NE(describe(checked.error()).find(each.words), std::string::npos)
            << describe(checked.error());
    }
}

TEST(IntentCheck, LetsTimersAndNotesPassInWarmUp) {
    tl_intent note{};
    note.size = sizeof note;
    note.type = TL_IN_NOTE;
    note.limit_price = note.stop_price = note.take_price = note.expires = TL_NONE;
    const tl_ev event{.size = sizeof(tl_ev),
                      .type = TL_EV_BAR,
                      .flags = TL_EV_F_WARMUP,
                      .inst = 1,
                      .reserved = 0,
                      .seq = 0,
                      .ts_event = 1,
                      .ts_recv = 1};

    EXPECT_TRUE(check_intent(note, event, {}));
}

}  // namespace
}  // namespace tradelab

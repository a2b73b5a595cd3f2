#include "plugin/cell_fake.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdio>

namespace tradelab::cell_test {
namespace {

using testing::HasSubstr;

constexpr auto stateless = Child::Keeps::nothing;
constexpr auto stateful = Child::Keeps::state;

// Once, in the first life, where the events asked about begin at or beyond this one.
Spoil once_from(std::uint64_t event, std::function<Heard(Memory)> what) {
    return [event, what = std::move(what)](Memory memory, int life) {
        const bool is_now = life == 1 && request_in(memory).ask == Ask::process &&
                            event_in(memory) + request_in(memory).count > event;
        return is_now ? what(memory) : Heard::bell;
    };
}

Heard crash(Memory) {
    return Heard::ended;
}

TEST(Cell, AnswersAsItsChildDoesInBatchesOfAnySize) {
    for (const std::size_t batch : {1U, 7U, 64U, 4096U}) {
        Fakes fakes(stateless);
        const auto cell = fakes.start();

        const Fed fed = feed(*cell, bars(1, 35), batch);

        EXPECT_EQ(fed.status, TL_OK);
        EXPECT_EQ(fed.consumed, 35U);
        EXPECT_THAT(fed.wishes,
                    testing::ElementsAre(
                        testing::Pair(10, 10), testing::Pair(20, 20), testing::Pair(30, 30)));
        EXPECT_EQ(cell->strategy().warmup_bars(&cell->instance(), 0), 3U);
        EXPECT_EQ(cell->strategy().warmup_bars(&cell->instance(), 99), 0U);
        EXPECT_TRUE(fakes.incidents.empty());
    }
}

TEST(Cell, ALostChildIsReplacedByOneThatAnswersAsIfNothingHadHappened) {
    for (const auto keeps : {stateless, stateful}) {
        for (const std::size_t batch : {1U, 64U}) {
            Fakes whole(keeps);
            const Fed expected = feed(*whole.start(), bars(1, 95), batch);
            for (std::uint64_t event = 1; event <= 95; ++event) {
                Fakes fakes(keeps, once_from(event, crash));
                fakes.options.save_every = 16;
                const auto cell = fakes.start();

                const Fed fed = feed(*cell, bars(1, 95), batch);

                EXPECT_EQ(fed.wishes, expected.wishes) << "lost at event " << event;
                EXPECT_EQ(fed.consumed, 95U);
                EXPECT_EQ(cell->restarts(), 1U);
                EXPECT_FALSE(cell->given_up());
            }
        }
    }
}

TEST(Cell, SaysWhichEventItWasEvenWithinABatch) {
    // For ever, at event 33.
    Fakes fakes(stateful, [](Memory memory, int) {
        const bool is_now = request_in(memory).ask == Ask::process && event_in(memory) <= 33 &&
                            event_in(memory) + request_in(memory).count > 33;
        return is_now ? Heard::ended : Heard::bell;
    });
    const auto cell = fakes.start();

    const Fed fed = feed(*cell, bars(1, 95), 64);

    EXPECT_EQ(fed.status, TL_E_INTERNAL);
    EXPECT_EQ(fed.wishes.size(), 3U);
    ASSERT_EQ(fakes.incidents.size(), 4U);
    EXPECT_THAT(fakes.incidents[0].error.context, HasSubstr("one of "));
    EXPECT_THAT(fakes.incidents[1].error.context, HasSubstr("while processing event 33 (type 1)"));
    EXPECT_EQ(fakes.incidents[3].outcome, CellIncident::Outcome::given_up);
    EXPECT_THAT(fakes.incidents[3].error.context, HasSubstr("after 3 restarts within 100000"));
    ASSERT_TRUE(cell->given_up());
    EXPECT_EQ(cell->given_up()->code, ErrorCode::crashed);
}

TEST(Cell, GivenUpItFailsForEverAndStartsNothingMore) {
    Fakes fakes(stateless, [](Memory memory, int) {
        return request_in(memory).ask == Ask::process ? Heard::nothing : Heard::bell;
    });
    fakes.options.restarts.restarts_max = 0;
    const auto cell = fakes.start();
    EXPECT_EQ(feed(*cell, bars(1, 1), 1).status, TL_E_INTERNAL);
    ASSERT_TRUE(cell->given_up());
    EXPECT_EQ(cell->given_up()->code, ErrorCode::timed_out);
    EXPECT_THAT(cell->given_up()->context, HasSubstr("no answer within 1000 ms"));

    EXPECT_EQ(feed(*cell, bars(2, 1), 1).status, TL_E_STATE);
    EXPECT_FALSE(cell->save());
    EXPECT_EQ(fakes.lives, 1);
    EXPECT_EQ(cell->process_number(), 0);
}

TEST(Cell, RestartsAreCountedWithinAWindowOfEvents) {
    for (const std::uint64_t window : {20U, 1'000U}) {
        // The first child is lost at event 25, the second at event 50, and so on.
        Fakes fakes(stateful, [](Memory memory, int life) {
            return request_in(memory).ask == Ask::process &&
                           event_in(memory) == 25 * static_cast<std::uint64_t>(life)
                       ? Heard::ended
                       : Heard::bell;
        });
        fakes.options.restarts = {.restarts_max = 2, .window_events = window};
        const auto cell = fakes.start();

        const Fed fed = feed(*cell, bars(1, 200), 1);

        const bool is_forgiven = window == 20;
        EXPECT_EQ(fed.status, is_forgiven ? TL_OK : TL_E_INTERNAL);
        EXPECT_EQ(cell->given_up().has_value(), !is_forgiven);
        EXPECT_EQ(cell->restarts(), is_forgiven ? 8U : 2U);
    }
}

TEST(Cell, AnswersThatDifferAfterTheRestartEndIt) {
    // The second child wishes for something else at event 20.
    Fakes fakes(stateless, [](Memory memory, int life) {
        const Request request = request_in(memory);
        if (life == 1) {
            return request.ask == Ask::process && event_in(memory) == 25 ? Heard::ended
                                                                         : Heard::bell;
        }
        tl_intent intent;
        std::memcpy(&intent, memory.data() + cell::intents_at, sizeof intent);
        if (reply_in(memory).intents == 1 && intent.cause_seq == 20) {
            ++intent.target_e9;
            std::memcpy(memory.data() + cell::intents_at, &intent, sizeof intent);
        }
        return Heard::bell;
    });
    const auto cell = fakes.start();

    EXPECT_EQ(feed(*cell, bars(1, 40), 1).status, TL_E_INTERNAL);

    ASSERT_TRUE(cell->given_up());
    EXPECT_THAT(cell->given_up()->context,
                HasSubstr("its answers after the restart differ from those before at event 20"));
    EXPECT_EQ(fakes.lives, 2);
}

TEST(Cell, WithoutAStateItLivesAsLongAsItsEventsAreKept) {
    Fakes fakes(stateless, once_from(50, crash));
    fakes.options.memory_bytes_max = 40 * sizeof(tl_ev_bar);
    const auto cell = fakes.start();

    EXPECT_EQ(feed(*cell, bars(1, 60), 1).status, TL_E_INTERNAL);

    ASSERT_TRUE(cell->given_up());
    EXPECT_THAT(cell->given_up()->context, HasSubstr("seen more than is kept"));
}

TEST(Cell, AStateReplacesTheEventsThatAreNotKept) {
    Fakes fakes(stateful, once_from(50, crash));
    fakes.options.memory_bytes_max = 40 * sizeof(tl_ev_bar);
    fakes.options.save_every = 30;
    const auto cell = fakes.start();

    EXPECT_EQ(feed(*cell, bars(1, 60), 1).status, TL_OK);
    EXPECT_EQ(cell->restarts(), 1U);
}

TEST(Cell, GoesOnFromASavedState) {
    Fakes first(stateful);
    const auto before = first.start();
    const Fed begun = feed(*before, bars(1, 15), 4);
    const auto state = before->save();
    ASSERT_TRUE(state) << describe(state.error());

    Fakes second(stateful, once_from(27, crash));
    second.options.state = *state;
    const Fed ended = feed(*second.start(), bars(16, 20), 4);

    EXPECT_THAT(begun.wishes, testing::ElementsAre(testing::Pair(10, 10)));
    EXPECT_THAT(ended.wishes, testing::ElementsAre(testing::Pair(20, 20), testing::Pair(30, 30)));
}

TEST(Cell, AnOrderlyErrorIsPassedOnAndCostsNoRestart) {
    Fakes fakes(stateless, [](Memory memory, int) {
        Reply reply = reply_in(memory);
        if (request_in(memory).ask == Ask::process) {
            reply.status = TL_E_INVALID;
            std::memcpy(reply.text.data(), "I\x1b[2J cannot", 12);
            reply.text_bytes = 12;
            put(memory, reply);
        }
        return Heard::bell;
    });
    const auto cell = fakes.start();

    EXPECT_EQ(feed(*cell, bars(1, 1), 1).status, TL_E_INVALID);

    EXPECT_EQ(cell->last_error(), "I\\x1b[2J cannot");
    EXPECT_EQ(cell->restarts(), 0U);
    EXPECT_FALSE(cell->given_up());
}

TEST(Cell, ARoomTooSmallForItsIntentsIsRefusedBeforeItIsAsked) {
    Fakes fakes(stateless);
    const auto cell = fakes.start();
    const auto events = bars(1, 1);
    tl_intent out{};
    tl_batch batch{.size = sizeof(tl_batch),
                   .count = 1,
                   .first = &events[0].h,
                   .bytes = sizeof(tl_ev_bar),
                   .out = &out,
                   .out_cap = 1,
                   .out_len = 9,
                   .consumed = 9,
                   .reserved = 0};

    EXPECT_EQ(cell->strategy().process(&cell->instance(), &batch), TL_E_INVALID);
    EXPECT_EQ(batch.consumed, 0U);
    EXPECT_EQ(batch.out_len, 0U);
}

// ---- rubbish ----

// One field of an honest answer to the events from 10 on, spoiled.
struct Rubbish {
    const char* name;
    void (*spoil)(Memory, Reply&);
    const char* says;
};

const Rubbish rubbish[] = {
    {"number", [](Memory, Reply& reply) { reply.number += 1; }, "when asked number"},
    {"old", [](Memory, Reply& reply) { reply.number -= 1; }, "when asked number"},
    {"text", [](Memory, Reply& reply) { reply.text_bytes = 1'025; }, "a text of 1025"},
    {"consumed", [](Memory, Reply& reply) { reply.consumed = 1'000; }, "1000 of "},
    {"intents", [](Memory, Reply& reply) { reply.intents = 3; }, "3 of 2 intents"},
    {"most", [](Memory, Reply& reply) { reply.intents = UINT32_MAX; }, "4294967295 of 2"},
    {"early", [](Memory, Reply& reply) { reply.consumed = 0; }, "0 of "},
    {"cause",
     [](Memory memory, Reply&) {
         tl_intent intent;
         std::memcpy(&intent, memory.data() + cell::intents_at, sizeof intent);
         ++intent.cause_seq;
         std::memcpy(memory.data() + cell::intents_at, &intent, sizeof intent);
     },
     "that event 11 is the cause, the last one consumed is 10"},
};

TEST(CellRubbish, EachFieldThatCannotBeIsRefusedReportedAndTheChildReplaced) {
    for (const Rubbish& one : rubbish) {
        Fakes fakes(stateless, once_from(10, [&](Memory memory) {
                        Reply reply = reply_in(memory);
                        one.spoil(memory, reply);
                        put(memory, reply);
                        return Heard::bell;
                    }));
        const auto cell = fakes.start();

        const Fed fed = feed(*cell, bars(1, 25), 1);

        EXPECT_EQ(fed.status, TL_OK) << one.name;
        EXPECT_THAT(fed.wishes, testing::ElementsAre(testing::Pair(10, 10), testing::Pair(20, 20)))
            << one.name;
        ASSERT_EQ(fakes.incidents.size(), 1U) << one.name;
        EXPECT_EQ(fakes.incidents[0].error.code, ErrorCode::malformed);
        EXPECT_THAT(fakes.incidents[0].error.context, HasSubstr(one.says));
        EXPECT_THAT(fakes.incidents[0].error.context, HasSubstr("event 10 "));
    }
}

TEST(CellRubbish, WhatItSaysOfItselfIsCheckedToo) {
    for (void (*spoil)(Reply&) : {+[](Reply& reply) { reply.intents_max = 0; },
                                  +[](Reply& reply) { reply.intents_max = 65; },
                                  +[](Reply& reply) { reply.keeps_state = 2; },
                                  +[](Reply& reply) { reply.status = TL_E_INTERNAL; }}) {
        Fakes fakes(stateless, [&](Memory memory, int) {
            Reply reply = reply_in(memory);
            spoil(reply);
            put(memory, reply);
            return Heard::bell;
        });

        EXPECT_FALSE(StrategyCell::start(fakes.companions, fakes.options));
        EXPECT_EQ(fakes.lives, 1) << "what fails at the start is not tried again";
    }
}

TEST(CellRubbish, AChildThatIsSuddenlyAnotherPluginIsNotTaken) {
    Fakes fakes(stateless, [](Memory memory, int life) {
        Reply reply = reply_in(memory);
        reply.warmup_bars[0] += static_cast<std::uint32_t>(life);
        put(memory, reply);
        return life == 1 && request_in(memory).ask == Ask::process ? Heard::ended : Heard::bell;
    });
    const auto cell = fakes.start();

    EXPECT_EQ(feed(*cell, bars(1, 1), 1).status, TL_E_INTERNAL);
    ASSERT_TRUE(cell->given_up());
    EXPECT_THAT(cell->given_up()->context, HasSubstr("of another plugin"));
}

TEST(CellRubbish, AStateOfImpossibleLengthIsNotRead) {
    for (const std::uint64_t bytes : {std::uint64_t{0}, cell::payload_max + 1, UINT64_MAX}) {
        Fakes fakes(stateful, [bytes](Memory memory, int life) {
            if (life == 1 && request_in(memory).ask == Ask::save) {
                Reply reply = reply_in(memory);
                reply.bytes = bytes;
                put(memory, reply);
            }
            return Heard::bell;
        });
        fakes.options.save_every = 10;
        const auto cell = fakes.start();

        EXPECT_EQ(feed(*cell, bars(1, 25), 1).status, TL_OK);
        ASSERT_EQ(fakes.incidents.size(), 1U);
        EXPECT_THAT(fakes.incidents[0].error.context, HasSubstr("while saving its state"));
        EXPECT_EQ(cell->restarts(), 1U);
    }
}

// Whatever bytes come back, the parent neither crashes nor believes more than was possible.
TEST(CellRubbish, RandomBytesInTheAnswerNeverPassForMoreThanAnAnswer) {
    constexpr std::uint64_t seed = 20'240'607;
    std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
    std::uint64_t random = seed;
    const auto draw = [&random] {
        random = random * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
        return random >> 33U;
    };
    int refused = 0;
    for (int turn = 0; turn < 500; ++turn) {
        Fakes fakes(stateful, [&](Memory memory, int) {
            // The head of the reply, or the intents.
            const std::size_t at = draw() % 2 == 0 ? cell::reply_at : cell::intents_at;
            for (std::uint64_t spoiled = draw() % 4; spoiled > 0; --spoiled) {
                memory[at + draw() % 80] = static_cast<std::byte>(draw());
            }
            return Heard::bell;
        });
        fakes.options.save_every = 7;
        auto cell = StrategyCell::start(fakes.companions, fakes.options);
        if (!cell) {
            ++refused;
            continue;
        }
        const Fed fed = feed(**cell, bars(1, 30), 1 + draw() % 8);
        EXPECT_LE(fed.consumed, 30U);
        EXPECT_LE(fed.wishes.size(), 30U);
        for (const auto& [event, wish] : fed.wishes) {
            EXPECT_TRUE(event >= 1 && event <= 30) << "a cause that never was: " << event;
        }
        refused += fakes.incidents.empty() ? 0 : 1;
    }
    EXPECT_GT(refused, 250) << "the spoiling has spoiled nothing";
}

}  // namespace
}  // namespace tradelab::cell_test

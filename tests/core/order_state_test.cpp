#include "core/order_state.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace tradelab {
namespace {

std::vector<OrderState> every_state() {
    std::vector<OrderState> states;
    for (std::int64_t number = 1; order_state_of(number); ++number) {
        states.push_back(*order_state_of(number));
    }
    return states;
}

std::vector<OrderEvent> every_event() {
    std::vector<OrderEvent> events;
    for (std::size_t i = 0; i < order_event_count; ++i) {
        events.push_back(static_cast<OrderEvent>(i));
    }
    return events;
}

std::set<OrderState> reachable(OrderState from) {
    std::set<OrderState> seen = {from};
    std::vector<OrderState> open = {from};
    while (!open.empty()) {
        const OrderState state = open.back();
        open.pop_back();
        for (const OrderEvent event : every_event()) {
            const OrderState next = transition(state, event).to;
            if (seen.insert(next).second) {
                open.push_back(next);
            }
        }
    }
    return seen;
}

// Calls check(state, event, transition) for every pair there is.
template <class Check>
void for_every_pair(Check check) {
    for (const OrderState state : every_state()) {
        for (const OrderEvent event : every_event()) {
            SCOPED_TRACE(std::string(order_state_text(state)) + " + " +
                         std::string(order_event_text(event)));
            check(state, event, transition(state, event));
        }
    }
}

bool is_venue_evidence(OrderEvent event) {
    return !is_act_of_host(event) || event == OrderEvent::prove_absent;
}

TEST(OrderTable, HasAllElevenStatesAndOnlyAMoveChangesTheState) {
    EXPECT_EQ(every_state().size(), order_state_count);

    for_every_pair([](OrderState from, OrderEvent, Transition next) {
        EXPECT_EQ(next.meaning == Meaning::moves, next.to != from);
    });
}

TEST(OrderTable, TheEndIsNeverLeft) {
    for_every_pair([](OrderState from, OrderEvent, Transition next) {
        if (is_terminal(from)) {
            EXPECT_EQ(next.to, from);
        }
    });
}

TEST(OrderTable, EveryOrderCanEnd) {
    for (const OrderState state : every_state()) {
        const auto states = reachable(state);
        EXPECT_TRUE(std::ranges::any_of(states, is_terminal)) << order_state_text(state);
    }
}

TEST(OrderTable, EveryStateIsReachedByAnIntent) {
    EXPECT_EQ(reachable(OrderState::intent).size(), order_state_count);
}

TEST(OrderTable, EveryOrderInFlightCanComeIntoDoubt) {
    for (const OrderState state : every_state()) {
        if (!is_terminal(state)) {
            EXPECT_EQ(transition(state, OrderEvent::doubt).to, OrderState::unknown)
                << order_state_text(state);
        }
    }
}

TEST(OrderTable, OnlyEvidenceOfTheVenueEndsDoubt) {
    for_every_pair([](OrderState from, OrderEvent event, Transition next) {
        if (from == OrderState::unknown && next.to != from) {
            EXPECT_TRUE(is_venue_evidence(event));
        }
    });
}

TEST(OrderTable, AbsenceIsOnlyProvenOutOfDoubt) {
    for_every_pair([](OrderState from, OrderEvent event, Transition next) {
        if (next.to == OrderState::absent && from != OrderState::absent) {
            EXPECT_EQ(from, OrderState::unknown);
            EXPECT_EQ(event, OrderEvent::prove_absent);
        }
    });
}

TEST(OrderTable, NoOrderIsSentTwice) {
    for_every_pair([](OrderState from, OrderEvent event, Transition next) {
        if (event == OrderEvent::send) {
            EXPECT_EQ(next.meaning == Meaning::moves, from == OrderState::intent);
            EXPECT_EQ(next.meaning == Meaning::illegal, from != OrderState::intent);
        }
        if (from != OrderState::intent) {
            EXPECT_FALSE(next.to == OrderState::intent);
        }
    });
}

TEST(OrderTable, OnceBytesMayHaveLeftTheHostAloneCannotEndAnOrder) {
    for_every_pair([](OrderState from, OrderEvent event, Transition next) {
        const bool ends = !is_terminal(from) && is_terminal(next.to);
        if (ends && from != OrderState::intent) {
            EXPECT_TRUE(is_venue_evidence(event));
        }
    });
}

TEST(OrderTable, NoReportOfTheVenueIsRefused) {
    for_every_pair([](OrderState, OrderEvent event, Transition next) {
        if (!is_act_of_host(event)) {
            EXPECT_NE(next.meaning, Meaning::illegal);
        }
    });
}

TEST(OrderTable, AFillIsNeverLost) {
    for_every_pair([](OrderState from, OrderEvent event, Transition next) {
        if (event == OrderEvent::part_fill && is_terminal(from)) {
            EXPECT_TRUE(next.meaning == Meaning::late || next.meaning == Meaning::contradicts);
        }
        if (event == OrderEvent::full_fill && !is_terminal(from)) {
            EXPECT_EQ(next.to, OrderState::filled);
        }
    });
}

TEST(OrderTable, TheSameReportTwiceIsNothingNew) {
    for_every_pair([](OrderState, OrderEvent event, Transition first) {
        if (first.meaning == Meaning::moves && !is_act_of_host(event)) {
            const Transition again = transition(first.to, event);
            EXPECT_EQ(again.to, first.to);
            EXPECT_TRUE(again.meaning == Meaning::stays || again.meaning == Meaning::late);
        }
    });
}

TEST(OrderTable, TextsAreThoseOfTheDesign) {
    std::vector<std::string_view> texts;
    for (const OrderState state : every_state()) {
        texts.push_back(order_state_text(state));
    }

    EXPECT_EQ(texts,
              (std::vector<std::string_view>{"intent",
                                             "sending",
                                             "open",
                                             "part_filled",
                                             "cancelling",
                                             "filled",
                                             "cancelled",
                                             "rejected",
                                             "expired",
                                             "unknown",
                                             "absent"}));
    EXPECT_EQ(order_state_of(0), std::nullopt);
    EXPECT_EQ(order_state_of(12), std::nullopt);
}

}  // namespace
}  // namespace tradelab

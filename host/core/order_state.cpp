#include "core/order_state.hpp"

#include "core/check.hpp"

#include <tradelab/abi/strategy.h>

#include <array>

namespace tradelab {
namespace {

using enum OrderState;

static_assert(int{TL_ORDER_INTENT} == static_cast<int>(intent));
static_assert(int{TL_ORDER_SENDING} == static_cast<int>(sending));
static_assert(int{TL_ORDER_OPEN} == static_cast<int>(open));
static_assert(int{TL_ORDER_PART_FILLED} == static_cast<int>(part_filled));
static_assert(int{TL_ORDER_CANCELLING} == static_cast<int>(cancelling));
static_assert(int{TL_ORDER_FILLED} == static_cast<int>(filled));
static_assert(int{TL_ORDER_CANCELLED} == static_cast<int>(cancelled));
static_assert(int{TL_ORDER_REJECTED} == static_cast<int>(rejected));
static_assert(int{TL_ORDER_EXPIRED} == static_cast<int>(expired));
static_assert(int{TL_ORDER_UNKNOWN} == static_cast<int>(unknown));
static_assert(int{TL_ORDER_ABSENT} == static_cast<int>(absent));

constexpr std::array<std::string_view, order_state_count> state_texts = {
    "intent",
    "sending",
    "open",
    "part_filled",
    "cancelling",
    "filled",
    "cancelled",
    "rejected",
    "expired",
    "unknown",
    "absent",
};

constexpr std::array<std::string_view, order_event_count> event_texts = {
    "send",
    "withdraw",
    "outgrow",
    "cancel",
    "doubt",
    "prove_absent",
    "works",
    "part_fill",
    "full_fill",
    "cancel_refused",
    "venue_cancelled",
    "venue_rejected",
    "venue_expired",
};

// A cell of a live state: where the event leads, or what it means instead.
struct Cell {
    OrderState to = unknown;
    Meaning meaning = Meaning::illegal;
    constexpr Cell(OrderState state) : to(state), meaning(Meaning::moves) {}
    constexpr Cell(Meaning what) : meaning(what) {}
};

constexpr Meaning same = Meaning::stays;
constexpr Meaning late = Meaning::late;
constexpr Meaning odd = Meaning::contradicts;
constexpr Meaning no = Meaning::illegal;

// The table of the states in which an order may still fill.
//  - `send` leads out of intent only: an order is never sent twice.
//  - `withdraw` and `outgrow` end an intent at once: nothing has left, so nothing need be proven.
//  - a cancel may be sent for an unknown order, but proves nothing by being sent.
//  - a refused cancel of an order in doubt proves nothing either: venues answer "unknown order"
//    for filled, cancelled and never seen alike.
//  - a fill proves the past, not that the rest still works: it does not end doubt by itself, a
//    report that the order works does.  A full fill leaves no rest to doubt.
//  - reports about an intent are believed: after a restart the journal may not know that it sent.
constexpr std::size_t live_count = 6;
using LiveRow = std::array<Cell, live_count>;
// clang-format off
constexpr std::array<LiveRow, order_event_count> live_table = {{
    //intent       sending      open         part_filled  cancelling  unknown
    {sending,     no,          no,          no,          no,         no       },  // send
    {cancelled,   no,          no,          no,          no,         no       },  // withdraw
    {expired,     no,          no,          no,          no,         no       },  // outgrow
    {no,          cancelling,  cancelling,  cancelling,  same,       same     },  // cancel
    {unknown,     unknown,     unknown,     unknown,     unknown,    same     },  // doubt
    {no,          no,          no,          no,          no,         absent   },  // prove_absent
    {open,        open,        same,        same,        same,       open     },  // works
    {part_filled, part_filled, part_filled, same,        same,       same     },  // part_fill
    {filled,      filled,      filled,      filled,      filled,     filled   },  // full_fill
    {same,        same,        same,        same,        open,       same     },  // cancel_refused
    {cancelled,   cancelled,   cancelled,   cancelled,   cancelled,  cancelled},  // venue_cancelled
    {rejected,    rejected,    rejected,    rejected,    rejected,   rejected },  // venue_rejected
    {expired,     expired,     expired,     expired,     expired,    expired  },  // venue_expired
}};

// The table of the ends.  Its cells have no state to go to: an end is never left.
//  - a late `works` is an overtaken message where the order once worked, and a contradiction where
//    the end means that it never did; so is a fill.
//  - a venue forgets old orders, so its denial says nothing about a proven end.
constexpr std::size_t terminal_count = 5;
using TerminalRow = std::array<Meaning, terminal_count>;
constexpr std::array<TerminalRow, order_event_count> terminal_table = {{
    //filled  cancelled  rejected  expired  absent
    {no,     no,        no,       no,      no    },  // send
    {no,     no,        no,       no,      no    },  // withdraw
    {no,     no,        no,       no,      no    },  // outgrow
    {no,     no,        no,       no,      no    },  // cancel
    {same,   same,      same,     same,    same  },  // doubt
    {same,   same,      same,     same,    same  },  // prove_absent
    {same,   same,      odd,      same,    odd   },  // works
    {late,   late,      odd,      late,    odd   },  // part_fill
    {same,   late,      odd,      late,    odd   },  // full_fill
    {same,   same,      same,     same,    same  },  // cancel_refused
    {same,   same,      same,     same,    same  },  // venue_cancelled
    {odd,    same,      same,     same,    same  },  // venue_rejected
    {same,   same,      same,     same,    same  },  // venue_expired
}};
// clang-format on

constexpr std::size_t index_of(OrderState state) {
    return static_cast<std::size_t>(state) - 1;
}

}  // namespace

Transition transition(OrderState from, OrderEvent event) {
    TL_CHECK(index_of(from) < order_state_count);
    TL_CHECK(static_cast<std::size_t>(event) < order_event_count);
    const auto row = static_cast<std::size_t>(event);
    if (is_terminal(from)) {
        const std::size_t column =
            from == absent ? terminal_count - 1 : index_of(from) - index_of(filled);
        return {.to = from, .meaning = terminal_table[row][column]};
    }

    const std::size_t column = from == unknown ? live_count - 1 : index_of(from);
    const Cell cell = live_table[row][column];
    return {.to = cell.meaning == Meaning::moves ? cell.to : from, .meaning = cell.meaning};
}

bool is_terminal(OrderState state) {
    return state == filled || state == cancelled || state == rejected || state == expired ||
           state == absent;
}

bool is_act_of_host(OrderEvent event) {
    return event <= OrderEvent::prove_absent;
}

std::string_view order_state_text(OrderState state) {
    TL_CHECK(index_of(state) < order_state_count);
    return state_texts[index_of(state)];
}

std::string_view order_event_text(OrderEvent event) {
    TL_CHECK(static_cast<std::size_t>(event) < order_event_count);
    return event_texts[static_cast<std::size_t>(event)];
}

std::optional<OrderState> order_state_of(std::int64_t abi_number) {
    if (abi_number < 1 || abi_number > static_cast<std::int64_t>(order_state_count)) {
        return std::nullopt;
    }
    return static_cast<OrderState>(abi_number);
}

}  // namespace tradelab

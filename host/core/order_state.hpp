#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

// The life of an order: one table for simulation, paper and live.
//
// The venue is the truth.  What it reports is never refused here: it moves the state, changes
// nothing, arrives late, or contradicts what seemed proven, and then somebody must look.  What the
// host does is refused where it makes no sense: sending twice above all.
namespace tradelab {

// Numbers of the ABI (TL_ORDER_*).
enum class OrderState : std::uint8_t {
    intent = 1,       // decided and approved; no byte has left
    sending = 2,      // may have left; nothing heard
    open = 3,         // works at the venue, nothing filled
    part_filled = 4,  // works at the venue, something filled
    cancelling = 5,   // still works until the venue says otherwise
    filled = 6,
    cancelled = 7,
    rejected = 8,
    expired = 9,
    unknown = 10,  // its fate is not proven: counts in full until the venue's evidence
    absent = 11,   // proven never to have reached the venue
};

enum class OrderEvent : std::uint8_t {
    // Acts of the host.
    send,          // the one and only time that bytes leave
    withdraw,      // dropped before any byte left: latch, operator
    outgrow,       // dropped before any byte left: it grew too old
    cancel,        // the venue is asked to cancel
    doubt,         // a reply lost, a connection dropped, a restart: the fate is open again
    prove_absent,  // after the waiting time the venue has twice denied that it knows the order

    // Reports of the venue.
    works,           // acknowledged, or found working
    part_fill,       // filled, and a rest remains
    full_fill,       // filled, and nothing remains
    cancel_refused,  // not cancelled: the order works on
    venue_cancelled,
    venue_rejected,
    venue_expired,
};

inline constexpr std::size_t order_state_count = 11;
inline constexpr std::size_t order_event_count = 13;

// What an event means in a state.
enum class Meaning : std::uint8_t {
    moves,        // the state changes
    stays,        // nothing new: a duplicate, or an order of arrival that does not matter
    late,         // a fill after the end: counted, the end remains
    contradicts,  // the venue denies what was proven: exposure counts again, a person must look
    illegal,      // the host may not do this here
};

struct Transition {
    OrderState to = OrderState::unknown;
    Meaning meaning = Meaning::illegal;

    friend constexpr bool operator==(Transition, Transition) = default;
};

// Total: defined for every pair.  Unless the meaning is `moves`, `to` is `from`.
[[nodiscard]] Transition transition(OrderState from, OrderEvent event);

// Nothing more can fill, as far as is proven.
[[nodiscard]] bool is_terminal(OrderState state);

[[nodiscard]] bool is_act_of_host(OrderEvent event);

// "part_filled": the text in journals, reports and JSON.
[[nodiscard]] std::string_view order_state_text(OrderState state);
[[nodiscard]] std::string_view order_event_text(OrderEvent event);
[[nodiscard]] std::optional<OrderState> order_state_of(std::int64_t abi_number);

}  // namespace tradelab

#include "core/order.hpp"

#include <tradelab/abi/strategy.h>

#include <string>

namespace tradelab {
namespace {

static_assert(int{TL_TIF_GTC} == static_cast<int>(TimeInForce::gtc));
static_assert(int{TL_TIF_IOC} == static_cast<int>(TimeInForce::ioc));
static_assert(int{TL_TIF_FOK} == static_cast<int>(TimeInForce::fok));

std::string named(const OrderIds& ids) {
    return "order " + std::to_string(ids.order.value());
}

bool ends_a_dispute(OrderEvent event) {
    return event == OrderEvent::venue_cancelled || event == OrderEvent::venue_rejected ||
           event == OrderEvent::venue_expired;
}

}  // namespace

std::string_view side_text(Side side) {
    return side == Side::buy ? "buy" : "sell";
}

std::string_view time_in_force_text(TimeInForce time_in_force) {
    switch (time_in_force) {
        case TimeInForce::gtc:
            return "gtc";
        case TimeInForce::ioc:
            return "ioc";
        case TimeInForce::fok:
            return "fok";
    }
    TL_CHECK_MSG(false, "a TimeInForce outside its list");
    return {};
}

Result<Order> Order::make(OrderIds ids, OrderTerms terms, UnixNanos decided_at) {
    if (terms.quantity <= Quantity()) {
        return fail(ErrorCode::invalid_argument,
                    named(ids) + ": quantity is " + std::to_string(terms.quantity.mantissa()),
                    "it must be above 0; the side says which way");
    }
    if (terms.limit && *terms.limit <= Price()) {
        return fail(ErrorCode::invalid_argument,
                    named(ids) + ": limit is " + std::to_string(terms.limit->mantissa()),
                    "it must be above 0; leave it out for a market order");
    }
    const bool rests = terms.limit && terms.time_in_force == TimeInForce::gtc;
    if (terms.post_only == PostOnly::yes && !rests) {
        return fail(ErrorCode::invalid_argument,
                    named(ids) + ": post-only, but it could not rest",
                    "give it a limit and time in force gtc");
    }
    return Order(ids, terms, decided_at);
}

Result<OrderChange> Order::apply(OrderEvent event) {
    TL_CHECK_MSG(event != OrderEvent::part_fill && event != OrderEvent::full_fill,
                 "fills come with their quantity: use fill or fill_up_to");

    const Transition next = transition(state_, event);
    if (next.meaning == Meaning::illegal) {
        return fail(ErrorCode::refused,
                    named(ids_) + " is " + std::string(order_state_text(state_)) + ": '" +
                        std::string(order_event_text(event)) + "' is not possible",
                    "ask the venue for the order's state, and decide again from that");
    }

    OrderChange change = take(next);
    // Back at work with something filled: the table takes the second step, too.
    if (state_ == OrderState::open && filled_ > Quantity()) {
        state_ = transition(state_, OrderEvent::part_fill).to;
        change.to = state_;
    }
    if (ends_a_dispute(event)) {
        disputed_ = false;
    }
    return change;
}

Result<OrderChange> Order::fill_up_to(Quantity cumulative) {
    if (cumulative <= filled_) {
        return OrderChange{.from = state_, .to = state_, .meaning = Meaning::stays};
    }
    return fill(cumulative - filled_);
}

Result<OrderChange> Order::fill(Quantity quantity) {
    if (quantity <= Quantity()) {
        return fail(ErrorCode::invalid_argument,
                    named(ids_) + ": a fill of " + std::to_string(quantity.mantissa()),
                    "a fill is above 0; this report is malformed and must not be booked");
    }
    if (quantity > remaining()) {
        return fail(ErrorCode::overflow,
                    named(ids_) + ": a fill of " + std::to_string(quantity.mantissa()) +
                        " when only " + std::to_string(remaining().mantissa()) + " remains",
                    "reconcile with the venue's position before the next order");
    }

    filled_ += quantity;
    const bool full = remaining() == Quantity();
    OrderChange change =
        take(transition(state_, full ? OrderEvent::full_fill : OrderEvent::part_fill));
    change.newly_filled = quantity;
    return change;
}

OrderChange Order::take(Transition next) {
    const OrderChange change{.from = state_, .to = next.to, .meaning = next.meaning};
    state_ = next.to;
    disputed_ = disputed_ || next.meaning == Meaning::contradicts;
    return change;
}

Quantity Order::can_still_fill() const {
    return is_terminal(state_) && !disputed_ ? Quantity() : remaining();
}

}  // namespace tradelab

#include "core/check.hpp"
#include "engine/kernel_state.hpp"

#include <algorithm>
#include <utility>

// From a wish to an order at the venue.
namespace tradelab {

Result<const Filters*> Kernel::State::filters_of(KernelInstrument& traded) {
    if (traded.filters != nullptr && now < traded.filters_until) {
        return traded.filters;
    }
    const auto found = traded.instrument.filters.at(now);
    if (!found) {
        return fail(found.error(), traded.instrument.name.text());
    }
    const auto& all = traded.instrument.filters.all();
    const std::size_t next = static_cast<std::size_t>(*found - all.data()) + 1;
    traded.filters = *found;
    traded.filters_until = next < all.size() ? all[next].valid_from : UnixNanos(INT64_MAX);
    return traded.filters;
}

Result<std::optional<Approved<Order>>> Kernel::State::approve(OrderWish& wish) {
    KernelInstrument& traded = instruments[wish.instrument];
    const InstanceId instance = instances[wish.instance].spec.id;
    const std::size_t place = record.orders.size();
    // Written where it stays: to copy what has just been written costs more than to write it.
    OrderRecord& said = record.orders.emplace_back();
    said.instance = instance;
    said.terms = wish.terms;
    said.purpose = wish.purpose;
    said.reason = wish.reason;
    said.cause = cause;
    said.decided_at = now;
    said.state = OrderState::rejected;
    const auto refused = [&](std::uint32_t reason) {
        push_order_event(wish, {}, OrderState::rejected, reason);
        return std::optional<Approved<Order>>();
    };
    const auto filters = filters_of(traded);
    if (!filters) {
        return fail(filters.error());
    }
    said.refused_by_filter =
        first_refusal(**filters, wish.terms, traded.instrument.places, traded.last);
    if (said.refused_by_filter) {
        return refused(TL_REFUSED_FILTER);
    }
    auto order = Order::make(
        {.order = OrderId(next_order), .intent = IntentId(next_order), .instance = instance},
        wish.terms,
        now);
    if (!order) {
        ++record.counts.malformed_intents;
        return refused(TL_REFUSED_MALFORMED);
    }
    const auto rate = options.venue->taker_rate(traded.instrument.id, now);
    if (!rate) {
        return fail(rate.error());
    }
    const bool is_wished =
        wish.purpose == OrderPurpose::target || wish.purpose == OrderPurpose::order;
    const Ruling ruling =
        options.gate->approve(*order,
                              {.now = now,
                               .last = traded.last,
                               .fee_rate = *rate,
                               .asked_by = is_wished ? AskedBy::strategy : AskedBy::host,
                               .entries = entries_of(wish.instance)});
    if (!ruling) {
        said.refused_by_risk = ruling.refusal();
        return refused(TL_REFUSED_RISK);
    }
    said.order = OrderId(next_order);
    said.state = OrderState::intent;
    wish.record = place;
    ++next_order;
    return std::optional(ruling.order());
}

Status Kernel::State::send(const Approved<Order>& approved, const OrderWish& wish) {
    TL_CHECK_MSG(live.size() < live.capacity(), "more orders than there are reservations for");
    live.push_back({.order = *approved,
                    .record = wish.record,
                    .instance = wish.instance,
                    .instrument = wish.instrument,
                    .purpose = wish.purpose,
                    .client_tag = wish.client_tag,
                    .reason = wish.reason});
    Order& order = live.back().order;
    const auto sent = order.apply(OrderEvent::send);
    TL_CHECK(sent.has_value());
    record.orders[wish.record].state = order.state();
    return options.venue->place(approved, {.decided_at = now, .expires = wish.expires});
}

Result<Pieces> Kernel::State::pieces_of(const OrderWish& wish) {
    KernelInstrument& traded = instruments[wish.instrument];
    const auto filters = filters_of(traded);
    if (!filters) {
        return fail(filters.error());
    }
    // An entry is never split: what the venue refuses to take at once was not meant to be so large.
    // All or nothing is one order.
    const bool may_split =
        wish.terms.reduce_only == ReduceOnly::yes && wish.terms.time_in_force != TimeInForce::fok;
    const auto most =
        may_split ? most_at_once(**filters, wish.terms, traded.instrument.places, traded.last)
                  : std::nullopt;
    return Pieces(wish.terms.quantity, most, **filters, wish.terms.type());
}

Status Kernel::State::place(OrderWish wish) {
    return place_protected(std::move(wish), {});
}

Status Kernel::State::place_protected(OrderWish wish,
                                      const std::optional<KernelProtection>& asked) {
    const std::size_t at = wish.instance;
    bool is_granted = false;
    const auto placed = approve_pieces(
        std::move(wish),
        [&](const std::optional<Approved<Order>>& one, const OrderWish& piece) -> Result<bool> {
            if (one && !is_granted && asked) {
                protect(at, *asked, ProtectionChange::any);
            }
            is_granted = is_granted || one;
            const Status sent = one ? send(*one, piece) : Status();
            return sent ? Result<bool>(true) : fail(sent.error());
        });
    if (placed && !is_granted && asked) {
        protect(at, *asked, ProtectionChange::tighter);
    }
    return placed ? Status() : fail(placed.error());
}

Status Kernel::State::reduce(std::size_t at, InstrumentId id, Quantity size, OrderPurpose purpose) {
    const std::size_t rank = rank_of(id);
    const auto filters = filters_of(instruments[rank]);
    if (!filters) {
        return fail(filters.error());
    }
    const Quantity lots = whole_lots(size, **filters, OrderType::market);
    if (lots == Quantity()) {
        return {};
    }
    const Quantity held = options.portfolio->quantity(instances[at].spec.id, id);
    return place({.instance = at,
                  .instrument = rank,
                  .terms = {.instrument = id,
                            .side = held > Quantity() ? Side::sell : Side::buy,
                            .quantity = lots,
                            .limit = {},
                            .time_in_force = TimeInForce::gtc,
                            .reduce_only = ReduceOnly::yes},
                  .purpose = purpose});
}

void Kernel::State::withdraw(const Approved<Order>& approved, const OrderWish& wish) {
    Order order = *approved;
    const auto withdrawn = order.apply(OrderEvent::withdraw);
    TL_CHECK(withdrawn.has_value());
    options.gate->settle(order);
    record.orders[wish.record].state = order.state();
    push_order_event(wish, order.ids().order, order.state(), TL_REFUSED_RISK);
}

Status Kernel::State::cancel(LiveOrder& live_order) {
    const auto asked = live_order.order.apply(OrderEvent::cancel);
    if (!asked) {
        return fail(asked.error());
    }
    record.orders[live_order.record].state = live_order.order.state();
    return options.venue->cancel(live_order.order.ids().order, now);
}

Status Kernel::State::cancel_working(std::size_t instance,
                                     std::size_t instrument,
                                     OrderPurpose purpose) {
    OrderId after;
    while (true) {
        const auto next = std::ranges::find_if(live, [&](const LiveOrder& order) {
            return order.instance == instance && order.instrument == instrument &&
                   order.purpose == purpose && order.order.ids().order > after;
        });
        if (next == live.end()) {
            return {};
        }
        after = next->order.ids().order;
        if (auto cancelled = cancel(*next); !cancelled) {
            return cancelled;
        }
    }
}

LiveOrder* Kernel::State::find_live(OrderId order) {
    const auto at = std::ranges::find_if(
        live, [&](const LiveOrder& one) { return one.order.ids().order == order; });
    return at == live.end() ? nullptr : &*at;
}

void Kernel::State::forget(LiveOrder& order) {
    live.erase(live.begin() + (&order - live.data()));
}

void Kernel::State::push_order_event(
    const OrderWish& wish, OrderId order, OrderState state, std::uint32_t reason, Quantity open) {
    const tl_ev_order event{.h = {.size = sizeof(tl_ev_order),
                                  .type = TL_EV_ORDER,
                                  .flags = 0,
                                  .inst = instruments[wish.instrument].instrument.id.value(),
                                  .reserved = 0,
                                  .seq = 0,
                                  .ts_event = now.ns(),
                                  .ts_recv = now.ns()},
                            .order = order.value(),
                            .client_tag = wish.client_tag,
                            .state = static_cast<std::uint32_t>(state),
                            .reason = reason,
                            .open_qty = open.mantissa()};
    instances[wish.instance].feedback.push(event);
    is_told = false;
}

}  // namespace tradelab

#include "core/check.hpp"
#include "engine/kernel_state.hpp"

#include <algorithm>
#include <utility>
#include <vector>

// What the venue reports: booked at once, told to the instance when its turn comes.
namespace tradelab {
namespace {

int sign_of(Side side) {
    return side == Side::buy ? 1 : -1;
}

// What the price cost against the reference, rounded up.  Nothing fits where the fill itself does.
Cash slippage_of(const VenueFill& fill, Side side, Places places) {
    const Price worse =
        side == Side::buy ? fill.price - fill.reference : fill.reference - fill.price;
    return notional(worse, fill.quantity, places, as_payer).value_or(Cash());
}

// What a fill event says beside its order: of a liquidation there is none.
tl_ev_fill fill_event(const FillRecord& fill, Liquidity liquidity, UnixNanos now) {
    return {.h = {.size = sizeof(tl_ev_fill),
                  .type = TL_EV_FILL,
                  .flags = 0,
                  .inst = fill.instrument.value(),
                  .reserved = 0,
                  .seq = 0,
                  .ts_event = fill.at.ns(),
                  .ts_recv = now.ns()},
            .order = fill.order.value(),
            .client_tag = 0,
            .side = sign_of(fill.side),
            .liquidity = static_cast<std::uint32_t>(liquidity),
            .price = fill.price.mantissa(),
            .qty = fill.quantity.mantissa(),
            .fee_e8 = fill.fee.mantissa(),
            .reserved = 0};
}

}  // namespace

Status Kernel::State::filled(const VenueFill& said) {
    LiveOrder* found = find_live(said.order);
    TL_CHECK_MSG(found != nullptr, "a fill of an order that is not live");
    LiveOrder& one = *found;
    KernelInstance& instance = instances[one.instance];
    KernelInstrument& traded = instruments[one.instrument];
    const OrderTerms& terms = one.order.terms();
    const Side side = terms.side;
    now = std::max(now, said.at);

    const auto changed = one.order.fill(said.quantity);
    if (!changed) {
        return fail(changed.error());
    }
    const Fill fill{.trade = TradeId(record.fills.size() + 1),
                    .order = said.order,
                    .instance = instance.spec.id,
                    .instrument = terms.instrument,
                    .side = terms.side,
                    .liquidity = said.liquidity,
                    .price = said.price,
                    .quantity = said.quantity,
                    .fee = said.fee,
                    .fee_asset = said.is_fee_in_base ? traded.listing->base : traded.listing->quote,
                    .at_venue = said.at,
                    .received_at = now};
    const auto effect = options.portfolio->apply(fill);
    if (!effect) {
        return fail(effect.error());
    }
    options.gate->settle(one.order);
    valuation.forget_line();
    keep_fill(one, said, *effect);
    if (!pairs.empty()) {
        pairs.filled(
            said.order, {.more = said.quantity, .left = one.order.can_still_fill()}, said.at);
    }
    const std::size_t at = one.instance;
    const std::size_t rank = one.instrument;
    if (is_terminal(one.order.state())) {
        forget(one);
    }
    if (!instance.protections.empty()) {
        release_if_closed(at, rank, opposite(side));
    }
    call_back_entries(at, rank);
    return {};
}

void Kernel::State::keep_fill(const LiveOrder& one,
                              const VenueFill& said,
                              const FillEffect& effect) {
    KernelInstance& instance = instances[one.instance];
    const OrderTerms& terms = one.order.terms();
    FillRecord& fill = record.fills.emplace_back();
    fill.order = said.order;
    fill.instance = instance.spec.id;
    fill.instrument = terms.instrument;
    fill.side = terms.side;
    fill.cause = said.cause;
    fill.price = said.price;
    fill.quantity = said.quantity;
    fill.fee = effect.fee;
    fill.slippage = slippage_of(said, terms.side, instruments[one.instrument].instrument.places);
    fill.realised = effect.realised;
    fill.position_after = effect.position_after;
    fill.at = said.at;
    fill.reason = one.reason;
    fill.is_ambiguous = said.is_ambiguous;
    OrderRecord& order_record = record.orders[one.record];
    order_record.filled = one.order.filled();
    order_record.state = one.order.state();
    tl_ev_fill event = fill_event(fill, said.liquidity, now);
    event.client_tag = one.client_tag;
    instance.feedback.push(event);
    push_account(instance, one.instrument, said.at);
}

Status Kernel::State::ended(OrderId order, VenueEnd end, UnixNanos at) {
    LiveOrder* found = find_live(order);
    TL_CHECK_MSG(found != nullptr, "the end of an order that is not live");
    LiveOrder& one = *found;
    now = std::max(now, at);
    const OrderEvent event = end == VenueEnd::cancelled  ? OrderEvent::venue_cancelled
                             : end == VenueEnd::rejected ? OrderEvent::venue_rejected
                                                         : OrderEvent::venue_expired;
    const auto changed = one.order.apply(event);
    if (!changed) {
        return fail(changed.error());
    }
    options.gate->settle(one.order);
    record.orders[one.record].state = one.order.state();
    record.counts.venue_rejections += end == VenueEnd::rejected ? 1 : 0;
    const OrderWish wish{.instance = one.instance,
                         .instrument = one.instrument,
                         .terms = one.order.terms(),
                         .client_tag = one.client_tag,
                         .reason = one.reason};
    push_order_event(wish,
                     order,
                     one.order.state(),
                     end == VenueEnd::rejected ? TL_REFUSED_VENUE : TL_REFUSED_NOT);
    if (!pairs.empty()) {
        pairs.ended(order, at);
    }
    const Side side = one.order.terms().side;
    const std::size_t instance = one.instance;
    const std::size_t rank = one.instrument;
    forget(one);
    const auto& protections = instances[instance].protections;
    const bool was_for_it = std::ranges::any_of(protections, [&](const KernelProtection& kept) {
        return kept.instrument == rank && order >= kept.since;
    });
    if (was_for_it) {
        release_if_closed(instance, rank, side);
    }
    return {};
}

Result<std::span<const Approved<Order>>> Kernel::State::triggered(const Triggered& what) {
    const auto found = std::ranges::find_if(instances, [&](const KernelInstance& instance) {
        return instance.spec.id == what.instance;
    });
    TL_CHECK(found != instances.end());
    const auto at = static_cast<std::size_t>(found - instances.begin());
    const std::size_t rank = rank_of(what.instrument);
    now = std::max(now, what.at);
    const auto filters = filters_of(instruments[rank]);
    if (!filters) {
        return fail(filters.error());
    }
    const Quantity held = options.portfolio->quantity(what.instance, what.instrument);
    const Side opened = held > Quantity() ? Side::buy : Side::sell;
    const Quantity lots = whole_lots(magnitude(held), **filters, OrderType::market);
    const Quantity closes = lots - std::min(lots, closing_already(at, rank));
    triggered_orders.clear();
    bool is_dust = lots == Quantity();
    if (closes > Quantity()) {
        const auto made =
            approve_closing({.instance = at,
                             .instrument = rank,
                             .terms = {.instrument = what.instrument,
                                       .side = opposite(opened),
                                       .quantity = closes,
                                       .limit = {},
                                       .time_in_force = TimeInForce::gtc,
                                       .reduce_only = ReduceOnly::yes},
                             .purpose = what.verdict == StopVerdict::target ? OrderPurpose::take
                                                                            : OrderPurpose::stop});
        if (!made) {
            return fail(made.error());
        }
        // Too little for the venue to take: nobody can close it, and asking again would not help.
        const auto& refused = record.orders.back().refused_by_filter;
        is_dust = triggered_orders.empty() && refused && refused->bound == Bound::min;
    }
    // What still works toward the old target would open the position again.  What works the other
    // way is of a newer target: it goes on, and what only closes ends by itself.
    for (const LiveOrder& order : live) {
        if (order.instance == at && order.instrument == rank &&
            order.purpose == OrderPurpose::target && order.order.terms().side == opened) {
            to_cancel.push_back(order.order.ids().order);
        }
    }
    // Refused for another reason it stays, and closes at the next price that sets it off.
    if (is_dust) {
        release(at, rank, opened);
    }
    return std::span<const Approved<Order>>(triggered_orders);
}

Quantity Kernel::State::closing_already(std::size_t at, std::size_t rank) const {
    Quantity sum;
    for (const LiveOrder& one : live) {
        const bool closes =
            one.instance == at && one.instrument == rank &&
            (one.purpose == OrderPurpose::stop || one.purpose == OrderPurpose::take);
        sum += closes ? one.order.can_still_fill() : Quantity();
    }
    return sum;
}

Status Kernel::State::approve_closing(OrderWish wish) {
    const auto asked = approve_pieces(
        std::move(wish),
        [&](const std::optional<Approved<Order>>& one, const OrderWish& piece) -> Result<bool> {
            if (one) {
                keep_triggered(*one, piece);
            }
            return true;
        });
    return asked ? Status() : fail(asked.error());
}

void Kernel::State::keep_triggered(const Approved<Order>& order, const OrderWish& wish) {
    triggered_orders.push_back(order);
    live.push_back({.order = *order,
                    .record = wish.record,
                    .instance = wish.instance,
                    .instrument = wish.instrument,
                    .purpose = wish.purpose});
    const auto sent = live.back().order.apply(OrderEvent::send);
    TL_CHECK(sent.has_value());
    record.orders[wish.record].state = live.back().order.state();
}

Status Kernel::State::liquidated(InstrumentId instrument, Price mark, UnixNanos at) {
    now = std::max(now, at);
    const Portfolio& portfolio = *options.portfolio;
    std::vector<Holding> before;  // a liquidation is rare, and the end of much
    for (std::size_t place = 0; place < instances.size(); ++place) {
        for (std::size_t rank = 0; rank < instruments.size(); ++rank) {
            const Position held =
                portfolio.position(instances[place].spec.id, instruments[rank].instrument.id);
            if (held.quantity != Quantity()) {
                before.push_back({place, rank, held.quantity, held.realised, held.fees});
            }
        }
    }
    const auto done = options.portfolio->liquidate(instrument, mark, at);
    if (!done) {
        return fail(done.error());
    }
    valuation.forget_line();
    record.liquidations.push_back({.instrument = instrument,
                                   .at = at,
                                   .mark = mark,
                                   .realised = done->realised,
                                   .fee = done->fee,
                                   .insurance = done->insurance});
    for (const Holding& was : before) {
        keep_liquidation(was, mark, at);
    }
    return {};
}

void Kernel::State::keep_liquidation(const Holding& was, Price mark, UnixNanos at) {
    KernelInstance& instance = instances[was.instance];
    const KernelInstrument& traded = instruments[was.instrument];
    const InstrumentId id = traded.instrument.id;
    const Portfolio& portfolio = *options.portfolio;
    const Position is = portfolio.position(instance.spec.id, id);
    if (is.quantity == was.held) {
        return;
    }
    const Price used = portfolio.mark_of(id).value_or(mark);
    const DecimalPlaces places = traded.instrument.places.price;
    const auto price = rescale(used.mantissa(), mark_places, places, Rounding::half_even);
    record.fills.push_back({.order = {},
                            .instance = instance.spec.id,
                            .instrument = id,
                            .side = was.held > Quantity() ? Side::sell : Side::buy,
                            .cause = FillCause::liquidation,
                            .price = Price(price.value_or(1)),
                            .quantity = magnitude(was.held),
                            .fee = is.fees - was.fees,
                            .realised = is.realised - was.realised,
                            .position_after = is.quantity,
                            .at = at});
    instance.feedback.push(fill_event(record.fills.back(), Liquidity::taker, now));
    push_account(instance, was.instrument, at);
    release(was.instance, was.instrument, was.held > Quantity() ? Side::buy : Side::sell);
    for (const LiveOrder& order : live) {
        if (order.instance == was.instance && order.instrument == was.instrument) {
            to_cancel.push_back(order.order.ids().order);
        }
    }
}

Status Kernel::State::fund(const tl_ev_funding& funding) {
    const InstrumentId id(funding.h.inst);
    const std::size_t rank = rank_of(id);
    KernelInstrument& traded = instruments[rank];
    const UnixNanos at(funding.h.ts_event);
    now = std::max(now, at);
    const Portfolio& portfolio = *options.portfolio;
    if (portfolio.quantity(id) == Quantity() &&
        std::ranges::all_of(instances, [&](const KernelInstance& instance) {
            return portfolio.quantity(instance.spec.id, id) == Quantity();
        })) {
        return {};
    }
    MarkSource source = MarkSource::recorded;
    std::optional<Price> mark(Price(funding.mark_e8));
    if (funding.mark_e8 == TL_NONE && traded.marked_at == at) {
        mark = portfolio.mark_of(id);
    } else if (funding.mark_e8 == TL_NONE) {
        // The last price that is known: recorded marks older than the boundary say no more.
        source = MarkSource::last_price;
        ++record.counts.funding_without_mark;
        mark = traded.last ? rescale(*traded.last, traded.instrument.places.price, mark_places)
                           : portfolio.mark_of(id);
    }
    if (!mark) {
        return fail(ErrorCode::data_missing,
                    traded.instrument.name.text() + ": funding without a mark and without a price");
    }
    std::vector<Cash>& before = funding_before;
    before.clear();
    for (const KernelInstance& instance : instances) {
        before.push_back(portfolio.funding_paid(instance.spec.id, id));
    }
    const auto settled = options.portfolio->settle_funding(
        {.instrument = id, .boundary = at, .mark = *mark, .rate = Rate(funding.rate_e12)});
    if (!settled) {
        return fail(settled.error());
    }
    valuation.forget_line();
    for (std::size_t place = 0; place < instances.size(); ++place) {
        KernelInstance& instance = instances[place];
        const Quantity held = portfolio.quantity(instance.spec.id, id);
        if (held == Quantity()) {
            continue;
        }
        record.funding.push_back(
            {.instance = instance.spec.id,
             .instrument = id,
             .boundary = at,
             .rate = Rate(funding.rate_e12),
             .mark = *mark,
             .mark_source = source,
             .position = held,
             .paid = portfolio.funding_paid(instance.spec.id, id) - before[place]});
        push_account(instance, rank, at);
    }
    return {};
}

}  // namespace tradelab

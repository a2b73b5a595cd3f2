#include "core/check.hpp"
#include "sim/sim_state.hpp"

#include <algorithm>

// One order meets one price.
namespace tradelab {
namespace {

// The nearest tick that is not better for us.  At least one tick.
Price on_tick(Price price, Side side, const Filters& filters) {
    const std::int64_t step = filters.price.step.value_or(Price(1)).mantissa();
    const Rounding against = side == Side::buy ? Rounding::up : Rounding::down;
    const auto at = round_to_step(price.mantissa(), step, against);
    return Price(std::max(at.value_or(price.mantissa()), step));
}

}  // namespace

Quantity SimVenue::State::clip_to_room(const SimMarket& market, Quantity quantity) const {
    if (!market.room || quantity <= *market.room) {
        return quantity;
    }
    const std::int64_t step = market.filters->lot.step.value_or(Quantity(1)).mantissa();
    return Quantity(market.room->mantissa() - market.room->mantissa() % step);
}

Price SimVenue::State::price_of(const SimMarket& market,
                                Side side,
                                Quantity quantity,
                                const Deal& deal) const {
    if (deal.is_exact) {
        return deal.reference;
    }
    Rate slip = deal.slip;
    if (deal.has_impact) {
        slip += market.cap && *market.cap > Quantity() ? costs.impact(quantity, *market.cap)
                                                       : costs.impact_at_cap;
    }
    const auto worse =
        slip == Rate() ? std::optional(Price()) : share_of(deal.reference, slip, as_payer);
    TL_CHECK_MSG(worse.has_value(), "a part of a price that fits");
    const Price price = side == Side::buy ? deal.reference + *worse : deal.reference - *worse;
    const Price traded = on_tick(price, side, *market.filters);
    if (!deal.worst) {
        return traded;
    }
    return side == Side::buy ? std::min(traded, *deal.worst) : std::max(traded, *deal.worst);
}

bool SimVenue::State::is_paid_for(const SimMarket& market,
                                  const SimOrder& order,
                                  const VenueFill& fill) const {
    const Portfolio& portfolio = *options.portfolio;
    const InstrumentId id = market.instrument.id;
    const Places places = market.instrument.places;
    if (market.instrument.kind == InstrumentKind::spot) {
        if (order.side == Side::sell) {
            return fill.quantity <= portfolio.quantity(order.instance, id);
        }
        const auto cost = notional(fill.price, fill.quantity, places, as_payer);
        const auto all =
            cost ? checked_add(*cost, fill.is_fee_in_base ? Cash() : fill.fee) : std::nullopt;
        return all && *all <= portfolio.free_margin(Wallet::spot);
    }
    // Of a perpetual only what makes the account's position larger needs margin.
    const Quantity before = portfolio.quantity(id);
    const Quantity change = order.side == Side::buy ? fill.quantity : -fill.quantity;
    const Quantity opened = magnitude(before + change) - magnitude(before);
    if (opened <= Quantity()) {
        return true;
    }
    const auto value = notional(fill.price, opened, places, as_payer);
    if (!value) {
        return false;
    }
    const Cash margin = initial_margin(*value, market.listing->margin.leverage);
    const auto all = checked_add(margin, fill.fee);
    return all && *all <= portfolio.free_margin(Wallet::futures);
}

Status SimVenue::State::end(SimOrder& order, VenueEnd how, UnixNanos at) {
    order.left = Quantity();
    return listener->ended(order.id, how, at);
}

void SimVenue::State::sweep(SimMarket& market) {
    std::erase_if(market.orders, [](const SimOrder& order) { return order.left == Quantity(); });
    market.watch.reset();
}

Status SimVenue::State::fill(SimMarket& market, SimOrder& order, const Deal& deal) {
    Quantity wanted = order.left;
    if (order.reduce_only == ReduceOnly::yes) {
        const Quantity own = options.portfolio->quantity(order.instance, market.instrument.id);
        const bool reduces = order.side == Side::sell ? own > Quantity() : own < Quantity();
        if (!reduces) {
            return end(order, VenueEnd::expired, deal.at);
        }
        wanted = std::min(wanted, magnitude(own));
    }
    const Quantity quantity = clip_to_room(market, wanted);
    if (quantity <= Quantity()) {
        return {};  // nothing was traded that we could have been part of
    }
    VenueFill said{.order = order.id,
                   .cause = deal.cause,
                   .liquidity = deal.liquidity,
                   .price = price_of(market, order.side, quantity, deal),
                   .reference = deal.reference,
                   .quantity = quantity,
                   .is_ambiguous = deal.is_ambiguous,
                   .at = deal.at};
    const Rate rate = costs.stressed(market.fee_tier->rate(deal.liquidity));
    const Places places = market.instrument.places;
    said.is_fee_in_base = market.instrument.kind == InstrumentKind::spot && order.side == Side::buy;
    const auto value = notional(said.price, quantity, places, as_payer);
    const auto fee = said.is_fee_in_base ? fee_in_base(quantity, places.quantity, rate)
                     : value             ? fee_in_quote(*value, rate)
                                         : std::nullopt;
    if (!fee) {
        return fail(ErrorCode::overflow,
                    market.instrument.name.text() + ": a fill does not fit into 64 bits",
                    "use amounts below 23 billion of an asset");
    }
    said.fee = *fee;
    if (!is_paid_for(market, order, said)) {
        return end(order, VenueEnd::rejected, deal.at);
    }
    counts.partial_fills += quantity < wanted ? 1U : 0U;
    counts.unknown_volume_fills += market.room ? 0U : 1U;
    if (market.room) {
        *market.room -= quantity;
    }
    order.left -= quantity;
    market.watch.reset();
    if (auto told = listener->filled(said); !told) {
        return told;
    }
    // Reduce-only, and nothing is left to reduce.
    const bool is_spent =
        order.reduce_only == ReduceOnly::yes && order.left > Quantity() && quantity == wanted;
    return is_spent ? end(order, VenueEnd::expired, deal.at) : Status();
}

Status SimVenue::fill_at_close(InstrumentId instrument, Price last, UnixNanos at) {
    SimMarket& market = state_->market_of(instrument);
    if (auto known = state_->rules_at(market, at); !known) {
        return known;
    }
    market.room.reset();
    market.cap.reset();
    for (SimOrder& order : market.orders) {
        // An entry decided on this close would fill at the price it was decided on.
        if (order.is_resting || order.limit || order.reduce_only == ReduceOnly::no) {
            continue;
        }
        const Deal deal{.cause = FillCause::close,
                        .reference = last,
                        .slip = state_->costs.half_spread,
                        .worst = {},
                        .has_impact = true,
                        .at = at};
        if (auto filled = state_->fill(market, order, deal); !filled) {
            return filled;
        }
    }
    State::sweep(market);
    return {};
}

}  // namespace tradelab

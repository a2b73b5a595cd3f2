#include "core/check.hpp"
#include "sim/sim_state.hpp"

#include <algorithm>

// What a bar does to the orders that wait in it.
namespace tradelab {
namespace {

UnixNanos open_of(const tl_ev_bar& bar) {
    return UnixNanos(bar.h.ts_event - bar.interval_ns);
}
// Inside of the bar, nobody knows when: it must lie before its end.
UnixNanos inside(const tl_ev_bar& bar) {
    return UnixNanos(bar.h.ts_event - 1);
}

Price worse_of(Side side, Price a, Price b) {
    return side == Side::buy ? std::max(a, b) : std::min(a, b);
}
Price better_of(Side side, Price a, Price b) {
    return side == Side::buy ? std::min(a, b) : std::max(a, b);
}

}  // namespace

void SimVenue::State::begin_bar(SimMarket& market, const tl_ev_bar& bar) {
    if (market.bar_ts == UnixNanos(bar.h.ts_event)) {
        return;
    }
    market.bar_ts = UnixNanos(bar.h.ts_event);
    market.room.reset();
    market.cap.reset();
    if ((bar.known & TL_BAR_KNOWS_VOLUME) != 0) {
        const Quantity volume(std::max<std::int64_t>(bar.volume, 0));
        market.room = share_of(volume, options.model.participation_cap, Rounding::down);
        market.cap = market.room;
    }
}

Quantity SimVenue::State::held(const SimMarket& market, const ProtectiveTerms& terms) const {
    const Quantity own = options.portfolio->quantity(terms.instance, market.instrument.id);
    const bool counts_here = terms.opened == Side::buy ? own > Quantity() : own < Quantity();
    return counts_here ? own : Quantity();
}

Watch SimVenue::watch(InstrumentId instrument) const {
    const SimMarket& market = state_->market_of(instrument);
    if (market.watch) {
        return *market.watch;
    }
    Watch watch;
    const auto low = [&](Price price) { watch.low = std::max(watch.low, price.mantissa()); };
    const auto high = [&](Price price) { watch.high = std::min(watch.high, price.mantissa()); };
    for (const SimOrder& order : market.orders) {
        if (order.is_resting) {
            order.side == Side::buy ? low(*order.limit) : high(*order.limit);
        }
    }
    for (const ProtectiveTerms& terms : market.protections) {
        if (state_->held(market, terms) == Quantity()) {
            continue;
        }
        const bool is_long = terms.opened == Side::buy;
        if (terms.stop) {
            is_long ? low(*terms.stop) : high(*terms.stop);
        }
        if (terms.take) {
            is_long ? high(*terms.take) : low(*terms.take);
        }
    }
    market.watch = watch;
    return watch;
}

// ---- the open ----

Status SimVenue::State::open(SimMarket& market, const tl_ev_bar& bar) {
    const UnixNanos at = open_of(bar);
    if (auto known = rules_at(market, at); !known) {
        return known;
    }
    begin_bar(market, bar);
    if (!waits_for_time()) {
        if (auto arrived = arrive_late(market, at); !arrived) {
            return arrived;
        }
    }
    for (std::size_t i = 0; i < market.orders.size(); ++i) {
        SimOrder& order = market.orders[i];
        const bool is_due =
            !order.is_resting && order.arrives <= at && (!order.expires || *order.expires > at);
        if (!is_due || order.left == Quantity() || !is_here(order.opens_to_pass)) {
            continue;
        }
        if (auto arrived = arrive(market, order, bar); !arrived) {
            return arrived;
        }
    }
    sweep(market);
    if (timed != 0) {
        count_timed();
    }
    return {};
}

Status SimVenue::State::arrive(SimMarket& market, SimOrder& order, const tl_ev_bar& bar) {
    const UnixNanos at = open_of(bar);
    const Price open_price(bar.open);
    const bool takes = !order.limit || (order.side == Side::buy ? open_price <= *order.limit
                                                                : open_price >= *order.limit);
    if (takes && order.post_only == PostOnly::yes) {
        return end(order, VenueEnd::expired, at);
    }
    const bool is_whole = clip_to_room(market, order.left) == order.left;
    if (order.time_in_force == TimeInForce::fok && (!takes || !is_whole)) {
        return end(order, VenueEnd::expired, at);
    }
    if (takes) {
        const Deal deal{.cause = order.limit ? FillCause::limit : FillCause::next_open,
                        .reference = open_price,
                        .slip = costs.half_spread,
                        .worst = order.limit,
                        .has_impact = true,
                        .at = at};
        if (auto filled = fill(market, order, deal); !filled) {
            return filled;
        }
    }
    if (order.left == Quantity()) {
        return {};
    }
    if (order.time_in_force != TimeInForce::gtc) {
        return end(order, VenueEnd::expired, at);
    }
    order.is_resting = order.limit.has_value();
    return {};
}

// ---- the rest of the bar ----

bool SimVenue::State::is_limit_reached(const SimMarket& market,
                                       Side side,
                                       Price limit,
                                       const tl_ev_bar& bar) const {
    const Price tick = market.filters->price.step.value_or(Price(1));
    const Price beyond = options.model.limit_rule == LimitRule::through ? tick : Price();
    return side == Side::buy ? Price(bar.low) <= limit - beyond : Price(bar.high) >= limit + beyond;
}

bool SimVenue::State::is_ambiguous(const SimMarket& market, const tl_ev_bar& bar) const {
    // What the open itself sets off happens first, whatever follows.
    bool above = false;
    bool below = false;
    const auto up = [&](Price price) {
        above = above || (bar.high >= price.mantissa() && bar.open < price.mantissa());
    };
    const auto down = [&](Price price) {
        below = below || (bar.low <= price.mantissa() && bar.open > price.mantissa());
    };
    for (const SimOrder& order : market.orders) {
        if (order.is_resting && is_limit_reached(market, order.side, *order.limit, bar)) {
            order.side == Side::buy ? down(*order.limit) : up(*order.limit);
        }
    }
    for (const ProtectiveTerms& terms : market.protections) {
        // Of a position that a limit opens in this bar, too: its target may have come before.
        const bool is_long = terms.opened == Side::buy;
        const bool may_hold = held(market, terms) != Quantity() || above || below;
        if (!may_hold) {
            continue;
        }
        if (terms.stop) {
            is_long ? down(*terms.stop) : up(*terms.stop);
        }
        const Side closes = opposite(terms.opened);
        if (terms.take && is_limit_reached(market, closes, *terms.take, bar)) {
            is_long ? up(*terms.take) : down(*terms.take);
        }
    }
    return above && below;
}

Result<bool> SimVenue::State::look_inside(SimMarket& market, const tl_ev_bar& bar) {
    if (options.finer == nullptr) {
        return false;
    }
    const UnixNanos from = open_of(bar);
    const auto bars = options.finer->within(market.instrument.id, from, UnixNanos(bar.h.ts_event));
    if (!bars) {
        return fail(bars.error());
    }
    // They must cover the bar without a hole, and be finer.
    std::int64_t covered = from.ns();
    for (const tl_ev_bar& one : *bars) {
        if (open_of(one).ns() != covered) {
            return false;
        }
        covered = one.h.ts_event;
    }
    if (bars->size() < 2 || covered != bar.h.ts_event) {
        return false;
    }
    bool is_clear = true;
    for (const tl_ev_bar& one : *bars) {
        begin_bar(market, one);
        const bool unclear = is_ambiguous(market, one);
        is_clear = is_clear && !unclear;
        if (auto walked = walk(market, {.bar = one, .is_ambiguous = unclear}); !walked) {
            return fail(std::move(walked).error());
        }
    }
    counts.resolved_bars += is_clear ? 1U : 0U;
    return true;
}

Status SimVenue::State::trade(SimMarket& market,
                              const tl_ev_bar& bar,
                              std::optional<MarkRange> marks) {
    if (market.orders.empty() && market.protections.empty()) {
        return {};
    }
    if (auto known = rules_at(market, inside(bar)); !known) {
        return known;
    }
    const bool unclear = is_ambiguous(market, bar);
    counts.ambiguous_bars += unclear ? 1U : 0U;
    if (unclear) {
        const auto seen = look_inside(market, bar);
        if (!seen) {
            return fail(seen.error());
        }
        if (*seen) {
            return {};
        }
    }
    begin_bar(market, bar);
    return walk(market, {.bar = bar, .marks = marks, .is_ambiguous = unclear});
}

Status SimVenue::State::walk(SimMarket& market, const Walk& one) {
    if (auto stopped = trigger_stops(market, one); !stopped) {
        return stopped;
    }
    // A position that is opened by a limit inside of the bar is stopped in it, but reaches no
    // target: the target's price may have come first.
    if (auto taken = trigger_takes(market, one); !taken) {
        return taken;
    }
    if (auto filled = fill_limits(market, one); !filled) {
        return filled;
    }
    sweep(market);
    if (timed != 0) {
        count_timed();
    }
    return {};
}

Status SimVenue::State::trigger_stops(SimMarket& market, const Walk& one) {
    for (std::size_t i = 0; i < market.protections.size(); ++i) {
        const ProtectiveTerms terms = market.protections[i];
        if (terms.stop && held(market, terms) != Quantity()) {
            if (auto stopped = trigger_stop(market, terms, one); !stopped) {
                return stopped;
            }
        }
    }
    return {};
}

Status SimVenue::State::trigger_stop(SimMarket& market,
                                     const ProtectiveTerms& terms,
                                     const Walk& one) {
    const bool is_long = terms.opened == Side::buy;
    const tl_ev_bar& bar = one.bar;
    const bool by_mark = terms.trigger == Trigger::mark && one.marks;
    bool reached = is_long ? Price(bar.low) <= *terms.stop : Price(bar.high) >= *terms.stop;
    if (by_mark) {
        const DecimalPlaces places = market.instrument.places.price;
        const auto stop_e8 = rescale(*terms.stop, places, mark_places);
        reached = stop_e8 && (is_long ? one.marks->low <= *stop_e8 : one.marks->high >= *stop_e8);
    }
    if (!reached) {
        return {};
    }
    const Side side = opposite(terms.opened);
    Price reference = worse_of(side, *terms.stop, Price(bar.open));
    if (by_mark) {
        // The mark was there, the last price perhaps never was: it cannot trade where it was not.
        reference =
            is_long ? std::max(reference, Price(bar.low)) : std::min(reference, Price(bar.high));
    }
    const Triggered what{.instance = terms.instance,
                         .instrument = terms.instrument,
                         .verdict = StopVerdict::stop,
                         .at = inside(bar)};
    return close_now(market,
                     what,
                     {.cause = FillCause::stop,
                      .reference = reference,
                      .slip = costs.stop_slippage,
                      .worst = {},
                      .is_ambiguous = one.is_ambiguous,
                      .at = inside(bar)});
}

Status SimVenue::State::trigger_takes(SimMarket& market, const Walk& one) {
    for (std::size_t i = 0; i < market.protections.size(); ++i) {
        const ProtectiveTerms terms = market.protections[i];
        const Side side = opposite(terms.opened);
        if (!terms.take || held(market, terms) == Quantity() ||
            !is_limit_reached(market, side, *terms.take, one.bar)) {
            continue;
        }
        const Triggered what{.instance = terms.instance,
                             .instrument = terms.instrument,
                             .verdict = StopVerdict::target,
                             .at = inside(one.bar)};
        if (auto taken = close_now(market,
                                   what,
                                   {.cause = FillCause::take,
                                    .reference = better_of(side, *terms.take, Price(one.bar.open)),
                                    .worst = {},
                                    .is_exact = true,
                                    .is_ambiguous = one.is_ambiguous,
                                    .at = inside(one.bar)});
            !taken) {
            return taken;
        }
    }
    return {};
}

Status SimVenue::State::close_now(SimMarket& market, const Triggered& what, const Deal& deal) {
    const auto approved = listener->triggered(what);
    if (!approved) {
        return fail(approved.error());
    }
    for (const Approved<Order>& one : *approved) {
        const Order& order = *one;
        SimOrder closing{.id = order.ids().order,
                         .instance = order.ids().instance,
                         .side = order.terms().side,
                         .left = order.terms().quantity,
                         .reduce_only = order.terms().reduce_only,
                         .arrives = what.at};
        if (auto filled = fill(market, closing, deal); !filled) {
            return filled;
        }
        if (closing.left > Quantity()) {
            // More than the bar had room for: the rest goes at market.
            TL_CHECK(market.orders.size() < market.orders.capacity());
            market.orders.push_back(closing);
        }
    }
    return {};
}

Status SimVenue::State::fill_limits(SimMarket& market, const Walk& one) {
    for (std::size_t i = 0; i < market.orders.size(); ++i) {
        SimOrder& order = market.orders[i];
        const bool works = order.is_resting && order.left > Quantity() &&
                           (!order.expires || order.expires->ns() >= one.bar.h.ts_event);
        // Called back: a stop of this bar has closed what the order was to close.
        if (!works || !is_limit_reached(market, order.side, *order.limit, one.bar) ||
            (!comes_late() && listener->is_called_back(order.id))) {
            continue;
        }
        const InstanceId instance = order.instance;
        if (auto filled =
                fill(market,
                     order,
                     {.cause = FillCause::limit,
                      .liquidity = Liquidity::maker,
                      .reference = better_of(order.side, *order.limit, Price(one.bar.open)),
                      .worst = {},
                      .is_exact = true,
                      .is_ambiguous = one.is_ambiguous,
                      .at = inside(one.bar)});
            !filled) {
            return filled;
        }
        const auto guard =
            std::ranges::find_if(market.protections, [&](const ProtectiveTerms& terms) {
                return terms.instance == instance && terms.stop &&
                       held(market, terms) != Quantity();
            });
        if (guard != market.protections.end()) {
            const ProtectiveTerms terms = *guard;
            if (auto stopped = trigger_stop(market, terms, one); !stopped) {
                return stopped;
            }
        }
    }
    return {};
}

}  // namespace tradelab

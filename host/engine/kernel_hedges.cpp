#include "core/rounding.hpp"
#include "engine/kernel_state.hpp"

#include <algorithm>

// The bounds of hedge pairs, held by the host.
namespace tradelab {
namespace {

// Margin in the proportion in which an instance takes part in the account's short.
Cash part_of(Cash margin, Quantity own, Quantity all) {
    const Int128 part =
        divide(Int128{margin.mantissa()} * own.mantissa(), all.mantissa(), Rounding::down);
    return Cash(static_cast<std::int64_t>(part));
}

}  // namespace

void Kernel::State::add_hedge(std::size_t at, const HedgePair& pair, Duration unhedged_max) {
    HedgePair hedge = pair;
    const int leverage = instruments[rank_of(pair.short_leg)].listing->margin.leverage;
    const Rate half_of_entry(rate_one.mantissa() / (2 * std::max(leverage, 1)));
    hedge.margin_floor = std::min(hedge.margin_floor, half_of_entry);
    // Legs of different base assets, or with a stop of their own, are a pair that nothing protects:
    // they count as bare.
    if (!book.protect(instances[at].spec.id, hedge)) {
        return;
    }
    valuation.forget_line();
    const auto found = std::ranges::find_if(hedges, [&](const KernelHedge& known) {
        return known.instance == at && known.pair.long_leg == pair.long_leg &&
               known.pair.short_leg == pair.short_leg;
    });
    if (found == hedges.end()) {
        hedges.push_back({.instance = at, .pair = hedge, .unhedged_max = unhedged_max});
    } else {
        found->unhedged_max = unhedged_max;
    }
}

Result<PairVerdict> Kernel::State::verdict_of(const KernelHedge& hedge) const {
    const Portfolio& portfolio = *options.portfolio;
    const HedgePair& pair = hedge.pair;
    const InstanceId id = instances[hedge.instance].spec.id;
    const Quantity held = std::max(portfolio.quantity(id, pair.long_leg), Quantity());
    const Quantity sold = std::max(-portfolio.quantity(id, pair.short_leg), Quantity());
    const auto long_mark = portfolio.mark_of(pair.long_leg);
    const auto short_mark = portfolio.mark_of(pair.short_leg);
    if ((held == Quantity() && sold == Quantity()) || !long_mark || !short_mark) {
        return PairVerdict::holds;
    }
    // Both legs at one price: that prices differ is the basis, and no drift of the hedge.
    const auto worth = [&](Quantity quantity, InstrumentId leg) {
        const Places places{.price = mark_places,
                            .quantity = portfolio.listing(leg).places.quantity};
        return notional(*short_mark, quantity, places, Rounding::up).value_or(Cash());
    };
    PairState state{.long_notional = worth(held, pair.long_leg),
                    .short_notional = worth(sold, pair.short_leg),
                    .margin_balance = {},
                    .long_price = *long_mark,
                    .short_price = *short_mark};
    // A short that the account holds against a long of another instance needs no margin.
    state.margin_balance = state.short_notional;
    const Quantity account_sold = -portfolio.quantity(pair.short_leg);
    if (sold > Quantity() && account_sold > Quantity()) {
        const auto call = portfolio.margin_call(pair.short_leg, *short_mark, now);
        if (!call) {
            return fail(call.error());
        }
        if (*call) {
            state.margin_balance =
                part_of((*call)->balance, std::min(sold, account_sold), account_sold);
        }
    }
    return judge_pair(pair, state);
}

bool Kernel::State::has_working(const KernelHedge& hedge,
                                std::optional<OrderPurpose> purpose) const {
    return std::ranges::any_of(live, [&](const LiveOrder& order) {
        const OrderTerms& terms = order.order.terms();
        const bool is_leg =
            terms.instrument == hedge.pair.long_leg || terms.instrument == hedge.pair.short_leg;
        return order.instance == hedge.instance && is_leg &&
               (purpose ? order.purpose == *purpose : !terms.limit);
    });
}

Status Kernel::State::judge_hedges() {
    for (KernelHedge& hedge : hedges) {
        if (has_working(hedge, OrderPurpose::pair_bound)) {
            continue;
        }
        const auto verdict = verdict_of(hedge);
        if (!verdict) {
            return fail(verdict.error());
        }
        hedge.verdict = *verdict;
        if (*verdict != PairVerdict::even_out) {
            hedge.uneven_since.reset();
            continue;
        }
        // Its strategy may be about to even it out, for as long as the pair may stand unhedged; and
        // what works at market may be doing it: twice would be too much.
        hedge.uneven_since = hedge.uneven_since.value_or(now);
        const auto deadline = checked_add(*hedge.uneven_since, hedge.unhedged_max);
        const bool is_late = deadline && *deadline < now && !has_working(hedge, {});
        hedge.verdict = is_late ? PairVerdict::even_out : PairVerdict::holds;
    }
    return {};
}

Status Kernel::State::hold_hedges() {
    // By place: what is placed may be answered at once.
    for (std::size_t i = 0; i < hedges.size(); ++i) {
        const KernelHedge hedge = hedges[i];
        hedges[i].verdict = PairVerdict::holds;
        Status done;
        switch (hedge.verdict) {
            case PairVerdict::holds:
                break;
            case PairVerdict::even_out:
                hedges[i].uneven_since.reset();
                done = trim(hedge);
                break;
            case PairVerdict::shrink:
                ++record.counts.margin_unwinds;
                done = unwind(hedge);
                break;
            case PairVerdict::close:
                ++record.counts.basis_unwinds;
                done = unwind(hedge);
                break;
        }
        if (!done) {
            return done;
        }
    }
    return drop_hedges();
}

Status Kernel::State::unwind(const KernelHedge& hedge) {
    const InstanceId id = instances[hedge.instance].spec.id;
    for (const InstrumentId leg : {hedge.pair.long_leg, hedge.pair.short_leg}) {
        // What is on its way would open it again.
        for (const LiveOrder& order : live) {
            const OrderTerms& terms = order.order.terms();
            if (order.instance == hedge.instance && terms.instrument == leg &&
                terms.reduce_only == ReduceOnly::no) {
                to_cancel.push_back(order.order.ids().order);
            }
        }
        const Quantity held = magnitude(options.portfolio->quantity(id, leg));
        if (auto done = reduce(hedge.instance, leg, held, OrderPurpose::pair_bound); !done) {
            return done;
        }
    }
    return {};
}

Status Kernel::State::trim(const KernelHedge& hedge) {
    const Portfolio& portfolio = *options.portfolio;
    const InstanceId id = instances[hedge.instance].spec.id;
    const auto units = [&](InstrumentId leg) {  // base units with 8 places
        const int places = portfolio.listing(leg).places.quantity.count();
        return Int128{magnitude(portfolio.quantity(id, leg)).mantissa()} *
               DecimalPlaces(8 - places).one();
    };
    const Int128 apart = units(hedge.pair.long_leg) - units(hedge.pair.short_leg);
    const InstrumentId larger = apart > 0 ? hedge.pair.long_leg : hedge.pair.short_leg;
    const Int128 per_unit =
        DecimalPlaces(8 - portfolio.listing(larger).places.quantity.count()).one();
    const Int128 size = divide(apart < 0 ? -apart : apart, per_unit, Rounding::down);
    ++record.counts.delta_trims;
    return reduce(hedge.instance,
                  larger,
                  Quantity(static_cast<std::int64_t>(size)),
                  OrderPurpose::pair_bound);
}

Result<bool> Kernel::State::is_over(const KernelHedge& hedge) {
    for (const InstrumentId leg : {hedge.pair.long_leg, hedge.pair.short_leg}) {
        KernelInstrument& traded = instruments[rank_of(leg)];
        const Quantity held = options.portfolio->quantity(instances[hedge.instance].spec.id, leg);
        const bool is_coming = std::ranges::any_of(live, [&](const LiveOrder& order) {
            return order.instance == hedge.instance && order.order.terms().instrument == leg;
        });
        if (is_coming) {
            return false;
        }
        const auto filters = filters_of(traded);
        if (!filters) {
            return fail(filters.error());
        }
        if (whole_lots(held, **filters, OrderType::market) != Quantity()) {
            return false;
        }
    }
    return true;
}

Status Kernel::State::drop_hedges() {
    for (std::size_t i = hedges.size(); i > 0; --i) {
        const KernelHedge& hedge = hedges[i - 1];
        const auto over = is_over(hedge);
        if (!over) {
            return fail(over.error());
        }
        if (*over) {
            book.release(instances[hedge.instance].spec.id, hedge.pair.long_leg);
            valuation.forget_line();
            hedges.erase(hedges.begin() + static_cast<std::ptrdiff_t>(i - 1));
        }
    }
    return {};
}

}  // namespace tradelab

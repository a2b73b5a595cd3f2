#include "core/check.hpp"
#include "engine/kernel_state.hpp"

#include <algorithm>

// Legs that stand alone are completed or undone by the host.
namespace tradelab {

void Kernel::State::watch_pair(std::size_t at, const tl_intent& intent) {
    Pair pair{.instance = instances[at].spec.id,
              .unhedged_max = Duration(intent.unhedged_ns_max),
              .reason = intent.reason};
    std::size_t leg = 0;
    for (const SentOrder& sent : group) {
        const OrderId id = sent.order->ids().order;
        const LiveOrder* one = find_live(id);
        if (one == nullptr) {
            continue;  // a venue that answers at once
        }
        const OrderTerms& terms = one->order.terms();
        if (pair.count != 0 && sent.leg == leg) {
            PairLeg& before = pair.legs[pair.count - 1];
            before.pieces = static_cast<std::uint32_t>(id.value() - before.order.value() + 1);
            ++before.working;
            before.asked += terms.quantity;
            continue;
        }
        leg = sent.leg;
        pair.legs.at(pair.count) = {.order = id,
                                    .instrument = terms.instrument,
                                    .side = terms.side,
                                    .reduce_only = terms.reduce_only,
                                    .asked = terms.quantity};
        ++pair.count;
    }
    if (pair.count < 2) {
        return;
    }
    pairs.add(pair);
    ++record.counts.pairs;
    for (const SentOrder& sent : group) {
        record.orders[sent.wish.record].pair = static_cast<std::uint32_t>(record.counts.pairs);
    }
    const auto bought = std::ranges::find(pair.all(), Side::buy, &PairLeg::side);
    const auto sold = std::ranges::find(pair.all(), Side::sell, &PairLeg::side);
    const bool opens = pair.count == 2 && !pair.is_closing() && bought != pair.all().end() &&
                       sold != pair.all().end();
    if (opens) {
        add_hedge(at,
                  {.long_leg = bought->instrument,
                   .short_leg = sold->instrument,
                   .margin_floor = options.pair_bounds.margin_floor,
                   .basis_stop = options.pair_bounds.basis_stop,
                   .delta_band = options.pair_bounds.delta_band},
                  pair.unhedged_max);
    }
}

Status Kernel::State::settle_pairs() {
    while (Pair* pair = pairs.due(now)) {
        if (auto mended = mend(*pair); !mended) {
            return mended;
        }
    }
    pairs.tidy();
    return {};
}

Status Kernel::State::mend(Pair& found) {
    // The venue may answer a cancel at once and so reach into the book: work on a copy.
    Pair pair = found;
    pairs.drop(found);
    for (const PairLeg& leg : pair.all()) {
        for (std::uint32_t piece = 0; piece < leg.pieces; ++piece) {
            LiveOrder* one = find_live(OrderId(leg.order.value() + piece));
            if (one != nullptr) {
                if (auto cancelled = cancel(*one); !cancelled) {
                    return cancelled;
                }
            }
        }
    }
    const auto at = std::ranges::find_if(instances, [&](const KernelInstance& instance) {
        return instance.spec.id == pair.instance;
    });
    TL_CHECK(at != instances.end());
    for (std::size_t i = 0; i < pair.count; ++i) {
        const std::size_t rank = rank_of(pair.legs[i].instrument);
        const auto filters = filters_of(instruments[rank]);
        if (!filters) {
            return fail(filters.error());
        }
        const Mending mending = mending_of(pair, i);
        const Quantity lots = whole_lots(mending.quantity, **filters, OrderType::market);
        if (lots <= Quantity()) {
            continue;
        }
        ++record.counts.pair_unwinds;
        const OrderWish wish{.instance = static_cast<std::size_t>(at - instances.begin()),
                             .instrument = rank,
                             .terms = {.instrument = pair.legs[i].instrument,
                                       .side = mending.side,
                                       .quantity = lots,
                                       .limit = {},
                                       .time_in_force = TimeInForce::gtc,
                                       .reduce_only = ReduceOnly::yes},
                             .purpose = OrderPurpose::pair_unwind,
                             .reason = pair.reason};
        if (auto placed = place(wish); !placed) {
            return placed;
        }
    }
    return {};
}

Status Kernel::close_all(UnixNanos now) {
    State& state = *state_;
    state.now = std::max(state.now, now);
    for (std::size_t at = 0; at < state.instances.size(); ++at) {
        for (std::size_t rank = 0; rank < state.instruments.size(); ++rank) {
            const InstrumentId id = state.instruments[rank].instrument.id;
            const Quantity held =
                state.options.portfolio->quantity(state.instances[at].spec.id, id);
            if (held == Quantity()) {
                continue;
            }
            if (auto closed = state.reduce(at, id, magnitude(held), OrderPurpose::end); !closed) {
                return closed;
            }
        }
    }
    return {};
}

}  // namespace tradelab

#include "engine/kernel_state.hpp"

#include <algorithm>
#include <optional>

// Stops and targets that the host keeps for a strategy.
namespace tradelab {
namespace {

// Away from the market for both: a stop that loses more, a target that is harder to reach.
std::optional<Price> on_tick(tl_fixed price, Rounding rounding, const Filters& filters) {
    if (price == TL_NONE) {
        return std::nullopt;
    }
    const std::int64_t step = filters.price.step.value_or(Price(1)).mantissa();
    const auto at = round_to_step(price, step, rounding);
    return at ? std::optional(Price(*at)) : std::nullopt;
}

}  // namespace

bool Kernel::State::protect(std::size_t at, const tl_intent& intent, Side opened) {
    KernelInstance& instance = instances[at];
    const std::size_t rank = rank_of_id[intent.inst] - 1;
    KernelInstrument& traded = instruments[rank];
    const bool wants = intent.stop_price != TL_NONE || intent.take_price != TL_NONE;
    if (!wants || intent.target_e9 == 0) {
        const bool opens = intent.type == TL_IN_TARGET && intent.target_e9 != 0;
        if (opens && kind_of(book.of(instance.spec.id, traded.instrument.id)) !=
                         ProtectionKind::hedge_pair) {
            release(at, rank, opened);
        }
        // A target of nothing keeps the stop until the position is gone.
        if (!wants || intent.type == TL_IN_TARGET) {
            return true;
        }
    }
    const auto filters = filters_of(traded);
    if (!filters || !traded.last) {
        return false;
    }
    const bool is_long = opened == Side::buy;
    const Rounding lower = Rounding::down;
    const Rounding upper = Rounding::up;
    const auto stop = on_tick(intent.stop_price, is_long ? lower : upper, **filters);
    const auto take = on_tick(intent.take_price, is_long ? upper : lower, **filters);
    const auto trigger = static_cast<Trigger>(intent.trigger);
    const InstrumentId id = traded.instrument.id;
    Status good;
    if (stop && take) {
        const StopAndTarget both{.stop = *stop, .target = *take, .trigger = trigger};
        good = book.protect(instance.spec.id, id, opened, *traded.last, both);
    } else if (stop) {
        good = book.protect(instance.spec.id,
                            id,
                            opened,
                            *traded.last,
                            StopProtection{.stop = *stop, .trigger = trigger});
    } else if (kind_of(book.of(instance.spec.id, id)) == ProtectionKind::hedge_pair || !take ||
               (is_long ? *take <= *traded.last : *take >= *traded.last)) {
        return false;
    } else {
        book.release(instance.spec.id, id, opened);
    }
    if (!good) {
        return false;
    }
    std::erase_if(instance.protections, [&](const KernelProtection& one) {
        return one.instrument == rank && one.opened == opened;
    });
    instance.protections.push_back({.instrument = rank,
                                    .opened = opened,
                                    .since = OrderId(next_order),
                                    .stop = stop,
                                    .take = take,
                                    .trigger = trigger});
    valuation.forget_line();
    options.venue->protect({.instance = instance.spec.id,
                            .instrument = id,
                            .opened = opened,
                            .stop = stop,
                            .take = take,
                            .trigger = trigger},
                           now);
    return true;
}

void Kernel::State::release(std::size_t at, std::size_t rank, Side opened) {
    KernelInstance& instance = instances[at];
    const InstrumentId id = instruments[rank].instrument.id;
    const auto gone = std::erase_if(instance.protections, [&](const KernelProtection& one) {
        return one.instrument == rank && one.opened == opened;
    });
    if (gone != 0) {
        book.release(instance.spec.id, id, opened);
        options.venue->protect({.instance = instance.spec.id, .instrument = id, .opened = opened},
                               now);
        valuation.forget_line();
    }
}

void Kernel::State::release_if_closed(std::size_t at, std::size_t rank, Side opened) {
    const auto& protections = instances[at].protections;
    const auto found = std::ranges::find_if(protections, [&](const KernelProtection& one) {
        return one.instrument == rank && one.opened == opened;
    });
    if (found == protections.end()) {
        return;
    }
    const Quantity held =
        options.portfolio->quantity(instances[at].spec.id, instruments[rank].instrument.id);
    const bool is_held = opened == Side::buy ? held > Quantity() : held < Quantity();
    const bool will_be = std::ranges::any_of(live, [&](const LiveOrder& one) {
        const OrderTerms& terms = one.order.terms();
        return one.instance == at && one.instrument == rank && terms.side == opened &&
               terms.reduce_only == ReduceOnly::no && one.order.ids().order >= found->since;
    });
    if (!is_held && !will_be) {
        release(at, rank, opened);
    }
}

}  // namespace tradelab

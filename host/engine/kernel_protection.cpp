#include "core/check.hpp"
#include "engine/kernel_state.hpp"

#include <algorithm>
#include <optional>
#include <utility>

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

Result<std::optional<KernelProtection>> Kernel::State::protection_of(std::size_t at,
                                                                     const tl_intent& intent,
                                                                     Side opened) {
    const InstanceId instance = instances[at].spec.id;
    const std::size_t rank = rank_of_id[intent.inst] - 1;
    KernelInstrument& traded = instruments[rank];
    KernelProtection asked{.instrument = rank, .opened = opened, .since = OrderId(next_order)};
    const bool wants = intent.stop_price != TL_NONE || intent.take_price != TL_NONE;
    const bool opens = intent.type == TL_IN_TARGET && intent.target_e9 != 0;
    // A target of nothing keeps the stop until the position is gone, and an order without one says
    // nothing of it.
    if (!opens && (!wants || intent.type == TL_IN_TARGET)) {
        return std::optional<KernelProtection>();
    }
    const bool is_hedged =
        kind_of(book.of(instance, traded.instrument.id)) == ProtectionKind::hedge_pair;
    if (!wants) {
        return is_hedged ? std::nullopt : std::optional(asked);
    }
    const auto filters = filters_of(traded);
    if (!filters || !traded.last || is_hedged) {
        return fail(ErrorCode::refused, traded.instrument.name.text() + ": nothing to protect by");
    }
    const bool is_long = opened == Side::buy;
    const Rounding lower = Rounding::down;
    const Rounding upper = Rounding::up;
    asked.stop = on_tick(intent.stop_price, is_long ? lower : upper, **filters);
    asked.take = on_tick(intent.take_price, is_long ? upper : lower, **filters);
    asked.trigger = static_cast<Trigger>(intent.trigger);
    Status good;
    if (asked.stop && asked.take) {
        good = check_protection(
            StopAndTarget{.stop = *asked.stop, .target = *asked.take, .trigger = asked.trigger},
            opened,
            *traded.last);
    } else if (asked.stop) {
        good = check_protection(
            StopProtection{.stop = *asked.stop, .trigger = asked.trigger}, opened, *traded.last);
    } else if (!asked.take ||
               (is_long ? *asked.take <= *traded.last : *asked.take >= *traded.last)) {
        good = fail(ErrorCode::refused, "a target on the wrong side");
    }
    return good ? Result<std::optional<KernelProtection>>(asked) : fail(std::move(good).error());
}

bool Kernel::State::is_tighter(std::size_t at, const KernelProtection& asked) const {
    const InstanceId instance = instances[at].spec.id;
    const Quantity held =
        options.portfolio->quantity(instance, instruments[asked.instrument].instrument.id);
    const bool is_long = asked.opened == Side::buy;
    const bool is_held = is_long ? held > Quantity() : held < Quantity();
    const KernelProtection* kept = protection_in_force(at, asked.instrument, asked.opened);
    if (!asked.stop || !is_held || kept == nullptr || !kept->stop) {
        return asked.stop && is_held;
    }
    // A stop by marks and one by prices do not compare.
    return asked.trigger == kept->trigger &&
           (is_long ? *asked.stop >= *kept->stop : *asked.stop <= *kept->stop);
}

const KernelProtection* Kernel::State::protection_in_force(std::size_t at,
                                                           std::size_t rank,
                                                           Side opened) const {
    const auto& all = instances[at].protections;
    const auto found = std::ranges::find_if(all, [&](const KernelProtection& one) {
        return one.instrument == rank && one.opened == opened;
    });
    return found == all.end() ? nullptr : &*found;
}

bool Kernel::State::has_entry_since(OrderId since,
                                    std::size_t at,
                                    std::size_t rank,
                                    Side opened) const {
    return std::ranges::any_of(live, [&](const LiveOrder& one) {
        const OrderTerms& terms = one.order.terms();
        return one.instance == at && one.instrument == rank && terms.side == opened &&
               terms.reduce_only == ReduceOnly::no && one.order.ids().order >= since;
    });
}

bool Kernel::State::protect(std::size_t at, KernelProtection asked, ProtectionChange allowed) {
    const bool any = allowed == ProtectionChange::any && options.gate->latch() == Latch::running &&
                     !instances[at].is_held;
    const bool is_bare = !asked.stop && !asked.take;
    if (is_bare && protection_in_force(at, asked.instrument, asked.opened) == nullptr) {
        return true;
    }
    if (!any && !is_tighter(at, asked)) {
        return false;
    }
    if (is_bare) {
        release(at, asked.instrument, asked.opened);
        return true;
    }
    KernelInstance& instance = instances[at];
    const InstrumentId id = instruments[asked.instrument].instrument.id;
    if (const auto* kept = protection_in_force(at, asked.instrument, asked.opened)) {
        // It protects the earlier entries too, for as long as one of them works.
        const bool is_awaited = has_entry_since(kept->since, at, asked.instrument, asked.opened);
        asked.since = is_awaited ? std::min(kept->since, asked.since) : asked.since;
    }
    put_in_book(instance.spec.id, asked);
    std::erase_if(instance.protections, [&](const KernelProtection& one) {
        return one.instrument == asked.instrument && one.opened == asked.opened;
    });
    instance.protections.push_back(asked);
    valuation.forget_line();
    options.venue->protect({.instance = instance.spec.id,
                            .instrument = id,
                            .opened = asked.opened,
                            .stop = asked.stop,
                            .take = asked.take,
                            .trigger = asked.trigger},
                           now);
    return true;
}

void Kernel::State::put_in_book(InstanceId instance, const KernelProtection& asked) {
    const KernelInstrument& traded = instruments[asked.instrument];
    const InstrumentId id = traded.instrument.id;
    Status good;
    if (asked.stop && asked.take) {
        good = book.protect(
            instance,
            id,
            asked.opened,
            *traded.last,
            StopAndTarget{.stop = *asked.stop, .target = *asked.take, .trigger = asked.trigger});
    } else if (asked.stop) {
        good = book.protect(instance,
                            id,
                            asked.opened,
                            *traded.last,
                            StopProtection{.stop = *asked.stop, .trigger = asked.trigger});
    } else {
        book.release(instance, id, asked.opened);  // a target alone guards against nothing
    }
    TL_CHECK_MSG(good.has_value(), "a protection that was looked at before");
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
    const KernelProtection* kept = protection_in_force(at, rank, opened);
    if (kept == nullptr) {
        return;
    }
    const Quantity held =
        options.portfolio->quantity(instances[at].spec.id, instruments[rank].instrument.id);
    const bool is_held = opened == Side::buy ? held > Quantity() : held < Quantity();
    if (!is_held && !has_entry_since(kept->since, at, rank, opened)) {
        release(at, rank, opened);
    }
}

}  // namespace tradelab

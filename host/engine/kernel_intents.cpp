#include "core/check.hpp"
#include "engine/kernel_state.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>

// What strategies want, and what becomes of it.
namespace tradelab {
namespace {

// Alarms that one strategy sets at once: one for each of its roles and reasons is plenty.
constexpr std::size_t timers_max = 64;

bool is_trade(const tl_intent& intent) {
    return intent.type >= TL_IN_TARGET && intent.type <= TL_IN_CANCEL_ALL;
}

bool is_grouped(const tl_intent& intent) {
    return intent.group != 0 && (intent.type == TL_IN_TARGET || intent.type == TL_IN_ORDER);
}

std::optional<Price> price_of(tl_fixed price) {
    return price == TL_NONE ? std::nullopt : std::optional(Price(price));
}

// Of an order intent.
Leg leg_of(const tl_intent& intent) {
    const bool reduces = (intent.flags & TL_IN_F_REDUCE_ONLY) != 0;
    return {.side = intent.side > 0 ? Side::buy : Side::sell,
            .quantity = Quantity(intent.qty),
            .reduce_only = reduces ? ReduceOnly::yes : ReduceOnly::no};
}

}  // namespace

void Kernel::State::add_decision(const KernelInstance& instance,
                                 const tl_ev& event,
                                 const tl_intent& intent) {
    // The rank by name and not the id, so that the order of registration does not matter.
    const bool known = intent.inst < rank_of_id.size();
    const std::uint64_t rank = known ? rank_of_id[intent.inst] : UINT64_MAX;
    RowHash hash = decisions;  // in registers: each word waits for the one before it
    hash.add((std::uint64_t{instance.spec.id.value()} << 32U) |
             (std::uint64_t{intent.type} << 16U) | intent.flags);
    hash.add(event.seq);
    hash.add(event.ts_recv);
    hash.add(rank);
    hash.add(std::int64_t{intent.side});
    hash.add(intent.client_tag);
    hash.add(intent.target_e9);
    hash.add(intent.qty);
    hash.add(intent.limit_price);
    hash.add(intent.stop_price);
    hash.add(intent.take_price);
    hash.add(intent.expires);
    hash.add(intent.order);
    hash.add((std::uint64_t{intent.group} << 32U) | intent.group_size);
    hash.add(intent.unhedged_ns_max);
    hash.add((std::uint64_t{intent.reason} << 32U) | (std::uint64_t{intent.trigger} << 16U) |
             intent.tif);
    hash.add(std::uint64_t{intent.timer});
    hash.add(std::bit_cast<std::uint64_t>(intent.note));
    decisions = hash;
}

Status Kernel::State::want(std::size_t at, const tl_ev& event, std::span<const tl_intent> intents) {
    const KernelInstance& instance = instances[at];
    cause = EventSeq(event.seq);
    const IntentRules rules{.bound = instance.bound, .reasons = instance.spec.reasons};
    for (std::size_t i = 0; i < intents.size(); ++i) {
        const tl_intent& intent = intents[i];
        add_decision(instance, event, intent);
        if (is_trade(intent) && (event.flags & TL_EV_F_WARMUP) != 0) {
            refuse_intent(at, intent, TL_REFUSED_WARMUP);
            continue;
        }
        if (!check_intent(intent, event, rules)) {
            refuse_intent(at, intent, TL_REFUSED_MALFORMED);
            continue;
        }
        Status done;
        if (!is_grouped(intent)) {
            done = want_one(at, intent);
        } else {
            // The members of a group stand next to each other; the first speaks for all.
            std::size_t end = i + 1;
            while (end < intents.size() && is_grouped(intents[end]) &&
                   intents[end].group == intent.group) {
                add_decision(instance, event, intents[end]);
                ++end;
            }
            // One of each role, and each at most two orders: what a Pair has room for.
            bool good = end - i == intent.group_size && end - i <= limits::roles_max;
            for (const tl_intent& member : intents.subspan(i, end - i)) {
                good = good && check_intent(member, event, rules).has_value();
            }
            for (const tl_intent& member : intents.subspan(i, good ? 0 : end - i)) {
                refuse_intent(at, member, TL_REFUSED_MALFORMED);
            }
            done = good ? want_group(at, intents.subspan(i, end - i)) : Status();
            i = end - 1;
        }
        if (!done) {
            return done;
        }
    }
    return {};
}

Status Kernel::State::want_one(std::size_t at, const tl_intent& intent) {
    switch (intent.type) {
        case TL_IN_TARGET:
            return want_target(at, intent);
        case TL_IN_ORDER:
            return want_order(at, intent);
        case TL_IN_CANCEL:
        case TL_IN_CANCEL_ALL:
            return want_cancels(at, intent);
        case TL_IN_TIMER:
            want_timer(instances[at], intent);
            return {};
        default:
            want_note(instances[at], intent);
            return {};
    }
}

void Kernel::State::refuse_intent(std::size_t at, const tl_intent& intent, std::uint32_t reason) {
    ++record.counts.malformed_intents;
    const bool known = intent.inst < rank_of_id.size() && rank_of_id[intent.inst] != 0;
    const OrderWish wish{.instance = at,
                         .instrument = known ? rank_of_id[intent.inst] - 1 : 0,
                         .terms = {},
                         .client_tag = intent.client_tag,
                         .reason = intent.reason};
    push_order_event(wish, {}, OrderState::rejected, reason);
}

Result<Way> Kernel::State::way_of(std::size_t at, const tl_intent& intent) {
    const KernelInstance& instance = instances[at];
    KernelInstrument& traded = instruments[rank_of_id[intent.inst] - 1];
    const Portfolio& portfolio = *options.portfolio;
    if (intent.type == TL_IN_ORDER) {
        return Way{.legs = {leg_of(intent)}, .count = 1};
    }
    const auto filters = filters_of(traded);
    if (!filters) {
        return fail(filters.error());
    }
    const bool of_equity = instance.spec.sizing.basis == SizingBasis::equity;
    const auto wanted = target_quantity({.target_e9 = intent.target_e9,
                                         .basis = of_equity ? portfolio.equity(instance.spec.id)
                                                            : portfolio.budget(instance.spec.id),
                                         .reserve = instance.spec.sizing.reserve,
                                         .last = traded.last.value_or(Price(1)),
                                         .places = traded.instrument.places},
                                        **filters);
    if (!wanted) {
        return fail(ErrorCode::overflow,
                    traded.instrument.name.text() + ": a target that does not fit into 64 bits");
    }
    // What is left off the grid of the lot cannot be traded.
    const Quantity held = whole_lots(
        portfolio.quantity(instance.spec.id, traded.instrument.id), **filters, OrderType::market);
    return way_to(held, *wanted);
}

Status Kernel::State::want_target(std::size_t at, const tl_intent& intent) {
    const std::size_t rank = rank_of_id[intent.inst] - 1;
    if (intent.target_e9 != 0 && !instruments[rank].last) {
        // Nobody knows a price yet: what cannot be sized is not asked for.
        refuse_intent(at, intent, TL_REFUSED_STALE);
        return {};
    }
    const Side opened = intent.target_e9 < 0 ? Side::sell : Side::buy;
    const auto asked = protection_of(at, intent, opened);
    if (!asked) {
        refuse_intent(at, intent, TL_REFUSED_RISK);
        return {};
    }
    // The new target replaces what still works for the one before.
    if (auto cancelled = cancel_working(at, rank, OrderPurpose::target); !cancelled) {
        return cancelled;
    }
    const auto way = way_of(at, intent);
    if (!way) {
        return fail(way.error());
    }
    for (int leg = 0; leg < way->count; ++leg) {
        const Leg& one = way->legs[leg];
        OrderWish wish{.instance = at,
                       .instrument = rank,
                       .terms = {.instrument = instruments[rank].instrument.id,
                                 .side = one.side,
                                 .quantity = one.quantity,
                                 .limit = {},
                                 .time_in_force = TimeInForce::gtc,
                                 .reduce_only = one.reduce_only},
                       .purpose = OrderPurpose::target,
                       .client_tag = intent.client_tag,
                       .reason = intent.reason};
        // Of a flip the second leg opens what is to be protected.
        const bool is_last = leg + 1 == way->count;
        if (auto placed = is_last ? place_protected(wish, *asked) : place(wish); !placed) {
            return placed;
        }
    }
    if (way->count == 0 && *asked && !protect(at, **asked, ProtectionChange::any)) {
        refuse_intent(at, intent, TL_REFUSED_RISK);
    }
    release_if_closed(at, rank, opened);  // where the entry was refused
    return {};
}

namespace {

OrderTerms terms_of(const tl_intent& intent, InstrumentId instrument, const Leg& leg) {
    const bool post_only = (intent.flags & TL_IN_F_POST_ONLY) != 0;
    const bool is_order = intent.type == TL_IN_ORDER;
    return {.instrument = instrument,
            .side = leg.side,
            .quantity = leg.quantity,
            .limit = is_order ? price_of(intent.limit_price) : std::nullopt,
            .time_in_force = is_order ? static_cast<TimeInForce>(intent.tif) : TimeInForce::gtc,
            .reduce_only = leg.reduce_only,
            .post_only = is_order && post_only ? PostOnly::yes : PostOnly::no};
}

}  // namespace

Status Kernel::State::want_order(std::size_t at, const tl_intent& intent) {
    const std::size_t rank = rank_of_id[intent.inst] - 1;
    const Side side = intent.side > 0 ? Side::buy : Side::sell;
    const auto asked = protection_of(at, intent, side);
    if (!asked) {
        refuse_intent(at, intent, TL_REFUSED_RISK);
        return {};
    }
    auto placed = place_protected(
        {.instance = at,
         .instrument = rank,
         .terms = terms_of(intent, instruments[rank].instrument.id, leg_of(intent)),
         .purpose = OrderPurpose::order,
         .client_tag = intent.client_tag,
         .reason = intent.reason,
         .expires =
             intent.expires == TL_NONE ? std::nullopt : std::optional(UnixNanos(intent.expires))},
        *asked);
    if (placed && *asked) {
        release_if_closed(at, rank, side);  // where the entry was refused
    }
    return placed;
}

Result<bool> Kernel::State::approve_group(std::size_t at, std::span<const tl_intent> members) {
    group.clear();
    std::size_t legs = 0;
    for (const tl_intent& member : members) {
        const std::size_t rank = rank_of_id[member.inst] - 1;
        if (member.type == TL_IN_TARGET) {
            if (auto gone = cancel_working(at, rank, OrderPurpose::target); !gone) {
                return fail(std::move(gone).error());
            }
        }
        const auto way = way_of(at, member);
        if (!way) {
            return fail(way.error());
        }
        for (int leg = 0; leg < way->count; ++leg) {
            const OrderWish wish{
                .instance = at,
                .instrument = rank,
                .terms = terms_of(member, instruments[rank].instrument.id, way->legs[leg]),
                .purpose = member.type == TL_IN_TARGET ? OrderPurpose::target : OrderPurpose::order,
                .client_tag = member.client_tag,
                .reason = member.reason,
                .expires = member.type == TL_IN_ORDER && member.expires != TL_NONE
                               ? std::optional(UnixNanos(member.expires))
                               : std::nullopt};
            const auto approved = approve_leg(wish, ++legs);
            if (!approved || !*approved) {
                return approved;
            }
        }
    }
    return true;
}

Result<bool> Kernel::State::approve_leg(OrderWish wish, std::size_t leg) {
    return approve_pieces(
        std::move(wish),
        [&](const std::optional<Approved<Order>>& one, const OrderWish& asked) -> Result<bool> {
            if (one) {
                group.push_back({.order = *one, .wish = asked, .leg = leg});
                return true;
            }
            for (const SentOrder& before : group) {
                withdraw(before.order, before.wish);
            }
            return false;
        });
}

Status Kernel::State::want_group(std::size_t at, std::span<const tl_intent> members) {
    // A stop on one leg would close it and leave the other bare: the pair has bounds of its own.
    for (const tl_intent& member : members) {
        const bool stopped = member.stop_price != TL_NONE || member.take_price != TL_NONE;
        if (stopped || member.unhedged_ns_max < 0 ||
            (member.type == TL_IN_TARGET && !instruments[rank_of_id[member.inst] - 1].last)) {
            for (const tl_intent& each : members) {
                refuse_intent(at, each, TL_REFUSED_RISK);
            }
            return {};
        }
    }
    const auto approved = approve_group(at, members);
    if (!approved) {
        return fail(approved.error());
    }
    if (!*approved) {
        return {};
    }
    for (const SentOrder& one : group) {
        if (auto gone = send(one.order, one.wish); !gone) {
            return gone;
        }
    }
    if (group.size() > 1) {
        watch_pair(at, members.front());
    }
    return {};
}

Status Kernel::State::want_cancels(std::size_t at, const tl_intent& intent) {
    // The venue may answer at once, and live orders move when one is forgotten: walk by id.
    OrderId after;
    while (true) {
        const auto next = std::ranges::find_if(live, [&](const LiveOrder& order) {
            const bool named = intent.type == TL_IN_CANCEL
                                   ? order.order.ids().order == OrderId(intent.order)
                                   : order.order.terms().instrument == InstrumentId(intent.inst);
            // What the host or a person wanted closed is no strategy's to call back.
            return named && order.instance == at && order.order.ids().order > after &&
                   (order.purpose == OrderPurpose::target || order.purpose == OrderPurpose::order);
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

void Kernel::State::want_timer(KernelInstance& instance, const tl_intent& intent) {
    std::erase_if(instance.timers,
                  [&](const KernelTimer& timer) { return timer.timer == intent.timer; });
    if (intent.expires == TL_NONE) {
        return;
    }
    if (instance.timers.size() == timers_max) {
        ++record.counts.malformed_intents;
        return;
    }
    instance.timers.push_back({.due = UnixNanos(intent.expires), .timer = intent.timer});
}

void Kernel::State::want_note(KernelInstance& instance, const tl_intent& intent) {
    record.notes.push_back(
        {.instance = instance.spec.id, .at = now, .reason = intent.reason, .number = intent.note});
}

}  // namespace tradelab

#include "core/check.hpp"
#include "engine/kernel_state.hpp"

#include <algorithm>
#include <utility>

// Events on their way to strategies.
namespace tradelab {
namespace {

// A strategy that answers every refusal with another order would never let time go on.
constexpr int answers_max = 64;

tl_ev header(std::uint16_t type, std::uint32_t size, InstrumentId instrument, UnixNanos at) {
    return {.size = size,
            .type = type,
            .flags = 0,
            .inst = instrument.value(),
            .reserved = 0,
            .seq = 0,
            .ts_event = at.ns(),
            .ts_recv = at.ns()};
}

// What the kernel alone knows of the events of a window.
void stamp(const MarketWindow& window,
           std::uint32_t count,
           std::uint64_t seq,
           std::uint16_t flags) {
    auto* at = reinterpret_cast<char*>(window.first);
    const std::uint64_t end = seq + count;
#pragma GCC unroll 4
    for (; seq != end; ++seq, at += window.event_bytes) {
        auto* event = reinterpret_cast<tl_ev*>(at);
        event->seq = seq;
        event->flags = flags;
    }
}

tl_ev* event_at(const MarketWindow& window, std::uint32_t place) {
    return reinterpret_cast<tl_ev*>(reinterpret_cast<char*>(window.first) +
                                    std::size_t{place} * window.event_bytes);
}

}  // namespace

KernelRole* Kernel::State::role_for(KernelInstance& instance,
                                    const tl_ev& event,
                                    std::size_t instrument) {
    const std::uint64_t bit = std::uint64_t{1} << event.type;
    for (KernelRole& role : instance.roles) {
        if (role.instrument != instrument || (role.events & bit) == 0) {
            continue;
        }
        const bool other_bars =
            event.type == TL_EV_BAR && reinterpret_cast<const tl_ev_bar&>(event).interval_ns !=
                                           instance.spec.bar_interval.count();
        return other_bars ? nullptr : &role;
    }
    return nullptr;
}

void Kernel::State::market_moved() {
    moved_at = now;
    for (KernelInstance& instance : instances) {
        instance.rings = 0;
    }
}

Result<std::uint32_t> Kernel::State::feed_alone(const MarketWindow& window, Values values) {
    KernelInstance& instance = instances.front();
    KernelRole* role = role_for(instance, *window.first, rank_of(window.instrument));
    for (std::uint32_t done = 0; done < window.count;) {
        MarketWindow part = window;
        part.first = event_at(window, done);
        part.count = std::min(window.count - done, options.batch);
        std::uint32_t consumed = part.count;
        std::span<const tl_intent> intents;
        if (role != nullptr) {
            const bool warms = window.kind == SourceKind::bars && role->warmup_left > 0;
            part.count = warms ? std::min(part.count, role->warmup_left) : part.count;
            stamp(part, part.count, next_seq, warms ? TL_EV_F_WARMUP : 0);
            const auto stepped =
                instance.runner.step_even(part.first, part.count, part.event_bytes);
            if (!stepped) {
                now = std::max(now, UnixNanos(part.first->ts_recv));
                auto borne = bear(instance, stepped.error());
                borne = borne ? tell() : std::move(borne);
                if (!borne) {
                    return fail(std::move(borne).error());
                }
                role = nullptr;  // the market goes on without it
                continue;
            }
            consumed = stepped->consumed;
            intents = stepped->intents;
            role->warmup_left -= warms ? consumed : 0;
            next_seq += consumed;
            record.counts.events += consumed;
        }
        const tl_ev& last = *event_at(part, consumed - 1);
        now = std::max(now, UnixNanos(last.ts_recv));
        if (values == Values::yes) {
            if (auto valued = value_bars(part, consumed); !valued) {
                return fail(std::move(valued).error());
            }
        }
        done += consumed;
        if (!intents.empty()) {
            auto wanted = want(0, last, intents);
            if (wanted) {
                wanted = tell();
            }
            if (!wanted) {
                return fail(std::move(wanted).error());
            }
            return done;
        }
    }
    return window.count;
}

Result<std::uint32_t> Kernel::State::feed_all(const MarketWindow& window) {
    const std::size_t instrument = rank_of(window.instrument);
    tl_ev& event = *window.first;
    now = std::max(now, UnixNanos(event.ts_recv));
    const std::uint64_t seq = next_seq++;
    for (std::size_t at = 0; at < instances.size(); ++at) {
        KernelInstance& instance = instances[at];
        KernelRole* role = role_for(instance, event, instrument);
        if (role == nullptr) {
            continue;
        }
        const bool warms = window.kind == SourceKind::bars && role->warmup_left > 0;
        stamp(window, 1, seq, warms ? TL_EV_F_WARMUP : 0);
        const auto stepped = instance.runner.step_even(&event, 1, window.event_bytes);
        if (!stepped) {
            if (auto borne = bear(instance, stepped.error()); !borne) {
                return fail(std::move(borne).error());
            }
            continue;
        }
        role->warmup_left -= warms ? 1 : 0;
        ++record.counts.events;
        if (!stepped->intents.empty()) {
            if (auto wanted = want(at, event, stepped->intents); !wanted) {
                return fail(std::move(wanted).error());
            }
        }
    }
    if (auto told = tell(); !told) {
        return fail(std::move(told).error());
    }
    return 1U;
}

Status Kernel::State::value_bars(const MarketWindow& bars, std::uint32_t count) {
    KernelInstrument& instrument = instruments[rank_of(bars.instrument)];
    const auto* first = reinterpret_cast<const tl_ev_bar*>(bars.first);
    Cash others;
    if (!valuation.has_line()) {
        const auto gross = gross_exposure(rank_of(bars.instrument));
        if (!gross) {
            return fail(gross.error());
        }
        others = *gross;
        begin_coverage(rank_of(bars.instrument));
    }
    if (auto valued = valuation.bars(record.curve, bars.instrument, first, count, others);
        !valued) {
        return valued;
    }
    record.counts.bars += count;
    keep_coverage(first, count);
    instrument.last = Price(first[count - 1].close);
    return options.portfolio->mark_at_last(bars.instrument, *instrument.last);
}

Result<Cash> Kernel::State::gross_exposure(std::optional<std::size_t> left_out) const {
    Cash sum;
    for (std::size_t rank = 0; rank < instruments.size(); ++rank) {
        const KernelInstrument& one = instruments[rank];
        if (!one.last || rank == left_out) {
            continue;
        }
        const auto value = options.portfolio->value_at(one.instrument.id, *one.last);
        const auto more = value ? checked_add(sum, magnitude(*value)) : std::nullopt;
        if (!more) {
            return fail(ErrorCode::overflow,
                        one.instrument.name.text() + ": its exposure does not fit into 64 bits");
        }
        sum = *more;
    }
    return sum;
}

void Kernel::State::push_account(KernelInstance& instance, std::size_t instrument, UnixNanos at) {
    const Portfolio& portfolio = *options.portfolio;
    const KernelInstrument& traded = instruments[instrument];
    const InstrumentId id = traded.instrument.id;
    const Position held = portfolio.position(instance.spec.id, id);
    const Wallet wallet =
        traded.instrument.kind == InstrumentKind::spot ? Wallet::spot : Wallet::futures;
    tl_ev_account event{.h = header(TL_EV_ACCOUNT, sizeof(tl_ev_account), id, std::max(now, at)),
                        .position = held.quantity.mantissa(),
                        .average_price = held.average ? held.average->mantissa() : TL_NONE,
                        .budget_e8 = portfolio.budget(instance.spec.id).mantissa(),
                        .equity_e8 = portfolio.equity(instance.spec.id).mantissa(),
                        .free_margin_e8 = portfolio.free_margin(wallet).mantissa(),
                        .wallet = static_cast<std::uint32_t>(wallet),
                        .reserved = 0};
    event.h.ts_event = at.ns();
    instance.feedback.push(event);
    is_told = false;
}

Status Kernel::State::feed_feedback(std::size_t at) {
    KernelInstance& instance = instances[at];
    if (instance.is_isolated) {
        instance.feedback.clear();  // reports to nobody
        return {};
    }
    feeding.clear();
    swap(feeding, instance.feedback);
    if (instance.is_retired) {
        return {};  // nobody listens any more
    }
    tl_ev* event = feeding.first();
    for (std::uint32_t left = feeding.count(); left > 0;) {
        const std::uint32_t count = std::min(left, options.batch);
        std::uint64_t part = 0;
        tl_ev* each = event;
        for (std::uint32_t i = 0; i < count; ++i) {
            each->seq = next_seq + i;
            part += each->size;
            each = next_event(each);
        }
        const auto stepped = instance.runner.step(event, count, part);
        if (!stepped) {
            return bear(instance, stepped.error());
        }
        const tl_ev* last = event;
        for (std::uint32_t i = 0; i < stepped->consumed; ++i) {
            last = event;
            event = next_event(event);
        }
        left -= stepped->consumed;
        next_seq += stepped->consumed;
        record.counts.events += stepped->consumed;
        if (!stepped->intents.empty()) {
            now = std::max(now, UnixNanos(last->ts_recv));
            if (auto wanted = want(at, *last, stepped->intents); !wanted) {
                return wanted;
            }
        }
    }
    return {};
}

Status Kernel::State::settle() {
    if (!hedges.empty()) {
        if (auto held = hold_hedges(); !held) {
            return held;
        }
    }
    for (std::size_t at = 0; at < to_cancel.size(); ++at) {
        if (LiveOrder* order = find_live(to_cancel[at])) {
            if (auto cancelled = cancel(*order); !cancelled) {
                return cancelled;
            }
        }
    }
    to_cancel.clear();
    return pairs.empty() ? Status() : settle_pairs();
}

Status Kernel::State::tell() {
    if (is_told && to_cancel.empty() && pairs.empty() && hedges.empty()) {
        return {};
    }
    for (int answers = 0; answers < answers_max; ++answers) {
        if (auto settled = settle(); !settled) {
            return settled;
        }
        if (is_told) {
            return {};
        }
        is_told = true;
        for (std::size_t at = 0; at < instances.size(); ++at) {
            if (!instances[at].feedback.empty()) {
                if (auto fed = feed_feedback(at); !fed) {
                    return fed;
                }
            }
        }
    }
    return bear_endless_answers(answers_max);
}

Status Kernel::gap(InstrumentId instrument, Duration interval, UnixNanos from, UnixNanos to) {
    State& state = *state_;
    state.now = std::max(state.now, to);
    ++state.record.counts.gaps;
    const tl_ev_gap event{.h = header(TL_EV_GAP, sizeof(tl_ev_gap), instrument, to),
                          .from = from.ns(),
                          .to = to.ns(),
                          .cause = TL_GAP_MISSING,
                          .reserved = 0};
    const std::size_t rank = state.rank_of(instrument);
    for (KernelInstance& instance : state.instances) {
        const bool wants = std::ranges::any_of(instance.roles, [&](const KernelRole& role) {
            return role.instrument == rank && (role.events >> TL_EV_BAR & 1U) != 0;
        });
        if (wants && instance.spec.bar_interval == interval) {
            instance.feedback.push(event);
            state.is_told = false;
        }
    }
    return state.tell();
}

Status Kernel::advance(UnixNanos now) {
    State& state = *state_;
    state.now = std::max(state.now, now);
    for (KernelInstance& instance : state.instances) {
        // By time, then number: the order in which they were set does not matter.
        std::ranges::sort(instance.timers, [](const KernelTimer& a, const KernelTimer& b) {
            return a.due != b.due ? a.due < b.due : a.timer < b.timer;
        });
        std::size_t due = 0;
        for (; due < instance.timers.size() && instance.timers[due].due <= now; ++due) {
            tl_ev_timer event{.h = header(TL_EV_TIMER, sizeof(tl_ev_timer), {}, state.now),
                              .timer = instance.timers[due].timer,
                              .reserved = 0};
            event.h.ts_event = instance.timers[due].due.ns();
            instance.feedback.push(event);
            state.is_told = false;
        }
        instance.timers.erase(instance.timers.begin(),
                              instance.timers.begin() + static_cast<std::ptrdiff_t>(due));
        if (due != 0) {
            if (auto borne = state.bear_endless_timers(instance, due); !borne) {
                return borne;
            }
        }
    }
    return state.tell();
}

}  // namespace tradelab

#include "core/check.hpp"
#include "engine/kernel_state.hpp"

#include <algorithm>

// What a person asks for between two instants, and how things stand.
namespace tradelab {

std::size_t Kernel::State::place_of(InstanceId instance) const {
    const auto found = std::ranges::find_if(
        instances, [&](const KernelInstance& one) { return one.spec.id == instance; });
    TL_CHECK_MSG(found != instances.end(), "a command for an instance that does not run");
    return static_cast<std::size_t>(found - instances.begin());
}

Quantity Kernel::State::closable(std::size_t at, std::size_t rank) {
    KernelInstrument& traded = instruments[rank];
    const InstrumentId id = traded.instrument.id;
    const Quantity held = options.portfolio->quantity(instances[at].spec.id, id);
    if (held == Quantity()) {
        return {};
    }
    const auto filters = filters_of(traded);
    if (!filters) {
        return {};
    }
    const Quantity lots = whole_lots(magnitude(held), **filters, OrderType::market);
    const OrderTerms terms{.instrument = id,
                           .side = held > Quantity() ? Side::sell : Side::buy,
                           .quantity = lots,
                           .limit = {},
                           .time_in_force = TimeInForce::gtc,
                           .reduce_only = ReduceOnly::yes};
    const auto refused =
        lots == Quantity() ? std::nullopt
                           : first_refusal(**filters, terms, traded.instrument.places, traded.last);
    return refused && refused->bound == Bound::min ? Quantity() : lots;
}

Quantity Kernel::State::commanded_already(std::size_t at, std::size_t rank) const {
    Quantity sum;
    for (const LiveOrder& one : live) {
        const bool counts =
            one.instance == at && one.instrument == rank && one.purpose == OrderPurpose::command;
        sum += counts ? one.order.can_still_fill() : Quantity();
    }
    return sum;
}

bool Kernel::State::only_closes(const LiveOrder& asked) const {
    Quantity before;
    for (const LiveOrder& one : live) {
        const bool counts = one.instance == asked.instance && one.instrument == asked.instrument &&
                            one.order.terms().side == asked.order.terms().side &&
                            one.order.ids().order < asked.order.ids().order;
        before += counts ? one.order.can_still_fill() : Quantity();
    }
    const OrderTerms& terms = asked.order.terms();
    const Quantity held =
        options.portfolio->quantity(instances[asked.instance].spec.id, terms.instrument);
    const bool is_opposite = terms.side == Side::sell ? held > Quantity() : held < Quantity();
    return terms.reduce_only == ReduceOnly::yes ||
           (is_opposite && before + asked.order.can_still_fill() <= magnitude(held));
}

void Kernel::State::call_back_entries(std::size_t at, std::size_t rank) {
    const Situation situation{
        .now = now, .last = instruments[rank].last, .fee_rate = {}, .entries = entries_of(at)};
    for (const LiveOrder& one : live) {
        const bool is_wished =
            one.purpose == OrderPurpose::target || one.purpose == OrderPurpose::order;
        // The gate first: of entries, which most that rest are, it knows at once that they may
        // stay.
        if (one.instance == at && one.instrument == rank && is_wished &&
            one.order.state() != OrderState::cancelling &&
            options.gate->judge_anew(one.order, situation) && !only_closes(one)) {
            to_cancel.push_back(one.order.ids().order);
        }
    }
}

bool Kernel::State::is_called_back(OrderId order) const {
    return std::ranges::find(to_cancel, order) != to_cancel.end();
}

template <class Cancels>
Status Kernel::State::cancel_where(Cancels cancels) {
    // The venue may answer at once, and live orders move when one is forgotten: walk by id.
    OrderId after;
    while (true) {
        const auto next = std::ranges::find_if(live, [&](const LiveOrder& one) {
            return one.order.ids().order > after && one.order.state() != OrderState::cancelling &&
                   cancels(one);
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

Status Kernel::stop(UnixNanos now) {
    State& state = *state_;
    state.now = std::max(state.now, now);
    state.options.gate->stop();
    if (auto cancelled =
            state.cancel_where([&](const LiveOrder& one) { return !state.only_closes(one); });
        !cancelled) {
        return cancelled;
    }
    return state.tell();
}

void Kernel::resume() {
    state_->options.gate->resume();
}

Status Kernel::hold(InstanceId instance, UnixNanos now) {
    State& state = *state_;
    state.now = std::max(state.now, now);
    const std::size_t at = state.place_of(instance);
    state.instances[at].is_held = true;
    if (auto cancelled = state.cancel_where(
            [&](const LiveOrder& one) { return one.instance == at && !state.only_closes(one); });
        !cancelled) {
        return cancelled;
    }
    return state.tell();
}

void Kernel::release(InstanceId instance) {
    state_->instances[state_->place_of(instance)].is_held = false;
}

Status Kernel::flatten(InstanceId instance, UnixNanos now) {
    State& state = *state_;
    state.now = std::max(state.now, now);
    const std::size_t at = state.place_of(instance);
    for (std::size_t rank = 0; rank < state.instruments.size(); ++rank) {
        const Quantity held = state.closable(at, rank);
        const Quantity asked = state.commanded_already(at, rank);
        if (held <= asked) {
            continue;
        }
        const InstrumentId id = state.instruments[rank].instrument.id;
        if (auto closed = state.reduce(at, id, held - asked, OrderPurpose::command); !closed) {
            return closed;
        }
    }
    if (auto cancelled = state.cancel_where([&](const LiveOrder& one) {
            return one.instance == at && one.purpose != OrderPurpose::command;
        });
        !cancelled) {
        return cancelled;
    }
    return state.tell();
}

void Kernel::retire(InstanceId instance) {
    KernelInstance& one = state_->instances[state_->place_of(instance)];
    one.is_retired = true;
    one.timers.clear();
    for (KernelRole& role : one.roles) {
        role.events = 0;
    }
}

const RunRecord& Kernel::record() const {
    return state_->record;
}

Quantity Kernel::closable(InstanceId instance, InstrumentId instrument) const {
    return state_->closable(state_->place_of(instance), state_->rank_of(instrument));
}

std::vector<ProtectiveTerms> Kernel::protections() const {
    std::vector<ProtectiveTerms> out;
    for (const KernelInstance& instance : state_->instances) {
        for (const KernelProtection& one : instance.protections) {
            out.push_back({.instance = instance.spec.id,
                           .instrument = state_->instruments[one.instrument].instrument.id,
                           .opened = one.opened,
                           .stop = one.stop,
                           .take = one.take,
                           .trigger = one.trigger});
        }
    }
    return out;
}

}  // namespace tradelab

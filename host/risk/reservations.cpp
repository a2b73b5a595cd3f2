#include "risk/reservations.hpp"

#include "core/check.hpp"
#include "core/rounding.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace tradelab {

Reservations::Reservations(std::size_t open_max, std::size_t instruments)
    : open_max_(open_max), promised_(instruments + 1) {
    open_.reserve(open_max);
}

const Reservation* Reservations::reserve(const Reservation& asked) {
    const bool full = open_.size() == open_max_;
    if (full || asked.left <= Quantity() || asked.left != asked.asked || find(asked.intent)) {
        return nullptr;
    }
    TL_CHECK(asked.instrument.value() < promised_.size());
    open_.push_back(asked);
    add(asked, asked.left);
    fees_ += asked.fee;
    return &open_.back();
}

void Reservations::settle(IntentId intent, Quantity left) {
    const auto at = index_of(intent);
    if (!at) {
        return;
    }
    Reservation& held = open_[*at];
    TL_CHECK_MSG(left >= Quantity() && left <= held.asked, "an order fills at most what it asked");
    fees_ -= fee_of(held);
    add(held, left - held.left);
    held.left = left;
    fees_ += fee_of(held);
    if (left == Quantity()) {
        held = open_.back();
        open_.pop_back();
    }
}

void Reservations::add(const Reservation& held, Quantity change) {
    if (held.reduce_only == ReduceOnly::yes) {
        return;
    }
    Promised& promised = promised_[held.instrument.value()];
    (held.side == Side::buy ? promised.buys : promised.sells) += change;
}

Cash Reservations::fee_of(const Reservation& held) {
    if (held.left == held.asked || held.left == Quantity()) {
        return held.left == Quantity() ? Cash() : held.fee;
    }
    const Int128 share = Int128{held.fee.mantissa()} * held.left.mantissa();
    return Cash(static_cast<std::int64_t>(divide(share, held.asked.mantissa(), as_payer)));
}

Quantity Reservations::promised(InstrumentId instrument, Side side) const {
    TL_CHECK(instrument.value() < promised_.size());
    const Promised& promised = promised_[instrument.value()];
    return side == Side::buy ? promised.buys : promised.sells;
}

Quantity Reservations::promised(InstanceId instance, InstrumentId instrument, Side side) const {
    Quantity sum;
    for (const Reservation& held : open_) {
        const bool counts = held.instance == instance && held.instrument == instrument &&
                            held.side == side && held.reduce_only == ReduceOnly::no;
        sum += counts ? held.left : Quantity();
    }
    return sum;
}

Quantity Reservations::reducing(InstanceId instance, InstrumentId instrument, Side side) const {
    Quantity sum;
    for (const Reservation& held : open_) {
        const bool counts = held.instance == instance && held.instrument == instrument &&
                            held.side == side && held.reduce_only == ReduceOnly::yes;
        // Each may close all that is held, so nothing bounds their sum.
        sum = checked_add(sum, counts ? held.left : Quantity())
                  .value_or(Quantity(std::numeric_limits<std::int64_t>::max()));
    }
    return sum;
}

const Reservation* Reservations::find(IntentId intent) const {
    const auto at = index_of(intent);
    return at ? &open_[*at] : nullptr;
}

std::optional<std::size_t> Reservations::index_of(IntentId intent) const {
    const auto at = std::ranges::find(open_, intent, &Reservation::intent);
    if (at == open_.end()) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(at - open_.begin());
}

}  // namespace tradelab

#include "engine/pairs.hpp"

#include "core/rounding.hpp"

#include <algorithm>

namespace tradelab {
namespace {

// filled_a / asked_a < filled_b / asked_b, exactly.
bool lags(const PairLeg& a, const PairLeg& b) {
    return Int128{a.filled.mantissa()} * b.asked.mantissa() <
           Int128{b.filled.mantissa()} * a.asked.mantissa();
}

const PairLeg& least(const Pair& pair) {
    return *std::ranges::min_element(pair.all(), lags);
}
const PairLeg& most(const Pair& pair) {
    return *std::ranges::max_element(pair.all(), lags);
}

// As much of `leg` as the share that `other` has filled, rounded down.
Quantity alike(const PairLeg& leg, const PairLeg& other) {
    const Int128 part = Int128{leg.asked.mantissa()} * other.filled.mantissa();
    return Quantity(
        static_cast<std::int64_t>(divide(part, other.asked.mantissa(), Rounding::down)));
}

}  // namespace

bool Pair::is_even() const {
    return !lags(least(*this), most(*this));
}

bool Pair::is_broken() const {
    const PairLeg& first = most(*this);
    return std::ranges::any_of(
        all(), [&](const PairLeg& leg) { return leg.is_over() && lags(leg, first); });
}

bool Pair::is_over() const {
    return std::ranges::all_of(all(), &PairLeg::is_over);
}

bool Pair::is_closing() const {
    return std::ranges::all_of(
        all(), [](const PairLeg& leg) { return leg.reduce_only == ReduceOnly::yes; });
}

Mending mending_of(const Pair& pair, std::size_t leg) {
    const PairLeg& it = pair.legs[leg];
    if (pair.is_closing()) {
        return {.side = it.side, .quantity = alike(it, most(pair)) - it.filled};
    }
    return {.side = opposite(it.side), .quantity = it.filled - alike(it, least(pair))};
}

PairLeg* PairBook::find(OrderId order, Pair*& pair) {
    for (Pair& one : pairs_) {
        for (PairLeg& leg : one.all()) {
            if (leg.has(order)) {
                pair = &one;
                return &leg;
            }
        }
    }
    return nullptr;
}

void PairBook::judge(Pair& pair, UnixNanos at) {
    if (pair.is_even()) {
        pair.deadline.reset();
    } else if (!pair.deadline) {
        // A time beyond the year 2262 is never reached.
        pair.deadline = checked_add(at, pair.unhedged_max);
    }
}

void PairBook::filled(OrderId order, const Filling& filling, UnixNanos at) {
    Pair* pair = nullptr;
    if (PairLeg* leg = find(order, pair)) {
        leg->filled += filling.more;
        if (filling.left == Quantity()) {
            --leg->working;
        }
        judge(*pair, at);
    }
}

void PairBook::ended(OrderId order, UnixNanos at) {
    Pair* pair = nullptr;
    if (PairLeg* leg = find(order, pair)) {
        --leg->working;
        judge(*pair, at);
    }
}

std::optional<UnixNanos> PairBook::next_time() const {
    std::optional<UnixNanos> next;
    for (const Pair& pair : pairs_) {
        if (pair.deadline && (!next || *pair.deadline < *next)) {
            next = pair.deadline;
        }
    }
    return next;
}

Pair* PairBook::due(UnixNanos now) {
    const auto at = std::ranges::find_if(pairs_, [&](const Pair& pair) {
        return (pair.deadline && *pair.deadline <= now) || (!pair.is_even() && pair.is_broken());
    });
    return at == pairs_.end() ? nullptr : &*at;
}

void PairBook::tidy() {
    std::erase_if(pairs_, [](const Pair& pair) { return pair.is_over() && pair.is_even(); });
}

void PairBook::drop(const Pair& pair) {
    pairs_.erase(pairs_.begin() + (&pair - pairs_.data()));
}

}  // namespace tradelab

#include "core/check.hpp"
#include "risk/gate.hpp"

#include <algorithm>
#include <chrono>
#include <limits>

// The judgements of the gate, in the order in which they are asked.
namespace tradelab {
namespace {

Refusal over(RiskReason reason, Cash value, Cash limit) {
    return {.reason = reason,
            .unit = RiskUnit::cash,
            .value = value.mantissa(),
            .limit = limit.mantissa()};
}

std::optional<Refusal> above(RiskReason reason, std::optional<Cash> value, Cash limit) {
    if (!value) {
        return Refusal{.reason = RiskReason::overflow};
    }
    return *value > limit ? std::optional(over(reason, *value, limit)) : std::nullopt;
}

// part / whole, rounded up, or the most that a rate can say.
Rate ratio(Cash part, Cash whole) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    const Int128 wide =
        divide(Int128{part.mantissa()} * rate_one.mantissa(), whole.mantissa(), as_payer);
    return Rate(wide > most ? most : static_cast<std::int64_t>(wide));
}

std::optional<Refusal> above(RiskReason reason, Rate value, Rate limit) {
    if (value <= limit) {
        return std::nullopt;
    }
    return Refusal{.reason = reason,
                   .unit = RiskUnit::rate,
                   .value = value.mantissa(),
                   .limit = limit.mantissa()};
}

// Whether part / whole, rounded up, is above the limit: multiplied out, because a division of 128
// bits is only worth its time for an order that is refused.  The whole is above 0.
std::optional<Refusal> above(RiskReason reason, Cash part, Cash whole, Rate limit) {
    const bool passes = Int128{part.mantissa()} * rate_one.mantissa() <=
                        Int128{limit.mantissa()} * whole.mantissa();
    return passes ? std::nullopt : above(reason, ratio(part, whole), limit);
}

// What a position has on one side of zero.
Quantity on_side(Quantity held, Side side) {
    return std::max(side == Side::buy ? held : -held, Quantity());
}

}  // namespace

RiskGate::Check RiskGate::judge(const Order& order, const Situation& situation, Asked& asked) {
    if (!portfolio_->is_listed(order.terms().instrument) ||
        !portfolio_->is_known(order.ids().instance) || !situation.last ||
        *situation.last <= Price()) {
        return Refusal{.reason = RiskReason::price_missing};
    }
    if (reservations_.find(order.ids().intent) != nullptr) {
        return Refusal{.reason = RiskReason::known_intent};
    }
    const OrderTerms& terms = order.terms();
    asked.terms = &terms;
    asked.quantity = terms.quantity;
    asked.promised =
        checked_add(reservations_.promised(terms.instrument, terms.side), terms.quantity);
    if (auto refusal = work_out(situation, asked)) {
        return refusal;
    }
    asked.increases =
        terms.reduce_only == ReduceOnly::no &&
        terms.quantity > room_to_close(order.ids().instance, terms.instrument, terms.side);
    if (asked.increases && !may_open(situation)) {
        return Refusal{.reason = RiskReason::stopped};
    }
    if (auto refusal = check_reduction(order, asked)) {
        return refusal;
    }
    if (!limits_) {
        return std::nullopt;
    }
    if (auto refusal = check_price(asked, situation)) {
        return refusal;
    }
    if (!asked.increases) {
        return std::nullopt;
    }
    if (auto refusal = check_entry(asked)) {
        return refusal;
    }
    return check_rate(situation.now);
}

RiskGate::Check RiskGate::judge_as_entry(const Order& order, const Situation& situation) const {
    const OrderTerms& terms = order.terms();
    // All of it is promised already.
    Asked asked{.terms = &terms,
                .quantity = order.can_still_fill(),
                .promised = reservations_.promised(terms.instrument, terms.side),
                .increases = true};
    if (!situation.last) {
        return Refusal{.reason = RiskReason::price_missing};
    }
    // Its fee is promised already, too.
    if (auto refusal =
            work_out({.now = situation.now, .last = situation.last, .fee_rate = {}}, asked)) {
        return refusal;
    }
    if (auto refusal = check_price(asked, situation)) {
        return refusal;
    }
    return check_entry(asked);
}

RiskGate::Check RiskGate::check_entry(const Asked& asked) const {
    if (auto refusal = check_sizes(asked)) {
        return refusal;
    }
    if (auto refusal = check_losses(asked)) {
        return refusal;
    }
    return check_correlation(asked);
}

RiskGate::Check RiskGate::work_out(const Situation& situation, Asked& asked) const {
    const Refusal overflow{.reason = RiskReason::overflow};
    const OrderTerms& terms = *asked.terms;
    const Places places = portfolio_->listing(terms.instrument).places;
    asked.worst_price = terms.limit ? std::max(*terms.limit, *situation.last) : *situation.last;

    const auto held = held_on(terms.instrument, terms.side);
    const auto others = worst_on(terms.instrument, opposite(terms.side));
    const auto after = held && asked.promised ? checked_add(*held, *asked.promised) : std::nullopt;
    if (!after || !others || !rescale(asked.worst_price, places.price, mark_places)) {
        return overflow;
    }
    const Quantity worst_after = std::max(*after, *others);

    const auto value = notional(asked.worst_price, asked.quantity, places, as_payer);
    const auto position = notional(asked.worst_price, worst_after, places, as_payer);
    // Without a budget nobody asks what it would cost.
    const Rate fee_rate = limits_ ? std::max(situation.fee_rate, Rate()) : Rate();
    const auto fee = !value               ? std::nullopt
                     : fee_rate == Rate() ? std::optional(Cash())
                                          : share_of(*value, fee_rate, as_payer);
    if (!value || !position || !fee || !checked_add(reservations_.fees(), *fee)) {
        return overflow;
    }
    asked.notional = *value;
    asked.position = *position;
    asked.fee = *fee;
    return std::nullopt;
}

RiskGate::Check RiskGate::check_reduction(const Order& order, const Asked& asked) const {
    const OrderTerms& terms = *asked.terms;
    const InstanceId instance = order.ids().instance;
    const Quantity own = portfolio_->quantity(instance, terms.instrument);
    const bool opposite = terms.side == Side::sell ? own > Quantity() : own < Quantity();
    if (terms.reduce_only == ReduceOnly::yes && (!opposite || terms.quantity > magnitude(own))) {
        return Refusal{.reason = RiskReason::not_reducing,
                       .unit = RiskUnit::quantity,
                       .value = terms.quantity.mantissa(),
                       .limit = opposite ? magnitude(own).mantissa() : 0};
    }
    const bool spot_sale = terms.side == Side::sell &&
                           portfolio_->listing(terms.instrument).kind == InstrumentKind::spot;
    if (!spot_sale) {
        return std::nullopt;
    }
    const Quantity promised = terms.reduce_only == ReduceOnly::yes
                                  ? Quantity()
                                  : reservations_.promised(instance, terms.instrument, Side::sell);
    const Quantity free = own - promised;
    if (terms.quantity > free) {
        return Refusal{.reason = RiskReason::spot_short,
                       .unit = RiskUnit::quantity,
                       .value = terms.quantity.mantissa(),
                       .limit = free.mantissa()};
    }
    return std::nullopt;
}

RiskGate::Check RiskGate::check_price(const Asked& asked, const Situation& situation) const {
    if (!asked.terms->limit) {
        return std::nullopt;
    }
    const Price last = *situation.last;
    const Price limit = *asked.terms->limit;
    const bool pays = asked.terms->side == Side::buy ? limit > last : limit < last;
    if (!asked.increases && !pays) {
        return std::nullopt;
    }
    const Cash distance(limit > last ? (limit - last).mantissa() : (last - limit).mantissa());
    return above(
        RiskReason::price_deviation, distance, Cash(last.mantissa()), *limits_->price_deviation);
}

Quantity RiskGate::room_to_close(InstanceId instance, InstrumentId instrument, Side side) const {
    const Quantity held = on_side(portfolio_->quantity(instance, instrument), opposite(side));
    if (reservations_.open() == 0) {
        return held;
    }
    // Whatever they ask for, reduce-only orders end at zero.
    const Quantity closing = std::min(held, reservations_.reducing(instance, instrument, side));
    return held - closing - reservations_.promised(instance, instrument, side);
}

std::optional<Quantity> RiskGate::held_on(InstrumentId instrument, Side side) const {
    std::optional<Quantity> sum = Quantity();
    for (const Allotment& one : portfolio_->instances()) {
        const Quantity held = on_side(portfolio_->quantity(one.instance, instrument), side);
        sum = sum ? checked_add(*sum, held) : std::nullopt;
    }
    return sum;
}

std::optional<Quantity> RiskGate::worst_on(InstrumentId instrument, Side side) const {
    std::optional<Quantity> sum = held_on(instrument, side);
    if (reservations_.promised(instrument, side) == Quantity()) {
        return sum;
    }
    for (const Allotment& one : portfolio_->instances()) {
        const Quantity room = room_to_close(one.instance, instrument, side);
        sum = sum ? checked_add(*sum, std::max(-room, Quantity())) : std::nullopt;
    }
    return sum;
}

std::optional<Cash> RiskGate::gross_without(InstrumentId left_out) const {
    Cash sum;
    for (const Listing& listing : portfolio_->listings()) {
        const auto longs = worst_on(listing.id, Side::buy);
        const auto shorts = worst_on(listing.id, Side::sell);
        const auto most = longs && shorts ? std::optional(std::max(*longs, *shorts)) : std::nullopt;
        if (listing.id == left_out || (most && *most == Quantity())) {
            continue;
        }
        const Price mark = portfolio_->mark_of(listing.id).value_or(judged_at_[listing.id.value()]);
        const Places at_mark{.price = mark_places, .quantity = listing.places.quantity};
        const auto value = most ? notional(mark, *most, at_mark, as_payer) : std::nullopt;
        const auto more = value ? checked_add(sum, *value) : std::nullopt;
        if (!more) {
            return std::nullopt;
        }
        sum = *more;
    }
    return sum;
}

RiskGate::Check RiskGate::check_sizes(const Asked& asked) const {
    if (auto refusal =
            above(RiskReason::order_notional, asked.notional, *limits_->order_notional)) {
        return refusal;
    }
    if (auto refusal =
            above(RiskReason::position_notional, asked.position, *limits_->position_notional)) {
        return refusal;
    }
    const auto others = gross_without(asked.terms->instrument);
    const auto gross = others ? checked_add(*others, asked.position) : std::nullopt;
    if (auto refusal = above(RiskReason::gross_exposure, gross, *limits_->gross_exposure)) {
        return refusal;
    }
    const Cash equity = portfolio_->equity();
    if (equity <= Cash()) {
        return over(RiskReason::leverage, *gross, equity);
    }
    return above(RiskReason::leverage, *gross, equity, *limits_->leverage);
}

RiskGate::Check RiskGate::check_losses(const Asked& asked) const {
    const Cash equity = portfolio_->equity();
    if (auto refusal =
            above(RiskReason::daily_loss, checked_sub(day_equity_, equity), *limits_->daily_loss)) {
        return refusal;
    }
    if (peak_ > equity) {
        auto refusal = peak_ > Cash()
                           ? above(RiskReason::drawdown, peak_ - equity, peak_, *limits_->drawdown)
                           : above(RiskReason::drawdown, rate_one, *limits_->drawdown);
        if (refusal) {
            return refusal;
        }
    }
    const auto today = checked_sub(portfolio_->fees_paid(), day_fees_);
    const auto promised = today ? checked_add(*today, reservations_.fees()) : std::nullopt;
    const auto with_this = promised ? checked_add(*promised, asked.fee) : std::nullopt;
    return above(RiskReason::fee_budget, with_this, *limits_->daily_fees);
}

int RiskGate::direction_of(const Listing& other, const Listing& asked) const {
    // Where it stands when all that is promised has filled.  Everything in the other base asset is
    // taken together, so that a hedged pair counts as what it is: within a tenth of flat, flat.
    Int128 net = 0;
    Int128 gross = 0;
    for (const Listing& listing : portfolio_->listings()) {
        const bool same_base = other.base != asked.base && listing.base == other.base;
        if (listing.id != other.id && !same_base) {
            continue;
        }
        const Quantity will_be = portfolio_->quantity(listing.id) +
                                 reservations_.promised(listing.id, Side::buy) -
                                 reservations_.promised(listing.id, Side::sell);
        // Base units with 8 places, so that spot and perpetual add up.
        const Int128 units =
            Int128{will_be.mantissa()} * DecimalPlaces(8 - listing.places.quantity.count()).one();
        net += units;
        gross += units < 0 ? -units : units;
    }
    const Int128 size = net < 0 ? -net : net;
    return size * 10 <= gross ? 0 : (net < 0 ? -1 : 1);
}

RiskGate::Check RiskGate::check_correlation(const Asked& asked) const {
    const Listing& mine = portfolio_->listing(asked.terms->instrument);
    const int side = asked.terms->side == Side::buy ? 1 : -1;
    for (const Listing& other : portfolio_->listings()) {
        const int direction = other.id == mine.id ? 0 : direction_of(other, mine);
        if (direction == 0) {
            continue;
        }
        const auto measured =
            correlations_ != nullptr ? correlations_->of(mine.id, other.id) : std::nullopt;
        const Rate alike(measured.value_or(rate_one).mantissa() * side * direction);
        // Unmeasured in opposite directions may be a hedge or not: it is taken for one.
        if (auto refusal = above(RiskReason::correlation, alike, *limits_->correlation)) {
            return refusal;
        }
    }
    return std::nullopt;
}

RiskGate::Check RiskGate::check_rate(UnixNanos now) const {
    const auto is_recent = [now](UnixNanos at) {
        const auto age = checked_sub(now, at);
        return age && *age < std::chrono::minutes(1);
    };
    // The ring holds as many as are allowed: while one of them is old or missing, there is room.
    if (recent_count_ < recent_.size() || !is_recent(recent_[recent_count_ % recent_.size()])) {
        return std::nullopt;
    }
    const auto within = 1 + std::ranges::count_if(recent_, is_recent);
    if (within <= *limits_->orders_per_minute) {
        return std::nullopt;
    }
    return Refusal{.reason = RiskReason::order_rate,
                   .unit = RiskUnit::count,
                   .value = within,
                   .limit = *limits_->orders_per_minute};
}

}  // namespace tradelab

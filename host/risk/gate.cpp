#include "risk/gate.hpp"

#include "core/check.hpp"
#include "core/limits.hpp"

#include <algorithm>
#include <chrono>
#include <numeric>

namespace tradelab {
namespace {

// Without limits something must still bound the table of reservations: no venue of ours lets one
// account have more open orders.
constexpr std::size_t open_orders_without_limits = 4'096;

// Closing orders of the host beyond what strategies have open: sixteen positions at once, each in
// as many pieces as one is split into.
constexpr std::size_t closing_orders_max = 16 * limits::closing_pieces_max;

std::size_t highest_id(const Portfolio& portfolio) {
    std::uint32_t highest = 0;
    for (const Listing& listing : portfolio.listings()) {
        highest = std::max(highest, listing.id.value());
    }
    return highest;
}

std::int64_t day_of(UnixNanos at) {
    constexpr std::int64_t day_ns = std::chrono::nanoseconds(std::chrono::hours(24)).count();
    const std::int64_t day = at.ns() / day_ns;
    return at.ns() % day_ns < 0 ? day - 1 : day;
}

}  // namespace

RiskGate::RiskGate(std::optional<RiskLimits> limits,
                   std::size_t open_max,
                   const Portfolio& portfolio,
                   const CorrelationTable* correlations)
    : limits_(limits),
      open_max_(open_max),
      portfolio_(&portfolio),
      correlations_(correlations),
      reservations_(open_max + closing_orders_max, highest_id(portfolio)),
      recent_(limits ? static_cast<std::size_t>(*limits->orders_per_minute) : 0),
      judged_at_(highest_id(portfolio) + 1),
      peak_(portfolio.equity()),
      day_equity_(portfolio.equity()),
      day_fees_(portfolio.fees_paid()) {}

RiskGate::RiskGate(const RiskLimits& limits,
                   const Portfolio& portfolio,
                   const CorrelationTable* correlations)
    : RiskGate(limits, static_cast<std::size_t>(*limits.open_orders), portfolio, correlations) {}

RiskGate RiskGate::none(const Portfolio& portfolio) {
    return {std::nullopt, open_orders_without_limits, portfolio, nullptr};
}

Ruling RiskGate::approve(const Order& order, const Situation& situation) {
    TL_CHECK_MSG(order.state() == OrderState::intent, "an order is approved before it is sent");
    begin_day(situation.now);

    Asked asked;
    Check refusal = judge(order, situation, asked);
    if (!refusal) {
        refusal = check_room(order, situation.asked_by);
    }
    const Reservation* held = nullptr;
    if (!refusal) {
        const OrderTerms& terms = order.terms();
        held = reservations_.reserve(
            {.intent = order.ids().intent,
             .instance = order.ids().instance,
             .instrument = terms.instrument,
             .side = terms.side,
             .reduce_only = terms.reduce_only,
             .left = terms.quantity,
             .asked = terms.quantity,
             .fee = asked.fee,
             .as = asked.increases ? LetThroughAs::entry : LetThroughAs::exit});
        TL_CHECK_MSG(held != nullptr, "a reservation for which there was room");
    }
    if (refusal) {
        ++refused_[static_cast<std::size_t>(refusal->reason)];
        return *refusal;
    }
    const Places places = portfolio_->listing(order.terms().instrument).places;
    judged_at_[order.terms().instrument.value()] =
        rescale(*situation.last, places.price, mark_places).value_or(Price());
    count_order(situation.now);
    ++approved_;
    return Approved<Order>(order, *held);
}

std::optional<Refusal> RiskGate::judge_anew(const Order& order, const Situation& situation) {
    if (!may_open(situation)) {
        return Refusal{.reason = RiskReason::stopped};
    }
    const Reservation* held = reservations_.find(order.ids().intent);
    TL_CHECK_MSG(held != nullptr, "an order that is judged anew has been let through");
    if (held->as == LetThroughAs::entry || !limits_) {
        return std::nullopt;
    }
    begin_day(situation.now);
    return judge_as_entry(order, situation);
}

RiskGate::Check RiskGate::check_room(const Order& order, AskedBy asked_by) const {
    const bool may_exceed =
        asked_by == AskedBy::host && order.terms().reduce_only == ReduceOnly::yes;
    const std::size_t most = may_exceed ? reservations_.open_max() : open_max_;
    if (reservations_.open() < most) {
        return std::nullopt;
    }
    return Refusal{.reason = RiskReason::open_orders,
                   .unit = RiskUnit::count,
                   .value = static_cast<std::int64_t>(reservations_.open()) + 1,
                   .limit = static_cast<std::int64_t>(most)};
}

void RiskGate::settle(const Order& order) {
    const Quantity left = order.can_still_fill();
    if (reservations_.find(order.ids().intent) == nullptr && left > Quantity()) {
        // The venue denies an end that was proven: it counts again, whatever the limits say.  Its
        // fee was an estimate and is not promised twice.
        const OrderTerms& terms = order.terms();
        const bool again = reservations_.reserve({.intent = order.ids().intent,
                                                  .instance = order.ids().instance,
                                                  .instrument = terms.instrument,
                                                  .side = terms.side,
                                                  .reduce_only = terms.reduce_only,
                                                  .left = terms.quantity,
                                                  .asked = terms.quantity}) != nullptr;
        latch_ = again ? latch_ : Latch::stopped;  // no room to count it: nothing may be added
    }
    reservations_.settle(order.ids().intent, left);
}

void RiskGate::observe(UnixNanos now, Cash equity) {
    const std::int64_t day = day_of(now);
    if (!day_ || day > *day_) {
        day_ = day;
        day_equity_ = equity;
        day_fees_ = portfolio_->fees_paid();
    }
    peak_ = std::max(peak_, equity);
}

void RiskGate::begin_day(UnixNanos now) {
    if (!day_ || day_of(now) > *day_) {
        observe(now, portfolio_->equity());
    }
}

void RiskGate::count_order(UnixNanos now) {
    if (!recent_.empty()) {
        recent_[recent_count_ % recent_.size()] = now;
        ++recent_count_;
    }
}

std::uint64_t RiskGate::refused() const {
    return std::accumulate(refused_.begin(), refused_.end(), std::uint64_t{0});
}

}  // namespace tradelab

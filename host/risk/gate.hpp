#pragma once

#include "core/money.hpp"
#include "core/order.hpp"
#include "core/time.hpp"
#include "portfolio/portfolio.hpp"
#include "risk/approved.hpp"
#include "risk/correlation.hpp"
#include "risk/limits.hpp"
#include "risk/refusal.hpp"
#include "risk/reservations.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tradelab {

// Who asks.  What a strategy rests must not keep the host from closing a position: the host's own
// reduce-only orders have room of their own beyond the limit of open orders.
enum class AskedBy : std::uint8_t { strategy, host };

// Whether whoever asks may open anything: a strategy that is held may only close.
enum class Entries : std::uint8_t { allowed, barred };

// What the caller knows at the moment of the order.  Time is that of the event being handled.
struct Situation {
    UnixNanos now;
    std::optional<Price> last;  // of the order's instrument, in its places
    Rate fee_rate;              // what the fill would cost at worst: the taker's rate
    AskedBy asked_by = AskedBy::strategy;
    Entries entries = Entries::allowed;
};

// An approved order, or why not.
class Ruling {
public:
    Ruling(const Approved<Order>& order) : said_(order) {}
    Ruling(Refusal refusal) : said_(refusal) {}

    [[nodiscard]] bool is_approved() const { return said_.index() == 0; }
    [[nodiscard]] explicit operator bool() const { return is_approved(); }
    // Only when approved, only when refused.
    [[nodiscard]] const Approved<Order>& order() const { return std::get<0>(said_); }
    [[nodiscard]] const Refusal& refusal() const { return std::get<1>(said_); }

private:
    std::variant<Approved<Order>, Refusal> said_;
};

enum class Latch : std::uint8_t { running, stopped };
enum class Promotion : std::uint8_t { allowed, barred };

// The gate in the path of every order.
//
// Each side of zero is judged on its own, and each instance: what one holds is no cover for what
// another opens, and what is held now is no room for the other way, because an exit may fill first.
// An order *increases* exposure unless it is reduce-only, or its instance holds enough on the other
// side for it and for all that works to close it already.  Only orders that increase are held to
// the limits that guard increase; the others pass them, the kill latch and a hold, so that an exit
// is always possible.  All orders must have a last price, a value that fits, no short spot, a true
// reduction where they say so, and a limit price near the last (of one that does not increase only
// the side that pays: a far target is no mistake).
//
// What an order that increases is judged by is the worst that can come: all that is held on its
// side and all promised orders of it, as if what is held on the other side were gone; or the other
// side, where that is more.  It is valued at the last price or the order's own limit, whichever is
// higher; other instruments at their marks.
//
// The caller tells it:  observe() at every mark of equity that is a new peak or the first of a UTC
// day, in order of time;  settle() after every change of an order, and after the portfolio has
// booked its fills, in the same event.
//
// One thread.  The portfolio and the table outlive it.  Allocates in the constructor only.
class RiskGate {
public:
    // `correlations`: nullptr takes every pair for fully correlated.
    RiskGate(const RiskLimits& limits,
             const Portfolio& portfolio,
             const CorrelationTable* correlations);

    // No limits but the ones that no account can do without (spot, reduce-only, overflow, latch, at
    // most 4,096 open orders of strategies).  Results are barred from promotion.
    [[nodiscard]] static RiskGate none(const Portfolio& portfolio);

    // Reserves and approves, or says why not and reserves nothing.  The order is in state `intent`.
    [[nodiscard]] Ruling approve(const Order& order, const Situation& situation);

    // For an order that can open something by now, because what it was to close is gone: why it
    // must be called back, or nothing where it may stand.  What was let through as an exit was held
    // to no limit: now it is, to all but the rate of orders, in which it has been counted.  It
    // never counts as judged once and for all, for its position may go in several fills, and the
    // loss grows with each.  Under the latch or a hold nothing may stand.
    [[nodiscard]] std::optional<Refusal> judge_anew(const Order& order, const Situation& situation);

    // What the order can still fill is what stays reserved: nothing once its end is proven, all of
    // the rest while its fate is unknown or disputed.
    void settle(const Order& order);

    // Equity at a time, before the orders and fills of that event.  The first call of a UTC day, or
    // the first approve(), fixes the equity and fees that the day's loss and fees are measured
    // from.
    void observe(UnixNanos now, Cash equity);

    // The kill latch.  Stopped: nothing that increases exposure.
    void stop() { latch_ = Latch::stopped; }
    void resume() { latch_ = Latch::running; }
    [[nodiscard]] Latch latch() const { return latch_; }

    [[nodiscard]] Promotion promotion() const {
        return limits_ ? Promotion::allowed : Promotion::barred;
    }
    [[nodiscard]] const std::optional<RiskLimits>& limits() const { return limits_; }
    [[nodiscard]] std::uint64_t refused(RiskReason reason) const {
        return refused_[static_cast<std::size_t>(reason)];
    }
    [[nodiscard]] std::uint64_t refused() const;
    [[nodiscard]] std::uint64_t approved() const { return approved_; }
    // The highest equity, and that at the first mark of the last UTC day.
    [[nodiscard]] Cash peak() const { return peak_; }
    [[nodiscard]] Cash day_equity() const { return day_equity_; }
    [[nodiscard]] const Reservations& reservations() const { return reservations_; }
    // The worst that can come of what is held and promised, by instance and side, at the marks.
    // An instrument without a mark counts at the last price that one of its orders was judged by.
    // Nothing when it does not fit.
    [[nodiscard]] std::optional<Cash> gross_exposure() const { return gross_without({}); }

private:
    // The worst cases of one order, worked out once.
    struct Asked {
        const OrderTerms* terms = nullptr;
        Quantity quantity = {};                 // that can fill
        std::optional<Quantity> promised = {};  // on its side, with it; nothing: it does not fit
        Price worst_price = {};
        Cash notional = {};  // of the order
        Cash position = {};  // of the instrument's worst case with it
        Cash fee = {};
        bool increases = false;
    };
    using Check = std::optional<Refusal>;

    RiskGate(std::optional<RiskLimits> limits,
             std::size_t open_max,
             const Portfolio& portfolio,
             const CorrelationTable* correlations);

    [[nodiscard]] Check judge(const Order& order, const Situation& situation, Asked& asked);
    [[nodiscard]] Check judge_as_entry(const Order& order, const Situation& situation) const;
    [[nodiscard]] bool may_open(const Situation& situation) const {
        return latch_ == Latch::running && situation.entries == Entries::allowed;
    }
    [[nodiscard]] Check work_out(const Situation& situation, Asked& asked) const;
    [[nodiscard]] Check check_reduction(const Order& order, const Asked& asked) const;
    [[nodiscard]] Check check_price(const Asked& asked, const Situation& situation) const;
    [[nodiscard]] Check check_entry(const Asked& asked) const;
    [[nodiscard]] Check check_sizes(const Asked& asked) const;
    [[nodiscard]] Check check_losses(const Asked& asked) const;
    [[nodiscard]] Check check_correlation(const Asked& asked) const;
    [[nodiscard]] Check check_rate(UnixNanos now) const;
    [[nodiscard]] Check check_room(const Order& order, AskedBy asked_by) const;
    [[nodiscard]] std::optional<Cash> gross_without(InstrumentId left_out) const;
    // What an instance holds on the other side of zero that no order works to close yet.  Below
    // zero: its orders lead through zero by as much.
    [[nodiscard]] Quantity room_to_close(InstanceId instance,
                                         InstrumentId instrument,
                                         Side side) const;
    // What all instances hold on one side; and with all that their orders would add to it.
    [[nodiscard]] std::optional<Quantity> held_on(InstrumentId instrument, Side side) const;
    [[nodiscard]] std::optional<Quantity> worst_on(InstrumentId instrument, Side side) const;
    [[nodiscard]] int direction_of(const Listing& other, const Listing& asked) const;
    void begin_day(UnixNanos now);
    void count_order(UnixNanos now);

    std::optional<RiskLimits> limits_;
    std::size_t open_max_;  // of what strategies ask for
    const Portfolio* portfolio_;
    const CorrelationTable* correlations_;
    Reservations reservations_;
    std::vector<UnixNanos> recent_;  // ring of the last orders_per_minute approvals
    std::size_t recent_count_ = 0;
    std::vector<Price> judged_at_;  // by instrument id, in 1e-8; zero before the first order
    std::array<std::uint64_t, risk_reason_count> refused_ = {};
    std::uint64_t approved_ = 0;
    Latch latch_ = Latch::running;
    std::optional<std::int64_t> day_;
    Cash peak_;
    Cash day_equity_;
    Cash day_fees_;
};

}  // namespace tradelab

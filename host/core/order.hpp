#pragma once

#include "core/id.hpp"
#include "core/money.hpp"
#include "core/order_state.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tradelab {

// Numbers of the ABI.
enum class Side : std::int8_t { buy = 1, sell = -1 };
enum class TimeInForce : std::uint8_t { gtc = 0, ioc = 1, fok = 2 };

enum class OrderType : std::uint8_t { market, limit };
enum class ReduceOnly : std::uint8_t { no, yes };
enum class PostOnly : std::uint8_t { no, yes };

[[nodiscard]] constexpr Side opposite(Side side) {
    return side == Side::buy ? Side::sell : Side::buy;
}
[[nodiscard]] std::string_view side_text(Side side);
[[nodiscard]] std::string_view time_in_force_text(TimeInForce time_in_force);

// What is asked of the venue.  Never changes once sent: replace is cancel and new.
struct OrderTerms {
    InstrumentId instrument;
    Side side = Side::buy;
    Quantity quantity;
    std::optional<Price> limit;  // none: at market
    TimeInForce time_in_force = TimeInForce::gtc;
    ReduceOnly reduce_only = ReduceOnly::no;
    PostOnly post_only = PostOnly::no;

    [[nodiscard]] OrderType type() const { return limit ? OrderType::limit : OrderType::market; }

    friend bool operator==(const OrderTerms&, const OrderTerms&) = default;
};

struct OrderIds {
    OrderId order;
    IntentId intent;
    InstanceId instance;
};

// What an event or a fill did to an order.
struct OrderChange {
    OrderState from = OrderState::intent;
    OrderState to = OrderState::intent;
    Meaning meaning = Meaning::stays;
    Quantity newly_filled = {};
};

// An order and what is known of its fate.
//
// Invariants: the state moves only along the table of order_state.hpp; filled() never falls and
// never passes the quantity; can_still_fill() is the whole rest until the venue has proven the end,
// and again when the venue contradicts such a proof.
//
// Synchronous, does not allocate except to word an Error.
class Order {
public:
    // Refuses a quantity or limit that is not positive, and post-only without a limit or with
    // another time in force than gtc.
    [[nodiscard]] static Result<Order> make(OrderIds ids, OrderTerms terms, UnixNanos decided_at);

    // An act of the host or a report of the venue, fills excepted.  Err: the host may not do this
    // in this state, and nothing has changed.
    [[nodiscard]] Result<OrderChange> apply(OrderEvent event);

    // The venue's cumulative filled quantity.  An older or repeated figure changes nothing, so
    // reports may come twice and in any order.  Err: more than was ordered; nothing is changed,
    // and the caller must reconcile, because that much is held at the venue all the same.
    [[nodiscard]] Result<OrderChange> fill_up_to(Quantity cumulative);

    // One fill of `quantity`, for venues that report each alone; the caller has removed duplicates
    // by the venue's trade id.
    [[nodiscard]] Result<OrderChange> fill(Quantity quantity);

    [[nodiscard]] const OrderIds& ids() const { return ids_; }
    [[nodiscard]] const OrderTerms& terms() const { return terms_; }
    [[nodiscard]] UnixNanos decided_at() const { return decided_at_; }
    [[nodiscard]] OrderState state() const { return state_; }
    [[nodiscard]] Quantity filled() const { return filled_; }
    [[nodiscard]] Quantity remaining() const { return terms_.quantity - filled_; }

    // What must be counted as exposure on top of filled().
    [[nodiscard]] Quantity can_still_fill() const;

    // The venue has contradicted a proven end: a person must look.
    [[nodiscard]] bool is_disputed() const { return disputed_; }

private:
    Order(OrderIds ids, OrderTerms terms, UnixNanos decided_at)
        : ids_(ids), terms_(terms), decided_at_(decided_at) {}

    OrderChange take(Transition next);

    OrderIds ids_;
    OrderTerms terms_;
    UnixNanos decided_at_;
    Quantity filled_;
    OrderState state_ = OrderState::intent;
    bool disputed_ = false;
};

}  // namespace tradelab

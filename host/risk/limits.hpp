#pragma once

#include "core/check.hpp"
#include "core/money.hpp"

#include <cstdint>

namespace tradelab {

// A limit: above zero, and never left out.  It has no default on purpose, so that a RiskLimits with
// one forgotten does not compile.
template <class T>
class Limit {
public:
    constexpr explicit Limit(T value) : value_(value) {
        TL_CHECK_MSG(value > T{}, "a limit is above 0; there is no \"unlimited\"");
    }
    [[nodiscard]] constexpr T operator*() const { return value_; }

    friend constexpr bool operator==(Limit, Limit) = default;

private:
    T value_;
};

// All that the gate holds an account to.  An order that would pass a limit is refused; one that
// reaches it exactly passes.
struct RiskLimits {
    Limit<Cash> position_notional;          // per instrument: held, promised and asked
    Limit<Cash> order_notional;             // of one order
    Limit<Cash> gross_exposure;             // of all instruments, without regard to sign
    Limit<Rate> leverage;                   // gross exposure / equity
    Limit<Cash> daily_loss;                 // equity lost since 00:00 UTC
    Limit<Rate> drawdown;                   // share of the highest equity that is lost
    Limit<Rate> correlation;                // with anything held in the same direction
    Limit<std::int64_t> orders_per_minute;  // by event time
    Limit<Cash> daily_fees;                 // paid since 00:00 UTC, and promised
    Limit<Rate> price_deviation;            // of a limit price from the last price
    Limit<std::int64_t> open_orders;        // at once; the host's own exits may be more

    friend constexpr bool operator==(const RiskLimits&, const RiskLimits&) = default;
};

}  // namespace tradelab

#pragma once

#include "core/money.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tradelab {

// Why the gate said no.  Part of the decision hash: a number once used keeps its meaning.
enum class RiskReason : std::uint8_t {
    stopped = 1,        // the kill latch: nothing that increases exposure
    price_missing = 2,  // no last price: what cannot be checked has not passed
    overflow = 3,       // the order's value does not fit into 64 bits
    spot_short = 4,     // sells more than is held and not promised to other sales
    not_reducing = 5,   // reduce-only, but it would open or pass through zero
    price_deviation = 6,
    order_notional = 7,
    position_notional = 8,
    gross_exposure = 9,
    leverage = 10,
    daily_loss = 11,
    drawdown = 12,
    correlation = 13,
    order_rate = 14,
    fee_budget = 15,
    open_orders = 16,
    known_intent = 17,  // an intent is approved once
};
inline constexpr std::size_t risk_reason_count = 18;  // 0 is none

// What a refusal's numbers count.
enum class RiskUnit : std::uint8_t { none, cash, rate, count, quantity };

// In integers and without allocating: refusals are hashed and counted.
struct Refusal {
    RiskReason reason = RiskReason::stopped;
    RiskUnit unit = RiskUnit::none;
    std::int64_t value = 0;
    std::int64_t limit = 0;

    friend bool operator==(const Refusal&, const Refusal&) = default;
};

// "order_notional": the key in reports and JSON.
[[nodiscard]] std::string_view risk_reason_text(RiskReason reason);

// "order_notional: 1500 is above the limit of 1000: the order is too large", with the remedy where
// one exists.
[[nodiscard]] std::string refusal_text(const Refusal& refusal);

}  // namespace tradelab

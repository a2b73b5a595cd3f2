#pragma once

#include "portfolio/desk.hpp"
#include "risk/gate.hpp"

#include <gtest/gtest.h>

#include <optional>

// A gate over the small account of portfolio/desk.hpp, with limits so wide that a test narrows the
// one it means.
namespace tradelab::desk {

inline RiskLimits wide() {
    return {.position_notional = Limit(usdt("1000000")),
            .order_notional = Limit(usdt("1000000")),
            .gross_exposure = Limit(usdt("1000000")),
            .leverage = Limit(rate("100")),
            .daily_loss = Limit(usdt("1000000")),
            .drawdown = Limit(rate("1")),
            .correlation = Limit(rate("1")),
            .orders_per_minute = Limit(std::int64_t{1'000}),
            .daily_fees = Limit(usdt("1000000")),
            .price_deviation = Limit(rate("1")),
            .open_orders = Limit(std::int64_t{100})};
}

struct Ask {
    InstrumentId instrument = btc_perp;
    Side side = Side::buy;
    Quantity quantity = {};
    std::optional<Price> limit = {};
    ReduceOnly reduce_only = ReduceOnly::no;
    InstanceId instance = first;
};

inline Order order(std::uint64_t intent, const Ask& ask) {
    return Order::make(
               {.order = OrderId(intent), .intent = IntentId(intent), .instance = ask.instance},
               {.instrument = ask.instrument,
                .side = ask.side,
                .quantity = ask.quantity,
                .limit = ask.limit,
                .reduce_only = ask.reduce_only},
               at(0))
        .value();
}

inline Situation now(std::string_view last = "20000", UnixNanos time = at(0)) {
    return {.now = time, .last = price(last), .fee_rate = rate("0.0005")};
}

// The reason, or nothing when it passes.
inline std::optional<RiskReason> said(const Ruling& verdict) {
    return verdict ? std::nullopt : std::optional(verdict.refusal().reason);
}

}  // namespace tradelab::desk

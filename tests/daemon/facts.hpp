#pragma once

#include "daemon/answers.hpp"

#include <chrono>

namespace tradelab {

inline DaemonFacts facts() {
    return {.limits = {.position_notional = Limit(Cash(1'000'000'000'000)),
                       .order_notional = Limit(Cash(1'000'000'000'000)),
                       .gross_exposure = Limit(Cash(2'000'000'000'000)),
                       .leverage = Limit(Rate(2'000'000'000'000)),
                       .daily_loss = Limit(Cash(50'000'000'000)),
                       .drawdown = Limit(Rate(250'000'000'000)),
                       .correlation = Limit(Rate(900'000'000'000)),
                       .orders_per_minute = Limit(std::int64_t{30}),
                       .daily_fees = Limit(Cash(5'000'000'000)),
                       .price_deviation = Limit(Rate(20'000'000'000)),
                       .open_orders = Limit(std::int64_t{64})},
            .process = 4711,
            .up = std::chrono::hours(2),
            .feed_clock = parse_iso("2024-01-31T12:00:30Z").value(),
            .speed = 60};
}

}  // namespace tradelab

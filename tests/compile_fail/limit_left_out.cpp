// Limits of which one was forgotten: there is no default, because there is no "unlimited".
#include "risk/limits.hpp"

tradelab::RiskLimits limits() {
    using tradelab::Cash;
    using tradelab::Limit;
    using tradelab::Rate;
    return {
        .position_notional = Limit(Cash(1)),
        .order_notional = Limit(Cash(1)),
        .gross_exposure = Limit(Cash(1)),
        .leverage = Limit(Rate(1)),
#ifndef TL_SHOULD_FAIL
        .daily_loss = Limit(Cash(1)),
#endif
        .drawdown = Limit(Rate(1)),
        .correlation = Limit(Rate(1)),
        .orders_per_minute = Limit(std::int64_t{1}),
        .daily_fees = Limit(Cash(1)),
        .price_deviation = Limit(Rate(1)),
        .open_orders = Limit(std::int64_t{1}),
    };
}

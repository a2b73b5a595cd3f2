#pragma once

#include <string_view>

namespace tradelab {

// The limits of the installation, in their canonical text.
inline constexpr std::string_view shipped_limits =
    "max_position_usdt = 10000\n"
    "max_order_usdt = 10000\n"
    "max_gross_exposure_usdt = 20000\n"
    "max_leverage_percent = 200\n"
    "max_daily_loss_usdt = 500\n"
    "max_drawdown_bps = 2500\n"
    "max_correlation_percent = 90\n"
    "max_orders_per_minute = 30\n"
    "max_daily_fees_usdt = 50\n"
    "max_price_deviation_bps = 200\n"
    "max_open_orders = 64\n";

}  // namespace tradelab

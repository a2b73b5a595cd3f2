#include "risk/limit_names.hpp"

#include <type_traits>

namespace tradelab {
namespace {

constexpr std::int64_t usdt = 100'000'000;
constexpr std::int64_t percent = 10'000'000'000;
constexpr std::int64_t basis_point = 100'000'000;

constexpr std::array<LimitName, limit_count> names = {{{"max_position_usdt", usdt},
                                                       {"max_order_usdt", usdt},
                                                       {"max_gross_exposure_usdt", usdt},
                                                       {"max_leverage_percent", percent},
                                                       {"max_daily_loss_usdt", usdt},
                                                       {"max_drawdown_bps", basis_point},
                                                       {"max_correlation_percent", percent},
                                                       {"max_orders_per_minute", 1},
                                                       {"max_daily_fees_usdt", usdt},
                                                       {"max_price_deviation_bps", basis_point},
                                                       {"max_open_orders", 1}}};

template <class T>
std::int64_t amount(Limit<T> limit) {
    if constexpr (std::is_same_v<T, std::int64_t>) {
        return *limit;
    } else {
        return (*limit).mantissa();
    }
}

}  // namespace

const std::array<LimitName, limit_count>& limit_names() {
    return names;
}

LimitAmounts amounts_of(const RiskLimits& limits) {
    return {amount(limits.position_notional),
            amount(limits.order_notional),
            amount(limits.gross_exposure),
            amount(limits.leverage),
            amount(limits.daily_loss),
            amount(limits.drawdown),
            amount(limits.correlation),
            amount(limits.orders_per_minute),
            amount(limits.daily_fees),
            amount(limits.price_deviation),
            amount(limits.open_orders)};
}

}  // namespace tradelab

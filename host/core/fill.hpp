#pragma once

#include "core/id.hpp"
#include "core/money.hpp"
#include "core/order.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <string>

namespace tradelab {

// Numbers of the ABI.
enum class Liquidity : std::uint8_t { unknown = 0, maker = 1, taker = 2 };

// One execution, as the venue reports it.
struct Fill {
    TradeId trade;  // the venue's: the same trade twice is one fill
    OrderId order;
    InstanceId instance;
    InstrumentId instrument;
    Side side = Side::buy;
    Liquidity liquidity = Liquidity::unknown;
    Price price;
    Quantity quantity;      // always positive
    Cash fee;               // in fee_asset; positive is paid, negative is a rebate
    std::string fee_asset;  // "USDT", "BNB"
    UnixNanos at_venue;
    UnixNanos received_at;

    friend bool operator==(const Fill&, const Fill&) = default;
};

}  // namespace tradelab

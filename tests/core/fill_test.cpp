#include "core/fill.hpp"

#include <tradelab/abi/strategy.h>

#include <gtest/gtest.h>

namespace tradelab {
namespace {

Fill bought() {
    return {.trade = TradeId(7),
            .order = OrderId(1),
            .instance = InstanceId(2),
            .instrument = InstrumentId(3),
            .side = Side::buy,
            .liquidity = Liquidity::taker,
            .price = Price(100),
            .quantity = Quantity(5),
            .fee = Cash(2),
            .fee_asset = "USDT",
            .at_venue = UnixNanos(10),
            .received_at = UnixNanos(11)};
}

TEST(Fill, SpeaksTheNumbersOfTheAbi) {
    tl_ev_fill event{};
    event.side = static_cast<std::int32_t>(bought().side);
    event.liquidity = static_cast<std::uint32_t>(bought().liquidity);

    EXPECT_EQ(event.side, 1);
    EXPECT_EQ(static_cast<std::int32_t>(Side::sell), -1);
    EXPECT_EQ(event.liquidity, 2U);
    EXPECT_EQ(static_cast<std::uint32_t>(Liquidity::maker), 1U);
}

TEST(Fill, ReportedTwiceIsEqualAndAnythingElseIsNot) {
    Fill other = bought();
    EXPECT_EQ(bought(), other);

    other.fee = Cash(3);

    EXPECT_NE(bought(), other);
}

}  // namespace
}  // namespace tradelab

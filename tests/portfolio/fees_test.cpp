#include "portfolio/fees.hpp"

#include "portfolio/desk.hpp"

#include <gtest/gtest.h>

namespace tradelab {
namespace {

using namespace desk;

TEST(Fees, RoundUpAgainstUs) {
    EXPECT_EQ(fee_in_quote(usdt("100"), rate("0.001")), usdt("0.1"));
    EXPECT_EQ(fee_in_quote(usdt("0.00000001"), rate("0.001")), usdt("0.00000001"));
    EXPECT_EQ(fee_in_base(spot("0.00001"), spot_places.quantity, rate("0.001")),
              usdt("0.00000001"));
}

TEST(Fees, ARebateIsRoundedAgainstUsToo) {
    EXPECT_EQ(fee_in_quote(usdt("0.00000001"), rate("-0.0001")), Cash());
}

TEST(Fees, HoldFromTheirTimeOn) {
    FeeHistory history;
    ASSERT_TRUE(history.add({at(10), "a", rate("0.001"), rate("0.001")}).has_value());
    ASSERT_TRUE(history.add({at(20), "b", rate("0.0002"), rate("0.0005")}).has_value());

    EXPECT_EQ(history.at(at(9)), nullptr);
    EXPECT_EQ(history.at(at(10))->source, "a");
    EXPECT_EQ(history.at(at(20))->rate(Liquidity::maker), rate("0.0002"));
    EXPECT_EQ(history.at(at(99))->rate(Liquidity::unknown), rate("0.0005"));
}

TEST(Fees, RefuseASlippedDecimalPointAndDisorder) {
    FeeHistory history;

    EXPECT_FALSE(history.add({at(0), "", rate("0.1"), rate("0.001")}).has_value());
    ASSERT_TRUE(history.add({at(1), "", rate("0.001"), rate("0.001")}).has_value());
    EXPECT_FALSE(history.add({at(1), "", rate("0.001"), rate("0.001")}).has_value());
}

}  // namespace
}  // namespace tradelab

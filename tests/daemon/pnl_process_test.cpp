#include "core/decimal.hpp"
#include "daemon/running_daemon.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What the real daemon says of the profit and loss.
namespace tradelab {
namespace {

using testing::HasSubstr;

// By hand, from what is printed, on an account that was filled, paid fees and settled funding.
TEST(PnlProcess, ThePartsOfThePnlAddUpOnEverySurface) {
    const DaemonHome home;
    const RunningDaemon daemon(home);
    const JsonValue status =
        daemon.status_when([](const JsonValue& now) { return *now["feed"]["ended"].boolean(); });
    const auto cash = [](const JsonValue& value) { return parse_cash(*value.text()).value(); };
    const JsonValue& pnl = status["pnl"];

    EXPECT_EQ(cash(pnl["total"]),
              cash(pnl["realised"]) + cash(pnl["unrealised"]) - cash(pnl["fees"]) +
                  cash(pnl["funding"]) + cash(pnl["insurance"]));
    EXPECT_EQ(cash(pnl["total"]), cash(status["equity"]) - cash(status["opening"]));
    EXPECT_NE(cash(pnl["fees"]), Cash());
    EXPECT_NE(cash(pnl["funding"]), Cash());
    const JsonValue funding = daemon.ask(ControlVerb::funding);
    EXPECT_EQ(cash(funding["received"]), cash(pnl["funding"]));
    const auto page = home.tradelab({"status", "--plain"});
    EXPECT_THAT(page.output.bytes, HasSubstr("+ is received"));
}

}  // namespace
}  // namespace tradelab

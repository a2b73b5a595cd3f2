#include "lab/cautions.hpp"

#include <gtest/gtest.h>

namespace tradelab {
namespace {

OrderRecord order(int hour, std::optional<RiskReason> refused) {
    OrderRecord out;
    out.decided_at = UnixNanos(hour * 3'600'000'000'000);
    if (refused) {
        out.refused_by_risk = Refusal{.reason = *refused};
    }
    return out;
}

TEST(Cautions, ARunThatPassedHasNone) {
    RunRecord record;
    record.orders = {order(1, {}), order(2, {})};

    EXPECT_TRUE(cautions_of(record).empty());
}

TEST(Cautions, ASilencedRunIsCalledOne) {
    RunRecord record;
    record.orders = {order(1, {}), order(2, RiskReason::drawdown), order(3, RiskReason::drawdown)};

    const auto cautions = cautions_of(record);

    ASSERT_EQ(cautions.size(), 2U);
    EXPECT_EQ(cautions[0],
              "The drawdown limit refused 2 entries, the first at 1970-01-01T02:00:00Z, and none "
              "passed after it: the quiet that follows is the limit's, not the market's.");
    EXPECT_EQ(cautions[1], "2 of 3 orders were refused: see which limits, and how often.");
}

TEST(Cautions, ARunIsSilencedFromTheFirstRefusalAfterItsLastEntry) {
    RunRecord record;
    record.orders = {order(1, RiskReason::drawdown),
                     order(2, {}),
                     order(3, RiskReason::drawdown),
                     order(4, RiskReason::drawdown)};

    EXPECT_EQ(silenced_since(record), record.orders[2].decided_at);
    EXPECT_NE(cautions_of(record)[0].find("none passed after 1970-01-01T03:00:00Z"),
              std::string::npos);
    record.orders.push_back(order(5, {}));
    EXPECT_FALSE(silenced_since(record));
    EXPECT_FALSE(silenced_since({}));
}

TEST(Cautions, ARunThatRecoveredIsNotCalledSilenced) {
    RunRecord record;
    record.orders = {order(1, RiskReason::drawdown)};
    for (int hour = 2; hour < 12; ++hour) {
        record.orders.push_back(order(hour, {}));
    }

    const auto cautions = cautions_of(record);

    ASSERT_EQ(cautions.size(), 1U);
    EXPECT_EQ(cautions[0].find("none passed"), std::string::npos);
}

OrderRecord exit_too_small(int hour) {
    OrderRecord out = order(hour, {});
    out.terms.reduce_only = ReduceOnly::yes;
    out.refused_by_filter = FilterRefusal{.filter = FilterKind::notional, .bound = Bound::min};
    return out;
}

OrderRecord filled(int hour) {
    OrderRecord out = order(hour, {});
    out.filled = Quantity(1);
    return out;
}

TEST(Cautions, ARunThatIsStuckWithWhatItCannotSellIsCalledSo) {
    RunRecord record;
    record.orders = {exit_too_small(0), filled(1), exit_too_small(2), exit_too_small(3)};

    const auto cautions = cautions_of(record);

    ASSERT_EQ(cautions.size(), 2U);
    EXPECT_EQ(cautions[0],
              "The venue refused 2 exits as too small, the first at 1970-01-01T02:00:00Z, and "
              "nothing was filled after it: the strategy was stuck with what it could not sell.");
}

TEST(Cautions, DustThatTheNextTradeTakesAlongIsNoCaution) {
    RunRecord record;
    record.orders = {exit_too_small(1)};
    for (int hour = 2; hour < 12; ++hour) {
        record.orders.push_back(filled(hour));
    }

    record.orders.push_back(exit_too_small(12));

    EXPECT_TRUE(cautions_of(record).empty());
}

}  // namespace
}  // namespace tradelab

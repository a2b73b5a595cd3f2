#include "campaign/score.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tradelab {
namespace {

// Earns 3.65 % a year on average, on days that differ a little.
TrialRun run(std::uint64_t trades, std::uint64_t settlements) {
    TrialRun out;
    for (int day = 0; day < 400; ++day) {
        out.returns.values.push_back(day % 2 == 0 ? 0.0003 : -0.0001);
    }
    out.conduct.trades = trades;
    out.conduct.settlements = settlements;
    out.costs.net = Cash(1'000);
    return out;
}

TEST(Appraisal, ACarryIsRareByItsSettlementsNotByItsTrades) {
    const AppraisalRules rules{.settlements_min = 300};

    EXPECT_EQ(appraise(run(1, 300), rules).fate, TrialFate::candidate);
    EXPECT_EQ(appraise(run(90, 299), rules).fate, TrialFate::idle);
}

TEST(Appraisal, ATradingRuleIsRareByItsTrades) {
    const AppraisalRules rules{.trades_min = 50};

    EXPECT_EQ(appraise(run(50, 0), rules).fate, TrialFate::candidate);
    EXPECT_EQ(appraise(run(49, 5000), rules).fate, TrialFate::idle);
}

TEST(Appraisal, WhoEarnsLessThanALenderIsKilledByWhatTheMoneyCosts) {
    const auto below = appraise(run(1, 300), {.lending_rate = 0.05});
    const auto above = appraise(run(1, 300), {.lending_rate = 0.02});

    EXPECT_EQ(below.fate, TrialFate::costs);
    EXPECT_LT(below.annual_sharpe.value(), 0);
    EXPECT_EQ(above.fate, TrialFate::candidate);
    EXPECT_GT(above.annual_sharpe.value(), 0);
    EXPECT_LT(*above.score, *appraise(run(1, 300), {}).score);
}

}  // namespace
}  // namespace tradelab

#include "gate/evidence.hpp"
#include "gate/gate.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string_view>
#include <tuple>

// What explains a verdict, and decides nothing of it.
namespace tradelab {
namespace {

using namespace gate_test;

const LabDays lab;

GateVerdict judged(const GateInput& input, const LabDays& days) {
    GateRules few;
    few.draws = 2000;
    return judge(input, few, plan(days), vault(1, 4, Shape::normal, days)).value();
}

std::optional<double> value_of(const GateVerdict& verdict, std::string_view name) {
    const Figure* figure = verdict.find(name);
    EXPECT_NE(figure, nullptr) << name;
    return figure == nullptr ? std::nullopt : figure->value;
}

// Lost, refused by the correction, or short of evidence.
TEST(Explanation, IsOfWhoeverIsRefusedToo) {
    const LabDays brief{.explore = 220, .walk_forward = 365, .vault = 146};
    auto lost = finalists(4, 3, 2, Shape::normal, lab);
    for (Finalist& finalist : lost.finalists) {
        for (double& value : finalist.walk_forward.returns) {
            value = -0.01 - value;
        }
    }
    auto idle = finalists(1, 3, 4, Shape::normal, lab);
    for (Finalist& finalist : idle.finalists) {
        finalist.walk_forward.activity.trades = 1;
    }
    for (const auto& [input, days, reason] :
         {std::tuple(lost, lab, GateReason::loses),
          std::tuple(finalists(7, 3, 0.3, Shape::normal, brief), brief, GateReason::correction),
          std::tuple(idle, lab, GateReason::minimum_evidence)}) {
        const auto verdict = judged(input, days);

        ASSERT_EQ(verdict.reason, reason) << verdict.sentence;
        for (const char* name : {"explore.sharpe",
                                 "walk_forward.spa",
                                 "search.trials",
                                 "search.probabilistic_sharpe",
                                 "search.deflated_sharpe"}) {
            EXPECT_TRUE(value_of(verdict, name)) << name << ": " << verdict.sentence;
        }
    }
}

TEST(Explanation, TestsAgainstHoldingTheMarketAsAgainstCash) {
    auto input = finalists(1, 5, 4, Shape::normal, lab);
    EXPECT_EQ(value_of(judged(input, lab), "walk_forward.hold.spa"), std::nullopt);

    input.hold_walk_forward.assign(lab.walk_forward, 0);
    const auto beside_cash = judged(input, lab);
    EXPECT_LT(value_of(beside_cash, "walk_forward.spa").value(), 0.05);
    EXPECT_EQ(value_of(beside_cash, "walk_forward.hold.spa"),
              value_of(beside_cash, "walk_forward.spa"));

    // The market did better than the best of them every day.
    input.hold_walk_forward = input.finalists[0].walk_forward.returns;
    for (double& value : input.hold_walk_forward) {
        value += 0.002;
    }
    EXPECT_GT(value_of(judged(input, lab), "walk_forward.hold.spa").value(), 0.3);
}

}  // namespace
}  // namespace tradelab

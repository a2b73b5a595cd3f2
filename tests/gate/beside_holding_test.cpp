#include "gate/beside_holding.hpp"

#include "gate/evidence.hpp"
#include "gate/gate.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {
namespace {

using namespace gate_test;

const LabDays lab;

GateRules rules() {
    GateRules few;
    few.draws = 2000;
    return few;
}

double value_of(const GateVerdict& verdict, std::string_view name) {
    const Figure* figure = verdict.find(name);
    EXPECT_NE(figure, nullptr) << name;
    return figure != nullptr && figure->value ? *figure->value : -999;
}

GateVerdict judged(const GateInput& input, double vault_sharpe) {
    return judge(input, rules(), plan(lab), vault(1, vault_sharpe, Shape::normal, lab)).value();
}

OpenVault never() {
    return [](std::size_t, const FirstLook&) -> Result<VaultEvidence> {
        ADD_FAILURE() << "the vault was opened";
        return fail(ErrorCode::internal, "the vault was opened");
    };
}

TEST(BesideHolding, TakesTheShareOfTheMarketOutAndKnowsWhenItCannot) {
    const auto market = Days(3).series(Shape::student, 500, 2);
    auto own = Days(4).series(Shape::normal, 500, 3);
    std::vector<double> rule = own;
    for (std::size_t day = 0; day < rule.size(); ++day) {
        rule[day] -= 0.7 * market[day];
    }

    const auto alone = beside_holding(own, market, 5).value();
    const auto against = beside_holding(rule, market, 5).value();

    EXPECT_NEAR(against.beta, alone.beta - 0.7, 1e-12);
    EXPECT_NEAR(against.z.value(), alone.z.value(), 1e-9);
    EXPECT_NEAR(against.sharpe.value(), alone.sharpe.value(), 1e-9);
    EXPECT_FALSE(beside_holding(own, {}, 5));
    EXPECT_FALSE(beside_holding(own, std::vector<double>(499, 0.1), 5));
    EXPECT_FALSE(beside_holding(own, std::vector<double>(500, 0.01), 5)) << "it stood still";
    own[7] = std::numeric_limits<double>::quiet_NaN();
    EXPECT_FALSE(beside_holding(own, market, 5));
}

// All five are in half of a market that rises: strong against cash, nothing of their own.
TEST(Gate, AShareOfAMarketThatRoseProvesNothingAndOpensNoVault) {
    GateInput input = finalists(1, 5, 0, Shape::normal, lab);
    const auto market = Days(77).series(Shape::student, lab.walk_forward, 4);
    for (Finalist& finalist : input.finalists) {
        finalist.hold = market;
        auto& days = finalist.walk_forward.returns;
        for (std::size_t day = 0; day < days.size(); ++day) {
            days[day] = 0.05 * days[day] + 0.5 * market[day];
        }
        finalist.walk_forward.at_double_cost = days;
        finalist.walk_forward.one_bar_late = days;
    }

    const auto verdict = judge(input, rules(), plan(lab), never()).value();

    EXPECT_EQ(verdict.outcome, GateOutcome::fail);
    EXPECT_EQ(verdict.reason, GateReason::holding) << verdict.sentence;
    EXPECT_NE(verdict.sentence.find("moved as 0.50 of holding"), std::string::npos)
        << verdict.sentence;
    EXPECT_LT(value_of(verdict, "walk_forward.p"), 0.04) << "cash alone would not have kept it out";
    EXPECT_NEAR(value_of(verdict, "walk_forward.hold.beta"), 0.5, 0.02);

    // The same days are enough where nothing is known of the market, as before.
    for (Finalist& finalist : input.finalists) {
        finalist.hold.clear();
    }
    EXPECT_EQ(judged(input, 4).reason, GateReason::proven);
}

TEST(Gate, WhoEarnsBesideAMarketThatRosePassesAndSoDoesACarryInIt) {
    GateInput input = finalists(1, 5, 4, Shape::normal, lab);
    for (Finalist& finalist : input.finalists) {
        finalist.hold = Days(77).series(Shape::student, lab.walk_forward, 4);
    }
    const auto beside = judged(input, 4);
    EXPECT_EQ(beside.reason, GateReason::proven) << beside.sentence;
    EXPECT_GE(value_of(beside, "walk_forward.hold.z"), 1.64);

    for (Finalist& finalist : input.finalists) {
        finalist.evidence_class = EvidenceClass::carry;
    }
    EXPECT_EQ(judged(input, 4).find("walk_forward.hold.z"), nullptr);
}

}  // namespace
}  // namespace tradelab

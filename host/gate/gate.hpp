#pragma once

#include "core/result.hpp"
#include "gate/gate_input.hpp"
#include "gate/gate_rules.hpp"
#include "gate/two_looks.hpp"
#include "gate/verdict.hpp"

#include <cstddef>
#include <functional>
#include <optional>

// From finalists to a verdict, in two looks at data that the search never saw.
//
// First look: a test over all finalists on walk-forward gives z1 for the best of them
// (finalists_test.hpp), at a level of its own.  Second look: that one alone in the vault gives z2.
// It is promoted when z1 >= c1 and w1 z1 + w2 z2 >= c, where w are the roots of the shares of days,
// fixed before anything is seen, and c makes the chance of both under no edge exactly the joint
// level that the lifetime's budget grants (lifetime.hpp).  So the search may be as greedy as it
// likes, and the vault's power is added to walk-forward's and not spent on proving the same thing
// twice.
//
// Beside these only three things veto: too little evidence, a loss on walk-forward, and a loss
// there at twice the costs or a bar later.  All other figures explain and rank.
namespace tradelab {

// How likely a vault is to confirm, before it is opened.
struct VaultPower {
    double at_walk_forward_sharpe = 0;  // if walk-forward's Sharpe ratio is the true one
    double at_half_of_it = 0;
    double under_no_edge = 0;  // the chance to be promoted by luck from here
    double z2_needed = 0;
};

// Days of the vault, as far as they are known before it is opened: they set the weights.
struct VaultPlan {
    std::size_t days = 0;
    double joint_level = 0;
};

// After the first look.  Either `verdict` is final, or the vault may be opened for `candidate`.
struct FirstLook {
    std::size_t candidate = 0;  // place among the finalists
    double z1 = 0;              // corrected for the other finalists
    double z1_alone = 0;        // as if it had been the only one
    double p1 = 1;
    VaultPlan plan = {};
    TwoLooks test = {};
    VaultPower power = {};
    GateVerdict verdict = {};
    bool is_open = false;  // the vault is to be asked; the verdict has figures and no outcome yet
};

// Bad input (series of different lengths, no finalist, a level outside of 0 to 1) is an error;
// numbers that prove nothing are a verdict.
[[nodiscard]] Result<FirstLook> look_first(const GateInput& input,
                                           const GateRules& rules,
                                           const VaultPlan& plan);

// For a first look that is open; the vault has as many days as were planned.
[[nodiscard]] Result<GateVerdict> look_second(const GateInput& input,
                                              const GateRules& rules,
                                              const FirstLook& first,
                                              const VaultEvidence& evidence);

// Opens the vault for the finalist at this place.  Called at most once.
using OpenVault =
    std::function<Result<VaultEvidence>(std::size_t candidate, const FirstLook& first)>;

// Both looks.  Who has no lifetime record (a simulation of many labs) calls this with the level of
// a first hypothesis: first_joint_level().
[[nodiscard]] Result<GateVerdict> judge(const GateInput& input,
                                        const GateRules& rules,
                                        const VaultPlan& plan,
                                        const OpenVault& open_vault);

}  // namespace tradelab

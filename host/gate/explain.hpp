#pragma once

#include "gate/gate_input.hpp"
#include "gate/gate_rules.hpp"
#include "gate/verdict.hpp"

#include <cstddef>
#include <vector>

// Figures that explain and rank and veto nothing: each costs power, and none earned its veto by an
// experiment (tests/bench/gate.md).
namespace tradelab {

[[nodiscard]] std::vector<Figure> explaining_figures(const GateInput& input,
                                                     std::size_t candidate,
                                                     const GateRules& rules);

// Those that can be told only after the vault was opened.
[[nodiscard]] std::vector<Figure> explaining_vault_figures(const Finalist& finalist,
                                                           const VaultEvidence& evidence,
                                                           const GateRules& rules);

}  // namespace tradelab

#pragma once

#include "document/sha256.hpp"
#include "gate/binding.hpp"
#include "lifecycle/approval.hpp"
#include "lifecycle/edge.hpp"

#include <string>

namespace tradelab {

inline StageEdge step(const std::string& name,
                      LifeStage from,
                      LifeStage to,
                      VerdictBasis basis = VerdictBasis::recorded) {
    StageEdge edge{.strategy = sha256_hex(name),
                   .name = name,
                   .basis = basis,
                   .from = from,
                   .to = to,
                   .by = "campaign 1a2b3c",
                   .evidence = "verdict " + sha256_hex("verdict"),
                   .why = "It earned."};
    if (to == LifeStage::vaulted || to == LifeStage::approved) {
        edge.binding = binding_of(name);
        edge.limits = "leverage = 2\n";
    }
    if (to == LifeStage::approved) {
        edge.expires_at = day(7);
    }
    return edge;
}

}  // namespace tradelab

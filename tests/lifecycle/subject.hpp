#pragma once

#include "document/sha256.hpp"
#include "gate/binding.hpp"
#include "lifecycle/approval.hpp"
#include "lifecycle/edge.hpp"
#include "support/limits.hpp"

#include <string>
#include <string_view>

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
        edge.limits = shipped_limits;
    }
    if (to == LifeStage::approved) {
        edge.expires_at = day(7);
    }
    return edge;
}

}  // namespace tradelab

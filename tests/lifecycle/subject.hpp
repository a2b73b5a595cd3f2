#pragma once

#include "document/sha256.hpp"
#include "gate/binding.hpp"
#include "lifecycle/approval.hpp"
#include "lifecycle/edge.hpp"
#include "lifecycle/footing.hpp"
#include "support/limits.hpp"

#include <string>
#include <string_view>

namespace tradelab {

// What every strategy of these tests was tested with, and runs with until a test says otherwise.
inline Footing footing_of_one() {
    return {.plugin = sha256_hex("library"),
            .venue = sha256_hex("own venue"),
            .history = {{.series = "binance.usdm:BTC-USDT-PERP bars 1h",
                         .parts = {sha256_hex("2024").substr(0, part_digits),
                                   sha256_hex("2025").substr(0, part_digits)}}}};
}

// As the record names it; where its history lies is the matter of whoever reads it.
inline KeptFooting named(const Footing& footing) {
    return {.plugin = footing.plugin,
            .venue = footing.venue,
            .history = sha256_hex(text_of(footing.history))};
}

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
        edge.by = "user 1000";
        edge.expires_at = day(7);
    }
    if (to == LifeStage::selected) {
        edge.footing = named(footing_of_one());
    }
    return edge;
}

}  // namespace tradelab

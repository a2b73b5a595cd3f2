#pragma once

#include "document/sha256.hpp"
#include "lifecycle/approval.hpp"
#include "lifecycle/edge.hpp"

#include <chrono>
#include <string>

namespace tradelab {

inline UnixNanos day(int number) {
    return parse_iso("2026-01-01").value() + std::chrono::hours(24) * number;
}

inline VaultBinding binding_of(const std::string& parameters) {
    return {.parameters = sha256_hex(parameters),
            .plugin = sha256_hex("plugin"),
            .data = sha256_hex("data"),
            .limits = sha256_hex("limits"),
            .venue = sha256_hex("venue"),
            .epochs = sha256_hex("epochs"),
            .rules = sha256_hex("rules"),
            .engine = "1",
            .fill_model = "pessimistic/1",
            .vault_from = day(-400),
            .vault_to = day(-30)};
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
        edge.limits = "leverage = 2\n";
    }
    if (to == LifeStage::approved) {
        edge.expires_at = day(7);
    }
    return edge;
}

}  // namespace tradelab

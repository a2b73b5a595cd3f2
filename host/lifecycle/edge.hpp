#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "gate/vault_binding.hpp"
#include "gate/verdict_document.hpp"
#include "journal/record.hpp"
#include "lifecycle/footing.hpp"
#include "lifecycle/stage.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tradelab {

// One step of one strategy, as the record keeps it.
struct StageEdge {
    std::string strategy = {};  // SHA-256 of the canonical parameter file
    std::string name = {};      // for people
    VerdictBasis basis = VerdictBasis::synthetic;
    LifeStage from = LifeStage::idea;
    LifeStage to = LifeStage::valid;
    std::string by = {};        // "campaign 1a2b3c", "user 1000"
    std::string evidence = {};  // "verdict <SHA-256>", "result <SHA-256>": what this rests on
    std::string why = {};       // a sentence
    // Of what was vaulted or approved: what was tested, the limits as canonical text; of an
    // approval also until when.
    std::optional<VaultBinding> binding = {};
    std::string limits = {};
    std::optional<UnixNanos> expires_at = {};
    // Of what was selected: what it stands on by itself.  Written before the gate looks, so that it
    // is there whenever a campaign dies.  Records from before it was kept are without.
    std::optional<KeptFooting> footing = {};

    friend bool operator==(const StageEdge&, const StageEdge&) = default;
};

// Of its record.  Version 1 knew no footing, version 2 had each history inside; both are read.
inline constexpr RecordKind stage_edge_kind{.type = 1, .version = 3};
[[nodiscard]] constexpr bool is_stage_edge(RecordKind kind) {
    return kind.type == stage_edge_kind.type && kind.version >= 1 &&
           kind.version <= stage_edge_kind.version;
}
// As canonical JSON.
[[nodiscard]] std::string encode(const StageEdge& edge);
// Exactly what encode writes; anything else is malformed.
[[nodiscard]] Result<StageEdge> decode_edge(std::string_view bytes);
// What is wrong with one that is to be written, whatever came before it.
[[nodiscard]] Status check(const StageEdge& edge);

}  // namespace tradelab

#pragma once

#include "campaign/evidence.hpp"
#include "core/result.hpp"
#include "gate/explanation.hpp"
#include "gate/gate_rules.hpp"
#include "journal/trial.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tradelab {

inline constexpr std::string_view plateau_arm = "plateau";

struct ExplanationOptions {
    GateRules rules = {};
    std::uint64_t seed = 1;  // of the twins
    std::size_t twins = 200;
    // SHA-256 of what is searched, where trials are kept.
    std::optional<std::string> campaign = {};
    // The ledger, told of each neighbour before the next one is run: what was interrupted has
    // counted, too.
    std::function<Status(std::span<const Trial>)> keep = {};
    std::function<bool()> is_interrupted = {};
};

// What surrounds one finalist, for people.  From explore and walk-forward; the vault is not read.
//
// A neighbour is a parameter file that sees evidence, so each that the search has not tried is a
// trial of the ledger, of the arm "plateau".  It is no trial of the search: it is run after the
// choice is made, the proposers are not told of it, and nothing is chosen from it, so what the gate
// corrects for stays as it was.
//
// An ensemble of several, or a family on several markets, is no single rule: of these nothing is
// told.  Twins need ten positions: a carry that holds one for months has no timing to compare.
[[nodiscard]] Result<Explanation> explanation_of(const EvidenceRequest& request,
                                                 std::size_t ensemble,
                                                 const ExplanationOptions& options);

}  // namespace tradelab

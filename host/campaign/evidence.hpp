#pragma once

#include "campaign/campaign.hpp"
#include "core/result.hpp"
#include "gate/epochs.hpp"
#include "gate/gate_input.hpp"
#include "gate/gate_rules.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace tradelab {

// An epoch as a run takes it.
[[nodiscard]] Stretch stretch_of(const Epochs& epochs, Epoch epoch);

// How many trades a trial on explore must have for the gate to find enough of them later, if it
// goes on at its rate.
[[nodiscard]] std::uint64_t trades_needed(const Epochs& epochs, const MinimumEvidence& minimum);

// What a rule did in one epoch, plainly and under stress.
struct EpochRuns {
    TrialRun plain;
    TrialRun at_double_cost;
    TrialRun one_bar_late;
};

[[nodiscard]] EpochEvidence evidence_of(const EpochRuns& runs);

struct EvidenceRequest {
    std::span<const SearchFamily> families;
    const VenueBook& venues;
    const BacktestOptions& run;
    const CampaignResult& result;
    const Epochs& epochs;
};

// What the gate is told before any vault is opened: runs the finalists on walk-forward.
[[nodiscard]] Result<GateInput> gate_input_of(const EvidenceRequest& request);

// What the vault holds for one finalist.  The caller has been allowed to open it.
[[nodiscard]] Result<VaultEvidence> vault_evidence_of(const EvidenceRequest& request,
                                                      std::size_t finalist);

}  // namespace tradelab

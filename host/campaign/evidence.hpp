#pragma once

#include "campaign/campaign.hpp"
#include "core/result.hpp"
#include "gate/epochs.hpp"
#include "gate/gate_input.hpp"
#include "gate/gate_rules.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace tradelab {

// An epoch as a run takes it.
[[nodiscard]] Stretch stretch_of(const Epochs& epochs, Epoch epoch);

// How many trades a trial on explore must have for the gate to find enough of them later, if it
// goes on at its rate.
[[nodiscard]] std::uint64_t trades_needed(const Epochs& epochs, const MinimumEvidence& minimum);

// The same for a carry, in settled funding intervals.
[[nodiscard]] std::uint64_t settlements_needed(const Epochs& epochs,
                                               const MinimumEvidence& minimum);

[[nodiscard]] EpochEvidence evidence_of(const EpochRuns& runs);

// What is tested as one: finalists that share the capital equally.  A search cannot tell which of
// its near-equal finds is the best one, and an ensemble of them need not: what each got wrong on
// its own cancels, and one test needs no correction for several.
struct Ensemble {
    std::vector<std::size_t> members;  // places among the finalists
};

// All finalists together; none where there is none.
[[nodiscard]] std::vector<Ensemble> one_ensemble(const CampaignResult& result);
// Each finalist for itself.
[[nodiscard]] std::vector<Ensemble> singles(const CampaignResult& result);

struct EvidenceRequest {
    std::span<const SearchFamily> families;
    const VenueBook& venues;
    const BacktestOptions& run;
    const CampaignResult& result;
    const Epochs& epochs;
    std::span<const Ensemble> ensembles;
    // As that of CampaignWatch.
    std::function<void()> before_run = {};
};

// What the gate is told before any vault is opened: runs the members on walk-forward.  One finalist
// of the gate for each ensemble, in their order.
[[nodiscard]] Result<GateInput> gate_input_of(const EvidenceRequest& request);

// What the vault holds for one ensemble.  The caller has been allowed to open it.
[[nodiscard]] Result<VaultEvidence> vault_evidence_of(const EvidenceRequest& request,
                                                      std::size_t ensemble);

// What members did in one epoch, plainly, as one.  Of the vault only where the caller has been
// allowed to open it.
[[nodiscard]] Result<TrialRun> run_of_members(const EvidenceRequest& request,
                                              std::span<const std::size_t> members,
                                              Epoch epoch);

}  // namespace tradelab

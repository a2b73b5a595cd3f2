#pragma once

#include "cli/lab_dossier.hpp"
#include "gate/vault_binding.hpp"
#include "lifecycle/lifecycle.hpp"

namespace tradelab {

// The finalists of a campaign, written into the record of lives before the gate looks: up to
// `selected`, with what each stands on by itself.  Those that are there already keep where they
// are.
[[nodiscard]] Status record_finalists(Session& session,
                                      const CampaignSetup& setup,
                                      const JudgementSubject& subject,
                                      const CampaignResult& result,
                                      UnixNanos now);

// What a vaulted strategy is bound to: what its vault was opened for, with its own plugin and venue
// instead of those of the whole campaign.
[[nodiscard]] VaultBinding bound_to(const StrategyLife& life, VaultBinding opened);

// What the gate made of them: the one that passed is `vaulted`, the others are retired.
[[nodiscard]] Status record_verdict(Session& session, const JudgedCampaign& judged, UnixNanos now);

// How far the ledger went, noted in the record of lives.  Err: it is not the one that was noted.
[[nodiscard]] Status note_trials(Session& session, const Disk::Path& ledger, UnixNanos now);

}  // namespace tradelab

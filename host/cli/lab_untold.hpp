#pragma once

#include "campaign/judgement.hpp"
#include "cli/past_hearing.hpp"
#include "cli/session.hpp"
#include "core/result.hpp"
#include "gate/verdict_document.hpp"

#include <optional>
#include <string>

namespace tradelab {

// A verdict that is on record and whose dossier is not there: its campaign died in between.
struct UntoldVerdict {
    std::string id;
    VerdictDocument document;
};

// That of this campaign, and a note that its dossier will be written again.  Nothing where the gate
// did not hear it, or all of it was told.
[[nodiscard]] Result<std::optional<UntoldVerdict>> untold_verdict(Session& session,
                                                                  const HearingPlace& place);

// What the campaign had in hand when it died, from its trials run again and the verdict as it was
// kept.  Err: no finalist is the one that the verdict names.
[[nodiscard]] Result<Judgement> judgement_of(const UntoldVerdict& untold,
                                             const CampaignResult& result,
                                             const JudgementSubject& subject);

}  // namespace tradelab

#pragma once

#include "cli/lab_dossier.hpp"

namespace tradelab {

// The finalists of a campaign, written into the record of lives before the gate looks: up to
// `selected`.  Those that are there already keep where they are.
[[nodiscard]] Status record_finalists(Session& session,
                                      const JudgementSubject& subject,
                                      const CampaignResult& result,
                                      UnixNanos now);

// What the gate made of them: the one that passed is `vaulted`, the others are retired.
[[nodiscard]] Status record_verdict(Session& session, const JudgedCampaign& judged, UnixNanos now);

}  // namespace tradelab

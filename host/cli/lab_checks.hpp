#pragma once

#include "cli/campaign_ledger.hpp"
#include "cli/lab_dossier.hpp"
#include "cli/session.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// In the ledger: of no proposer.
inline constexpr std::string_view checks_arm = "checks";

// And of the run that an approval rests on.
inline constexpr std::string_view evidence_arm = "evidence";

// Runs what the verdict is about once more on explore, with the look-ahead and recursion checks,
// which would take too long for each trial of a search.  The run is a trial of the ledger, by the
// arm "checks".  A strategy that fails is retired, whatever the gate said: what it earned it
// earned by what it could not have known.  Yields what was found, a line each.
//
// What the gate passed is also run over all that it was judged on, from explore to the end of the
// vault: a trial by the arm "evidence".  Another engine must come to the same result to carry an
// approval over.
[[nodiscard]] Result<std::vector<std::string>> check_judged(Session& session,
                                                            const JudgedCampaign& judged,
                                                            CampaignLedger& ledger,
                                                            UnixNanos now);

}  // namespace tradelab

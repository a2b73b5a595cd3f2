#pragma once

#include "cli/daemon_settings.hpp"
#include "cli/session.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "lifecycle/lifecycle.hpp"
#include "lifecycle/standing_approval.hpp"

#include <string>

namespace tradelab {

// What an approval came to, and the life with what was put on record of it.
struct SettledApproval {
    ApprovalJudgement judged;
    StrategyLife life;
};

// Judges an approved strategy, or one that awaits approval, and where another engine or version of
// the fill model has not replayed its evidence so far, replays it, in this process: the run over
// all that it was judged on, as its campaign left it in the ledger.  What comes to the same result
// is carried over on record.  What does not is void: an approval is taken back on record.
//
// What cannot be replayed (its history is gone, the ledger has no such run) stays undecided, and
// says why.
[[nodiscard]] Result<SettledApproval> settle_approval(Session& session,
                                                      const DaemonSettings& settings,
                                                      const RunningNow& running,
                                                      StrategyLife life,
                                                      UnixNanos now);

}  // namespace tradelab

#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "lifecycle/approval.hpp"
#include "lifecycle/footing.hpp"
#include "lifecycle/lifecycle.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// Who takes back an approval because what it is bound to is not what runs.
inline constexpr std::string_view binding_author = "the binding of an approval";

// What runs now.  Of what an approval is bound to it is compared so:
//   parameters  where an account opens: a file that is not the approved one is refused there
//   limits      each by itself: tighter ones keep it, a looser one voids it
//   plugin      the strategy's own library, and the files of its own venues: another one voids it
//   data        every sealed part that its evidence used must be a part of the series still; more
//               of them do not matter; of a series that is not in the store nothing can be said
//   rules       of the gate: passed under others, it was not passed under these
//   engine      and the version of the fill model: until they have replayed the evidence nothing is
//               said, then the hash of the result decides; another fill model voids it
//   epochs      not at all: they are of the search that is over, and nothing that runs has any
struct RunningNow {
    RiskLimits limits;
    std::string engine;
    std::string fill_model;
    // How the text of limits that is on record is read.
    Result<RiskLimits> (*read_limits)(std::string_view canonical);
    std::string rules = {};  // empty: not compared
    // What a strategy runs with, valid until it is asked again.  Null: it does not run here, so
    // nothing of it is compared.  Err: it cannot be told.  May be left out where none runs.
    std::function<Result<const Footing*>(const StrategyLife&)> footing = {};
    // The history that it was tested on (TestedHistories).  There where `footing` is.
    std::function<Result<const TestedHistory*>(const KeptFooting&)> tested_on = {};
};

// Of the approval that was given last.  It counts as long as nothing came after it: who was taken
// back, or let in, has used it.
[[nodiscard]] ApprovalJudgement judge_standing(const StrategyLife& life,
                                               const RunningNow& running,
                                               UnixNanos now,
                                               const std::optional<EvidenceReplay>& replay = {});
// Of one that would be given now.
[[nodiscard]] ApprovalJudgement judge_next(const StrategyLife& life,
                                           const RunningNow& running,
                                           UnixNanos now,
                                           const std::optional<EvidenceReplay>& replay = {});

// The steps back from approved that are due because something changed.  What has expired is left
// to expired_approvals.
[[nodiscard]] std::vector<StageEdge> voided_approvals(std::span<const StrategyLife> lives,
                                                      const RunningNow& running,
                                                      UnixNanos now);
// The one step of such a life.
[[nodiscard]] StageEdge voided(const StrategyLife& life, const ApprovalJudgement& judged);

// It was approved, and awaits a human again because something changed.
[[nodiscard]] bool was_voided(const StrategyLife& life);

}  // namespace tradelab

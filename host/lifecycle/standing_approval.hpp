#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "lifecycle/approval.hpp"
#include "lifecycle/lifecycle.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// Who takes back an approval because what it is bound to is not what runs.
inline constexpr std::string_view binding_author = "the binding of an approval";

// What runs now, as far as it is compared here.  Parameters are compared where an account opens;
// plugin and data are not known before that.
struct RunningNow {
    RiskLimits limits;
    std::string engine;
    std::string fill_model;
    // How the text of limits that is on record is read.
    Result<RiskLimits> (*read_limits)(std::string_view canonical);
};

// Of what was approved, or vaulted and is to be approved at `now`.
[[nodiscard]] ApprovalJudgement judge_step(const StageStep& bound,
                                           const RunningNow& running,
                                           UnixNanos now);

// The steps back from approved that are due because something changed.  What has expired is left
// to expired_approvals.
[[nodiscard]] std::vector<StageEdge> voided_approvals(std::span<const StrategyLife> lives,
                                                      const RunningNow& running,
                                                      UnixNanos now);

// It was approved, and awaits a human again because something changed.
[[nodiscard]] bool was_voided(const StrategyLife& life);

}  // namespace tradelab

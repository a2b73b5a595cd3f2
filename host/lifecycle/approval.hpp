#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "gate/vault_binding.hpp"
#include "risk/limits.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tradelab {

// Whether every limit is the same or tighter.
[[nodiscard]] bool is_as_tight(const RiskLimits& now, const RiskLimits& before);

// A human's yes: to exactly this, until then, once.
struct Approval {
    VaultBinding binding;  // parameters, plugin, data, limits, engine, ...: what was tested
    RiskLimits limits;     // that binding.limits is the hash of
    UnixNanos granted_at;
    UnixNanos expires_at;
    bool is_used = false;
};

// What would go live now.
struct ApprovalSubject {
    VaultBinding binding;
    RiskLimits limits;
    UnixNanos now;
    // Where the engine is another one than was approved: the result hash of the approved evidence
    // as the new engine replays it, and as the old one had it.  Equal: the approval holds.
    std::optional<std::string> replayed_hash = {};
    std::optional<std::string> evidence_hash = {};
};

enum class ApprovalState : std::uint8_t {
    holds,
    carried_over,  // holds, by a replay of its evidence: to be journalled
    used,
    expired,
    not_yet,  // granted later than now: a clock went back
    changed,  // something that was tested is not what would go live
    loosened,
};

struct ApprovalJudgement {
    ApprovalState state = ApprovalState::changed;
    std::string why;  // a sentence; empty where it holds
};

// Tightening limits never voids an approval, loosening does.
[[nodiscard]] ApprovalJudgement judge_approval(const Approval& approval,
                                               const ApprovalSubject& subject);

}  // namespace tradelab

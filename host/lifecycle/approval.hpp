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

// The evidence of an approval, run again by another engine: what came out then and now.
struct EvidenceReplay {
    std::string recorded;  // hash of the result
    std::string replayed;
};

// What would go live now.
struct ApprovalSubject {
    VaultBinding binding;
    RiskLimits limits;
    UnixNanos now;
    // Where the engine, or the version of the fill model, is another one than was approved.
    std::optional<EvidenceReplay> replay = {};
};

enum class ApprovalState : std::uint8_t {
    holds,
    carried_over,  // holds, by a replay of its evidence: to be journalled
    used,
    expired,
    not_yet,  // granted later than now: a clock went back
    changed,  // something that was tested is not what would go live
    loosened,
    // Cannot be compared here: it neither counts nor is it taken back.
    undecided,
};

struct ApprovalJudgement {
    ApprovalState state = ApprovalState::changed;
    std::string why = {};     // half a sentence; empty where it holds
    std::string remedy = {};  // what a person can do

    // Why and what to do, in one.
    [[nodiscard]] std::string text() const { return remedy.empty() ? why : why + "; " + remedy; }
};

// It was good once, and is not what would go live.
[[nodiscard]] bool is_void(const ApprovalJudgement& judged);

// Whether it is another version of the same fill model: "pessimistic/1" and "pessimistic/2".
[[nodiscard]] bool is_another_version(std::string_view one, std::string_view other);

// Tightening limits never voids an approval, loosening does.  Another engine, and another version
// of the fill model, carries it over where it replays the evidence to the same hash.
[[nodiscard]] ApprovalJudgement judge_approval(const Approval& approval,
                                               const ApprovalSubject& subject);

}  // namespace tradelab

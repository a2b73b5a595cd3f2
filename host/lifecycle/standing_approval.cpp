#include "lifecycle/standing_approval.hpp"

#include "lifecycle/expiry.hpp"

#include <algorithm>
#include <string>

namespace tradelab {
namespace {

bool is_void(const ApprovalJudgement& judged) {
    return judged.state == ApprovalState::changed || judged.state == ApprovalState::loosened;
}

}  // namespace

ApprovalJudgement judge_step(const StageStep& bound, const RunningNow& running, UnixNanos now) {
    const StageEdge& edge = bound.edge;
    const auto limits = running.read_limits(edge.limits);
    if (!edge.binding || !limits) {
        return {.state = ApprovalState::changed,
                .why = limits ? "it is bound to nothing" : describe(limits.error())};
    }
    const bool is_approval = edge.expires_at.has_value();
    ApprovalSubject subject{.binding = *edge.binding, .limits = running.limits, .now = now};
    subject.binding.engine = running.engine;
    subject.binding.fill_model = running.fill_model;
    return judge_approval({.binding = *edge.binding,
                           .limits = *limits,
                           .granted_at = is_approval ? bound.at : now,
                           .expires_at = is_approval ? *edge.expires_at : UnixNanos(INT64_MAX)},
                          subject);
}

std::vector<StageEdge> voided_approvals(std::span<const StrategyLife> lives,
                                        const RunningNow& running,
                                        UnixNanos now) {
    std::vector<StageEdge> out;
    for (const StrategyLife& life : lives) {
        if (life.stage != LifeStage::approved) {
            continue;
        }
        const StageStep& approval = life.steps.back();
        const ApprovalJudgement judged = judge_step(approval, running, now);
        if (!is_void(judged)) {
            continue;
        }
        // A word that is longer than the record keeps would hold up the step.
        std::string why = "is void: " + judged.why;
        std::size_t end = std::min<std::size_t>(why.size(), 800);
        while (end < why.size() && (static_cast<unsigned char>(why[end]) & 0xc0U) == 0x80U) {
            --end;  // between two characters
        }
        why.resize(end);
        out.push_back(taken_back(life, binding_author, why));
    }
    return out;
}

bool was_voided(const StrategyLife& life) {
    return life.stage == LifeStage::awaiting_approval &&
           life.steps.back().edge.by == binding_author;
}

}  // namespace tradelab

#include "lifecycle/expiry.hpp"

#include <algorithm>
#include <string>

namespace tradelab {

StageEdge taken_back(const StrategyLife& life, std::string_view by, std::string_view why) {
    const auto at = std::find_if(life.steps.rbegin(), life.steps.rend(), [](const StageStep& step) {
        return !is_carry_over(step.edge);
    });
    const StageStep& approval = *at;
    return {.strategy = life.strategy,
            .name = life.name,
            .basis = life.basis,
            .from = LifeStage::approved,
            .to = LifeStage::awaiting_approval,
            .by = std::string(by),
            .evidence = approval.edge.evidence,
            .why = "The approval by " + approval.edge.by + " on " + iso_text(approval.at) + " " +
                   std::string(why)};
}

std::vector<StageEdge> expired_approvals(std::span<const StrategyLife> lives, UnixNanos now) {
    std::vector<StageEdge> out;
    for (const StrategyLife& life : lives) {
        if (life.stage != LifeStage::approved) {
            continue;
        }
        const StageStep& approval = life.steps.back();
        if (now < *approval.edge.expires_at) {
            continue;
        }
        // What the approval rested on is there as before: another one rests on the same.
        out.push_back(taken_back(
            life,
            expiry_author,
            "counted until " + iso_text(*approval.edge.expires_at) + ", and was not used."));
    }
    return out;
}

bool has_expired(const StrategyLife& life) {
    return life.stage == LifeStage::awaiting_approval && life.steps.back().edge.by == expiry_author;
}

}  // namespace tradelab

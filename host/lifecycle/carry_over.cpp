#include "lifecycle/carry_over.hpp"

#include "core/check.hpp"

#include <string>

namespace tradelab {
namespace {

// "tl.engine/1 and pessimistic/1"
std::string under(const VaultBinding& binding) {
    return binding.engine + " and " + binding.fill_model;
}

}  // namespace

StageEdge carried_over(const StrategyLife& life,
                       const RunningNow& running,
                       const EvidenceReplay& replay) {
    const StageStep* bound = bound_step(life);
    TL_CHECK(bound != nullptr && replay.recorded == replay.replayed);
    VaultBinding binding = *bound->edge.binding;
    binding.engine = running.engine;
    binding.fill_model = running.fill_model;
    StageEdge out{.strategy = life.strategy,
                  .name = life.name,
                  .basis = life.basis,
                  .from = life.stage,
                  .to = life.stage,
                  .by = std::string(carry_over_author),
                  .evidence = "result " + replay.recorded + " of " + under(*bound->edge.binding) +
                              ", and of " + under(binding),
                  .why = "What runs now replays the evidence to the same result.",
                  .binding = binding,
                  .limits = bound->edge.limits};
    if (life.stage == LifeStage::approved) {
        out.expires_at = bound->edge.expires_at;
    }
    return out;
}

}  // namespace tradelab

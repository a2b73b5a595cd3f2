#include "lifecycle/after_verdict.hpp"

namespace tradelab {

StageEdge after_verdict(StageEdge edge,
                        VerdictOn whom,
                        const GateVerdict& verdict,
                        const std::string& verdict_id) {
    const bool is_judged = whom == VerdictOn::this_one;
    const bool passed = is_judged && verdict.outcome == GateOutcome::pass;
    edge.from = LifeStage::selected;
    edge.to = passed ? LifeStage::vaulted : LifeStage::retired;
    edge.evidence = "verdict " + verdict_id;
    edge.why = is_judged ? verdict.sentence
                         : "Another finalist of the campaign did better on walk-forward.";
    return edge;
}

}  // namespace tradelab

#include "lifecycle/decision.hpp"

#include "lifecycle/expiry.hpp"

#include <array>
#include <chrono>
#include <utility>
#include <vector>

namespace tradelab {
namespace {

constexpr std::size_t id_shown = 12;

Failure not_there(const StrategyLife& life) {
    return fail(ErrorCode::refused,
                life.name + " is " + std::string(stage_text(life.stage)) +
                    ", and only what awaits approval is approved or rejected",
                "tradelab lab show " + life.strategy.substr(0, id_shown) +
                    " says what it has shown so far");
}

StageEdge edge_of(const StrategyLife& life, const HumanDecision& decision) {
    const bool is_yes = decision.word == HumanWord::approve;
    StageEdge edge{
        .strategy = life.strategy,
        .name = life.name,
        .basis = life.basis,
        .from = life.stage,
        .to = is_yes ? LifeStage::approved : LifeStage::retired,
        .by = decision.by,
        .evidence = life.steps.back().edge.evidence,
        .why = decision.word == HumanWord::reject ? "rejected: " + decision.why : decision.why};
    if (!is_yes) {
        return edge;
    }
    // Exactly what was tested: it is bound to what the gate passed.
    if (const StageStep* tested = bound_step(life)) {
        edge.binding = tested->edge.binding;
        edge.limits = tested->edge.limits;
    }
    edge.expires_at = decision.now + std::chrono::hours(24) * decision.days;
    return edge;
}

Status may_approve(const StrategyLife& life, const HumanDecision& decision) {
    if (decision.word != HumanWord::approve || !decision.running) {
        return {};
    }
    return refuse_unless_held(life, judge_next(life, *decision.running, decision.now));
}

// What is over whether or not anybody has looked since.
std::vector<StageEdge> over(const StrategyLife& life, const HumanDecision& decision) {
    auto out = expired_approvals({&life, 1}, decision.now);
    if (out.empty() && decision.running) {
        // Not by what is in a store: whoever types may have named another one than the daemon has.
        RunningNow running = *decision.running;
        running.footing = {};
        out = voided_approvals({&life, 1}, running, decision.now);
    }
    return out;
}

}  // namespace

Status refuse_unless_held(const StrategyLife& life, const ApprovalJudgement& judged) {
    if (judged.state == ApprovalState::holds) {
        return {};
    }
    const std::string under = judged.state == ApprovalState::undecided
                                  ? " cannot be held against what was tested: "
                                  : " would run under other terms than it was tested under: ";
    return fail(ErrorCode::refused, life.name + under + judged.why, judged.remedy);
}

Result<StrategyLife> decide(Lifecycle& record, const HumanDecision& decision) {
    auto life = record.find(decision.strategy);
    // Nobody may have looked since its approval ended: then it awaits another one.
    if (const auto ended = life ? over(*life, decision) : std::vector<StageEdge>();
        !ended.empty()) {
        const auto added = record.add(ended, decision.now);
        life = added ? record.find(life->strategy) : fail(added.error());
    }
    if (!life) {
        return fail(std::move(life).error());
    }
    if (decision.word != HumanWord::retire && life->stage != LifeStage::awaiting_approval) {
        return not_there(*life);
    }
    if (auto may = may_approve(*life, decision); !may) {
        return fail(std::move(may).error());
    }
    if (auto added = record.add(std::array{edge_of(*life, decision)}, decision.now); !added) {
        return fail(std::move(added).error());
    }
    return record.find(life->strategy);
}

}  // namespace tradelab

#include "lifecycle/life_form.hpp"

#include "core/time.hpp"

#include <utility>

namespace tradelab {

JsonValue json_of(const StrategyLife& life) {
    JsonArray steps;
    for (const StageStep& step : life.steps) {
        const auto& expires = step.edge.expires_at;
        steps.push_back(
            JsonObject{{"at", iso_text(step.at)},
                       {"from", stage_text(step.edge.from)},
                       {"to", stage_text(step.edge.to)},
                       {"by", step.edge.by},
                       {"evidence", step.edge.evidence},
                       {"why", step.edge.why},
                       {"expires_at", expires ? JsonValue(iso_text(*expires)) : JsonValue()}});
    }
    return JsonObject{{"strategy", life.strategy},
                      {"name", life.name},
                      {"synthetic", life.basis == VerdictBasis::synthetic},
                      {"stage", stage_text(life.stage)},
                      {"status", status_of(life.stage)},
                      {"steps", std::move(steps)}};
}

}  // namespace tradelab

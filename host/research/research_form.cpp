#include "research/research_form.hpp"

#include <chrono>

namespace tradelab {
namespace {

JsonValue unless_empty(const std::string& text) {
    return text.empty() ? JsonValue() : JsonValue(text);
}

}  // namespace

JsonObject research_members(const std::optional<ResearchView>& view,
                            const std::optional<SearchProgress>& progress) {
    JsonValue begins_in;
    if (view && view->begins_in) {
        begins_in = std::chrono::duration_cast<std::chrono::seconds>(*view->begins_in).count();
    }
    JsonValue is_interrupted;  // who does not run it does not know
    if (view && progress) {
        is_interrupted = view->process == 0 && progress->phase != SearchPhase::ended;
    }
    const auto rate = progress ? rate_of(*progress) : std::nullopt;
    return JsonObject{
        {"state", view ? JsonValue(research_state_text(view->state)) : JsonValue()},
        {"campaigns", view ? JsonValue(view->campaigns) : JsonValue()},
        {"seed", view ? JsonValue(view->seed) : JsonValue()},
        {"process", view && view->process != 0 ? JsonValue(view->process) : JsonValue()},
        {"begins_in_seconds", begins_in},
        {"cpu_percent", view ? JsonValue(view->cpu_percent) : JsonValue()},
        {"last_failure", view ? unless_empty(view->last_failure) : JsonValue()},
        {"campaign", progress ? json_of(*progress) : JsonValue()},
        {"is_interrupted", is_interrupted},
        {"trials_per_minute", rate ? JsonValue(rate->trials_per_minute) : JsonValue()},
        {"minutes_left", rate ? JsonValue(rate->minutes_left) : JsonValue()}};
}

}  // namespace tradelab

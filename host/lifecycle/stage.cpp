#include "lifecycle/stage.hpp"

#include <algorithm>
#include <array>

namespace tradelab {
namespace {

constexpr std::array<std::string_view, stage_count> texts = {"idea",
                                                             "valid",
                                                             "screened",
                                                             "selected",
                                                             "vaulted",
                                                             "paper",
                                                             "consistent",
                                                             "awaiting_approval",
                                                             "approved",
                                                             "canary",
                                                             "scaled",
                                                             "retired"};

}  // namespace

std::string_view stage_text(LifeStage stage) {
    return texts.at(static_cast<std::size_t>(stage));
}

std::optional<LifeStage> stage_of(std::string_view text) {
    const auto at = std::ranges::find(texts, text);
    return at == texts.end() ? std::nullopt
                             : std::optional(static_cast<LifeStage>(at - texts.begin()));
}

bool may_follow(LifeStage from, LifeStage to) {
    if (from == LifeStage::retired) {
        return to == LifeStage::selected;
    }
    if (to == LifeStage::retired) {
        return true;
    }
    const bool is_back =
        (from == LifeStage::approved && to == LifeStage::awaiting_approval) ||
        ((from == LifeStage::canary || from == LifeStage::scaled) && to == LifeStage::paper) ||
        (from == LifeStage::scaled && to == LifeStage::canary) ||
        (to == LifeStage::paper &&
         (from == LifeStage::paper || from == LifeStage::consistent ||
          from == LifeStage::awaiting_approval || from == LifeStage::approved));
    const bool is_carried =
        from == to && (from == LifeStage::awaiting_approval || from == LifeStage::approved);
    return is_back || is_carried || static_cast<int>(to) == static_cast<int>(from) + 1;
}

std::string_view status_of(LifeStage stage) {
    switch (stage) {
        case LifeStage::approved:
            return "approved";
        case LifeStage::canary:
        case LifeStage::scaled:
            return "live";
        case LifeStage::retired:
            return "retired";
        default:
            return "testing";
    }
}

}  // namespace tradelab

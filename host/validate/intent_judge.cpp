#include "validate/intent_judge.hpp"

#include "strategy/runner.hpp"

#include <algorithm>

namespace tradelab {

IntentJudge::IntentJudge(const Exam& exam, Warmup warmup)
    : reasons_(std::max<std::size_t>(1, exam.specimen.declaration.reasons.size())),
      warmup_(warmup) {
    for (std::size_t role = 0; role < exam.specimen.declaration.roles.size(); ++role) {
        bound_.push_back(static_cast<tl_inst>(role + 1));
    }
}

Status IntentJudge::operator()(const tl_ev& cause, std::span<const tl_intent> intents) const {
    tl_ev judged = cause;
    if (warmup_ == Warmup::ignored) {
        judged.flags = static_cast<std::uint16_t>(judged.flags & ~TL_EV_F_WARMUP);
    }
    for (const tl_intent& intent : intents) {
        auto checked = check_intent(intent, judged, {.bound = bound_, .reasons = reasons_});
        if (!checked) {
            return fail(std::move(checked.error()), text(intent));
        }
    }
    return {};
}

bool opens_or_holds(const tl_intent& intent) {
    const bool reduces = (intent.flags & TL_IN_F_REDUCE_ONLY) != 0;
    return (intent.type == TL_IN_TARGET && intent.target_e9 != 0) ||
           (intent.type == TL_IN_ORDER && !reduces);
}

}  // namespace tradelab

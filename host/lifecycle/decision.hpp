#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "lifecycle/lifecycle.hpp"
#include "lifecycle/standing_approval.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace tradelab {

// What a human says about a strategy.
enum class HumanWord : std::uint8_t { approve, reject, retire };

struct HumanDecision {
    HumanWord word = HumanWord::reject;
    std::string strategy = {};  // identity, the beginning of it, or name
    std::string by = {};        // "user 1000"
    std::string why = {};
    UnixNanos now = {};
    std::uint32_t days = 7;  // that an approval counts
    // Under what it would run: an approval is held against it.
    std::optional<RunningNow> running = {};
};

// Whether one may be approved that is judged so.
[[nodiscard]] Status refuse_unless_held(const StrategyLife& life, const ApprovalJudgement& judged);

// Takes the step that the decision is and yields the life after it.  An approval is bound to
// exactly what the gate passed.  Refused: approval or rejection of what does not await it,
// and approval of what would run under other terms than the gate passed it with.
[[nodiscard]] Result<StrategyLife> decide(Lifecycle& record, const HumanDecision& decision);

}  // namespace tradelab

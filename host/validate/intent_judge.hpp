#pragma once

#include "validate/exam.hpp"

#include <vector>

namespace tradelab {

// Judges every intent of a run by the rules of strategy/runner.  Warm-up is a check of its own, so
// here it is asked for or left alone.
class IntentJudge {
public:
    enum class Warmup { judged, ignored };

    IntentJudge(const Exam& exam, Warmup warmup);

    [[nodiscard]] Status operator()(const tl_ev& cause, std::span<const tl_intent> intents) const;

private:
    std::vector<tl_inst> bound_;
    std::size_t reasons_;
    Warmup warmup_;
};

// Does the intent buy, sell or hold something?
[[nodiscard]] bool opens_or_holds(const tl_intent& intent);

}  // namespace tradelab

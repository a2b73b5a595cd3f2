#pragma once

#include "gate/gate_input.hpp"
#include "gate/gate_rules.hpp"
#include "gate/verdict.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tradelab {

// What is missing before anything can be said of a finalist, in the unit of its class.
struct Shortage {
    std::string sentence = {};
    MoreData more = {};
    bool is_curable = true;  // a hedge that is none is not cured by more of the same
};

struct MinimumJudgement {
    std::vector<Figure> figures = {};
    std::optional<Shortage> shortage = {};  // the worst
};

[[nodiscard]] MinimumJudgement judge_minimum(const Finalist& finalist,
                                             const MinimumEvidence& minimum);

}  // namespace tradelab

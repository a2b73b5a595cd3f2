#pragma once

#include "gate/verdict.hpp"
#include "lifecycle/edge.hpp"

#include <cstdint>
#include <string>

namespace tradelab {

// Whom a verdict is about: one finalist of a campaign, or those that did worse on walk-forward.
enum class VerdictOn : std::uint8_t { this_one, another };

// What a verdict makes of a finalist who is `selected`: `edge` says who it is, and by which
// campaign. To `vaulted`, where binding and limits are still to be named, or retired.  The campaign
// takes this step, or whoever mends what it left where it died: both write the same.
[[nodiscard]] StageEdge after_verdict(StageEdge edge,
                                      VerdictOn whom,
                                      const GateVerdict& verdict,
                                      const std::string& verdict_id);

}  // namespace tradelab

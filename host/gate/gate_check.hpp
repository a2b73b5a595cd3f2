#pragma once

#include "core/result.hpp"
#include "gate/gate_input.hpp"
#include "gate/gate_rules.hpp"

#include <span>
#include <vector>

namespace tradelab {

inline constexpr std::size_t finalists_max = 64;

// What a caller can get wrong: series of different lengths, no finalist or too many, rules
// without a draw.  A return that is no number is no error: it proves
// nothing, and the verdict says so.
[[nodiscard]] Status check_input(const GateInput& input, const GateRules& rules);
[[nodiscard]] Status check_epoch(const EpochEvidence& evidence,
                                 std::size_t days,
                                 std::string_view whose);

// Returns less a day of the lending rate, where their class must beat it.
[[nodiscard]] std::vector<double> excess_of(std::span<const double> returns,
                                            EvidenceClass evidence_class,
                                            const GateRules& rules);

}  // namespace tradelab

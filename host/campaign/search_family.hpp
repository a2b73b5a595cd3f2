#pragma once

#include "brain/proposer.hpp"
#include "core/result.hpp"
#include "gate/gate_input.hpp"
#include "lab/candidate.hpp"
#include "lab/market.hpp"
#include "strategy/parameter_file.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

// A parameter that a search leaves alone, and where.
struct FixedTicks {
    std::string parameter;
    std::int64_t ticks = 0;
};

// One plugin on one binding and timeframe: what is searched, and on what.
struct SearchFamily {
    Candidate candidate;                 // its ticks are where the search begins
    brain::Family space;                 // all parameters in the order declared
    std::vector<const Market*> markets;  // outlive it; several are traded in equal shares
    // The parameter file that it began with: what is found is written as files like it.
    std::optional<ParameterFile> file = {};
};

// Whoever holds two instruments at once is paid by the interval, not by the trade.
[[nodiscard]] EvidenceClass evidence_class_of(const SearchFamily& family);

// A parameter file that was found: that of the family with these ticks, named by its identity.
// Err: the family has none.
struct Found {
    std::span<const std::int64_t> ticks;
    std::string rationale;
    std::string arm;
};
[[nodiscard]] Result<ParameterFile> file_of(const SearchFamily& family, const Found& found);

// What the plugin declared as fixed stays at the candidate's ticks, as does what is named here.
// Refused: a name that the plugin does not have, a tick outside of its range, no market.
[[nodiscard]] Result<SearchFamily> make_search_family(Candidate candidate,
                                                      std::vector<const Market*> markets,
                                                      std::span<const FixedTicks> fixed);

}  // namespace tradelab

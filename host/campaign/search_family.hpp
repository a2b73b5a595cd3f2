#pragma once

#include "brain/proposer.hpp"
#include "core/result.hpp"
#include "lab/candidate.hpp"
#include "lab/market.hpp"

#include <cstdint>
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
};

// What the plugin declared as fixed stays at the candidate's ticks, as does what is named here.
// Refused: a name that the plugin does not have, a tick outside of its range, no market.
[[nodiscard]] Result<SearchFamily> make_search_family(Candidate candidate,
                                                      std::vector<const Market*> markets,
                                                      std::span<const FixedTicks> fixed);

}  // namespace tradelab

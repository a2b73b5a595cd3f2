#pragma once

#include "document/json_value.hpp"
#include "research/researcher.hpp"

#include <cstdint>
#include <optional>

namespace tradelab {

// What `tradelab.research/1` and the status say of the search.  Without a view nobody runs it: only
// what the newest campaign left on disk is known.
[[nodiscard]] JsonObject research_members(const std::optional<ResearchView>& view,
                                          const std::optional<SearchProgress>& progress);

}  // namespace tradelab

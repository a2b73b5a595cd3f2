#pragma once

#include "history/sealed_file.hpp"

#include <span>
#include <vector>

namespace tradelab {

// What none of these files of one series holds, between their first and their last row: the holes
// of each that no other fills, and what lies between them.  From their summaries alone.  Empty for
// series without an interval: nobody can say what should have been there.
[[nodiscard]] std::vector<Hole> common_holes(std::span<const SealedSummary* const> files);

}  // namespace tradelab

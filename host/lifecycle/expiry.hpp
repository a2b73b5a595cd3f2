#pragma once

#include "core/time.hpp"
#include "lifecycle/lifecycle.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace tradelab {

// Who takes back an approval whose days are over.
inline constexpr std::string_view expiry_author = "the end of an approval";

// The steps back from approved that are due: each approval counts until an instant, and from there
// on for nothing, whether anybody looks or not.
[[nodiscard]] std::vector<StageEdge> expired_approvals(std::span<const StrategyLife> lives,
                                                       UnixNanos now);

// It was approved, and awaits a human again because the approval expired.
[[nodiscard]] bool has_expired(const StrategyLife& life);

// The step of an approved strategy back to where it awaits approval: by whom, and what its approval
// "did" or "is".  What it rested on is there as before: another one rests on the same.
[[nodiscard]] StageEdge taken_back(const StrategyLife& life,
                                   std::string_view by,
                                   std::string_view why);

}  // namespace tradelab

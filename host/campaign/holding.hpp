#pragma once

#include "campaign/search_family.hpp"
#include "lab/trial_run.hpp"

#include <span>
#include <vector>

namespace tradelab {

// The markets of these families, each once.
[[nodiscard]] std::vector<const Market*> markets_of(std::span<const SearchFamily> families);

// What holding the markets all the time in equal shares brought on each of these days, by their
// closes, the capital made equal every day; funding and costs are left out.  A day without a close
// brought nothing, as did the first that a market has.
[[nodiscard]] std::vector<double> held_all_the_time(std::span<const Market* const> markets,
                                                    const DailyReturns& days);

}  // namespace tradelab

#pragma once

#include "campaign/search_family.hpp"
#include "lab/trial_run.hpp"

#include <span>
#include <vector>

namespace tradelab {

// What holding the markets all the time in equal shares brought on each of these days, by their
// closes, the capital made equal every day; funding and costs are left out.  A day without a close
// brought nothing, as did the first that a market has.
[[nodiscard]] std::vector<double> held_all_the_time(std::span<const SearchFamily> families,
                                                    const DailyReturns& days);

}  // namespace tradelab

#pragma once

#include "core/money.hpp"

#include <algorithm>

namespace tradelab {

// What a day brought, as a share of the budget and not of what it has become: profits are not
// reinvested, so after a year of them the same trades move equity by a smaller share, and a promise
// measured on that would be broken by the first weeks of an account that begins anew.
//
// A day that lost the whole budget, or more, lost all.
[[nodiscard]] inline double day_return(Cash before, Cash after, Cash budget) {
    const double change = static_cast<double>((after - before).mantissa());
    return std::max(change / static_cast<double>(budget.mantissa()), -1.0);
}

}  // namespace tradelab

#pragma once

#include "core/money.hpp"
#include "engine/run_record.hpp"
#include "portfolio/portfolio.hpp"
#include "portfolio/row_hash.hpp"

#include <span>
#include <string>
#include <vector>

namespace tradelab {

// 64 hexadecimal digits over all that a run decided and did: orders, fills, funding, liquidations,
// notes, counts, refusals, every row of the ledger, the equity at the end, and its warnings.
// Integers, and the bits of notes; never a time of day, a compiler or a build.
//
// Instruments count by their rank by name, so that ids given in another order change nothing.  The
// curve follows from the rest and is left out, so that not keeping it changes nothing either.
[[nodiscard]] std::string result_hash(const RunRecord& record,
                                      const Portfolio& portfolio,
                                      std::span<const std::string> warnings);

}  // namespace tradelab

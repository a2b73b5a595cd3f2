#pragma once

#include "core/result.hpp"
#include "lab/backtest_result.hpp"
#include "os/disk.hpp"

#include <cstdint>

namespace tradelab {

// Whether a folder was made, or held exactly this result already.
enum class Written : std::uint8_t { new_folder, same_was_there };

// Writes everything that a result consists of into a folder:
//
//   manifest.json metrics.json trades.csv trades.json orders.csv orders.json fills.csv fills.json
//   funding.csv funding.json equity.csv equity.json tear_sheet.html
//
// All of it or nothing: the files are written and synced in a hidden folder beside it, which then
// gets its name.  A folder that holds this result (by its hash) is left as it is; one that holds
// anything else is refused with already_exists, never overwritten.  The same result gives the same
// bytes.  The manifest has the SHA-256 of every other file, and its own.
//
// Two writers wait for each other at `lock`, a file anywhere: beside what a person named nothing is
// left behind.
[[nodiscard]] Result<Written> write_artefacts(Disk& disk,
                                              const Disk::Path& folder,
                                              const BacktestResult& result,
                                              const Disk::Path& lock);

}  // namespace tradelab

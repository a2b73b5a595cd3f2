#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "journal/trial.hpp"
#include "lab/backtest_result.hpp"
#include "os/disk.hpp"

#include <cstdint>
#include <vector>

namespace tradelab {

// What the ledger keeps of a backtest: one trial for each parameter file of the run, all with the
// result that they had together.  It counts where the data was recorded and good enough to be
// evidence, however it ran: who looked without limits or costs has looked.  A run on synthetic or
// refused data is kept and does not count.
//
// A trial's data is one hash for each series: SHA-256 over the names and content hashes of its
// files in their order.
[[nodiscard]] std::vector<Trial> trials_of(const BacktestResult& result);

struct TrialReceipt {
    std::uint64_t first = 0;    // number of the first trial
    std::uint64_t counted = 0;  // of this run
};

// Appends them, on disk when this returns.
[[nodiscard]] Result<TrialReceipt> record_trials(Disk& disk,
                                                 const Disk::Path& ledger,
                                                 const BacktestResult& result,
                                                 UnixNanos now);

}  // namespace tradelab

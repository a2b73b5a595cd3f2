#pragma once

#include "cli/session.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "journal/trials.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tradelab {

// What is recorded of one strategy: by every backtest in the ledger, and by the record of lives.
struct StrategyRecord {
    std::string status = "testing";              // "approved", "live", "retired"
    std::optional<UnixNanos> created_at = {};    // its first trial, or its first step
    std::optional<UnixNanos> approved_at = {};   // by the approval that holds
    std::optional<RecordedTrial> backtest = {};  // the last that speaks for it
};

// Whether the figures of a trial are those of the strategy: alone on its account, under limits,
// with the pessimistic model and all of the costs, over three months at least, and on recorded data
// only where that is good enough to be evidence.  A made-up market is one, too: the trial says so.
[[nodiscard]] bool speaks_for_strategy(const Trial& trial);

// By the identity of its canonical file.  Nothing was recorded where there is no place for records;
// an approval whose days are over by `now` holds no more, whether anybody took it back or not.
[[nodiscard]] Result<StrategyRecord> record_of(Session& session,
                                               std::string_view identity,
                                               UnixNanos now);

}  // namespace tradelab

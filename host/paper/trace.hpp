#pragma once

#include "core/id.hpp"
#include "core/money.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "os/disk.hpp"
#include "paper/command.hpp"
#include "paper/feed.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tradelab {

// A fill, as far as two runs are compared.
struct TracedFill {
    std::uint32_t instance = 0;
    std::string instrument = {};
    std::string side = {};  // "buy"
    UnixNanos at = {};
    std::int64_t price = 0;  // these two in the places of the instrument
    std::int64_t quantity = 0;
    Cash fee = {};
};

// What was decided: an order as it was asked for, whatever became of it.
struct TracedSignal {
    UnixNanos at = {};
    std::string text = {};  // the record's

    friend bool operator==(const TracedSignal&, const TracedSignal&) = default;
};

// A command of the watch over decay, which is a step of its own: nothing is fed in it.
struct TracedCommand {
    std::size_t step = 0;  // from 0
    PaperVerb verb = PaperVerb::watch;
    InstanceId instance;
};

// What a run was fed, decided and did, in the words of a session's journal.
struct PaperTrace {
    std::string manifest = {};
    UnixNanos from = {};
    UnixNanos until = {};                // of the last step
    std::vector<UnixNanos> steps = {};   // their ends
    std::vector<std::string> tape = {};  // by step: hash of the rows that were delivered, or "none"
    std::vector<TracedSignal> signals = {};
    std::vector<TracedFill> fills = {};
    std::string decision_hash = {};
    Cash equity = {};
    std::vector<TracedCommand> commands = {};
    // When a person first gave a command: all is told up to there, because no backtest has one.
    std::optional<UnixNanos> commanded_at = {};
};

// Of the session in a folder, out of its journal alone: nothing is done again.  Acts that were torn
// off are left out.
[[nodiscard]] Result<PaperTrace> read_paper_trace(const Disk& disk, const Disk::Path& folder);

// Of a backtest that is fed in the same steps, and given what the watch over decay asked there.
[[nodiscard]] Result<PaperTrace> backtest_trace(const PaperFeed& feed, const PaperTrace& paper);

}  // namespace tradelab

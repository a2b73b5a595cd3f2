#pragma once

#include "core/money.hpp"
#include "core/time.hpp"
#include "os/disk.hpp"
#include "paper/feed.hpp"
#include "paper/player.hpp"
#include "watch/decay_monitor.hpp"

#include <string>
#include <vector>

namespace tradelab {

// Which strategies of a session something was promised of, and what: those that the gate passed, by
// their lives and verdicts in the state directory, each with its days in the history before the
// session.  What a person put on paper by hand promised nothing.
struct WatchedStrategies {
    std::vector<WatchedStrategy> watched = {};
    // Sentences: who was promised something and cannot be watched, and why.
    std::vector<std::string> unwatched = {};
};

struct WatchTerms {
    Disk& disk;
    Disk::Path state;  // the daemon's folder
    const PaperFeed& feed;
    UnixNanos from;  // where the session starts
    const PaperCells* cells;
};

[[nodiscard]] WatchedStrategies watched_strategies(const WatchTerms& terms);

}  // namespace tradelab

#pragma once

#include "daemon/log.hpp"
#include "os/companion.hpp"
#include "os/disk.hpp"
#include "paper/feed.hpp"
#include "paper/player.hpp"
#include "watch/decay_monitor.hpp"

namespace tradelab {

// The first word of the command line of a strategy's own process (plugin/cell_child.hpp).
inline constexpr const char* cell_word = "cell";

// A process for each strategy: `program`, which is this one, again.  What becomes of them is in the
// log, which outlives them.
[[nodiscard]] PaperCells cells_of(Companions& companions, const Disk::Path& program, Log& log);

// The watch over those of whom something was promised; `state` is the daemon's folder.
[[nodiscard]] DecayMonitor decay_of(Disk& disk,
                                    const Disk::Path& state,
                                    const PaperFeed& feed,
                                    UnixNanos from,
                                    const PaperCells& cells,
                                    Log& log);
// Over nobody.
[[nodiscard]] DecayMonitor no_decay(Disk& disk);

}  // namespace tradelab

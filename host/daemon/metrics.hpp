#pragma once

#include "daemon/answers.hpp"
#include "os/disk.hpp"
#include "paper/view.hpp"

#include <cstdint>
#include <string>

namespace tradelab {

// The page that Prometheus reads (text format 0.0.4).  Amounts are in the settlement asset, exact
// decimal text; counters restart only with the account.
[[nodiscard]] std::string metrics_page(const PaperView& view,
                                       const DaemonFacts& facts,
                                       std::uint64_t resident_bytes);

// What this process takes of the machine's memory, from /proc/self/statm; 0 where it cannot be
// read.
[[nodiscard]] std::uint64_t resident_bytes(const Disk& disk);

}  // namespace tradelab

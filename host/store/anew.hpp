#pragma once

#include "core/result.hpp"
#include "os/clock.hpp"
#include "os/disk.hpp"
#include "store/sources.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace tradelab {

struct RebuildProgress {
    std::uint64_t records = 0;
    std::uint64_t acknowledged = 0;  // of all journals that could be looked at
    std::chrono::nanoseconds took{0};
};

struct Rebuilt {
    RebuildProgress progress;
    std::vector<std::string> remarks = {};  // journals that could not be read to their end
};

// Throws the database away and makes it of the journals.  `tell` is called about once a second; its
// false ends it early (Err: interrupted), and what was read until then is a good beginning.
[[nodiscard]] Result<Rebuilt> rebuild_projection(
    const Disk& disk,
    const Clock& clock,
    const ProjectionPlaces& places,
    const std::function<bool(const RebuildProgress&)>& tell);

// Records a second, 0 where no time has passed.
[[nodiscard]] std::uint64_t rate_of(const RebuildProgress& progress);

}  // namespace tradelab

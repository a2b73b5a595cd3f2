#pragma once

#include "core/money.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "paper/feed.hpp"
#include "paper/player.hpp"

#include <optional>
#include <vector>

namespace tradelab {

// How a day ended, by instance: what it is worth, and the last price of what plays its first role.
struct PaperDay {
    UnixNanos ended;
    std::vector<Cash> equity;
    std::vector<std::optional<Price>> closes;
};

// The days of one candidate alone in the history before `until`, by the code of a session: what a
// promise about it rests on.  Where the feed has no history before, there are none.
[[nodiscard]] Result<std::vector<PaperDay>> days_before(const PaperFeed& feed,
                                                        UnixNanos until,
                                                        const PaperCells* cells);

}  // namespace tradelab

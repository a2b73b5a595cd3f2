#pragma once

#include "core/time.hpp"

#include <cstdint>

namespace tradelab {

inline constexpr std::int64_t day_ns = 24LL * 3600 * 1'000'000'000;

// Days of UTC since 1970-01-01.  What ends after midnight, up to and including the next one, is of
// one day: a day's last bar closes at midnight.
[[nodiscard]] constexpr std::int64_t day_of_close(std::int64_t close_ns) {
    const std::int64_t before = close_ns - 1;
    return before >= 0 ? before / day_ns : (before - day_ns + 1) / day_ns;
}

}  // namespace tradelab

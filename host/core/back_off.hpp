#pragma once

#include <algorithm>
#include <chrono>

namespace tradelab {

// How long to wait after so many failures in a row: twice as long each time, up to the longest.
[[nodiscard]] constexpr std::chrono::nanoseconds back_off(int failures) {
    constexpr std::chrono::nanoseconds first = std::chrono::seconds(5);
    constexpr std::chrono::nanoseconds longest = std::chrono::hours(1);
    constexpr int doublings_max = 20;
    return std::min(first * (1 << std::clamp(failures - 1, 0, doublings_max)), longest);
}

}  // namespace tradelab

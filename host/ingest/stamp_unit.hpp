#pragma once

#include "core/time.hpp"

#include <cstdint>
#include <optional>

namespace tradelab {

// Milliseconds (the archive until 2024, futures still) or microseconds (spot since 2025), told
// apart by magnitude: between the years 1973 and 2255 no number is both.
[[nodiscard]] constexpr std::optional<std::int64_t> nanoseconds_in_unit_of(std::int64_t stamp) {
    constexpr std::int64_t milliseconds_1973 = 100'000'000'000;
    constexpr std::int64_t milliseconds_2255 = 9'000'000'000'000;
    if (stamp >= milliseconds_1973 && stamp < milliseconds_2255) {
        return 1'000'000;
    }
    if (stamp >= milliseconds_1973 * 1'000 && stamp < milliseconds_2255 * 1'000) {
        return 1'000;
    }
    return std::nullopt;
}

}  // namespace tradelab

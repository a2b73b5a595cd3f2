#pragma once

#include "risk/limits.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tradelab {

inline constexpr std::size_t limit_count = 11;

// Of a limit: what risk.toml calls it, and how much one of its unit there is.
struct LimitName {
    std::string_view name;
    std::int64_t one;
};

// In the order of RiskLimits, as all that follows.
[[nodiscard]] const std::array<LimitName, limit_count>& limit_names();

// What each limit is: mantissas, or counts.
using LimitAmounts = std::array<std::int64_t, limit_count>;
[[nodiscard]] LimitAmounts amounts_of(const RiskLimits& limits);

}  // namespace tradelab

#pragma once

#include "synthetic/settings.hpp"

#include <cstdint>
#include <vector>

namespace tradelab {

inline constexpr double hours_per_year = 8'760;

enum class Trend : std::int8_t { down = -1, flat = 0, up = 1 };

// One hour of the skeleton, and the truth about it that no strategy sees.
struct SyntheticHour {
    double log_return = 0;  // of spot
    double sigma = 0;       // of log_return, given all before
    double season = 1;      // the hour's factor of the volatility, mean square 1 over the day
    double basis = 0;       // perpetual / spot - 1 at the hour's end
    Trend trend = Trend::flat;
    bool wild = false;
    bool outage = false;  // spot has no bars
    std::int8_t edge =
        0;  // the sign s of the planted edge; 0 before there is a past, and once it is gone
};

// All hours of the market, in order: 24 a day.  The settings have been checked.
[[nodiscard]] std::vector<SyntheticHour> synthetic_hours(const SyntheticSettings& settings);

}  // namespace tradelab

#pragma once

#include "honesty/cell.hpp"

#include <cstdint>
#include <vector>

namespace tradelab {

// The settings that are reported: families, edges, years, and what must hold of each.
//
// Full: 400 noise labs a family and length with 500 trials each, 200 labs a planted cell, 200 with
// the adversary's 10,000 trials.
[[nodiscard]] std::vector<Cell> full_study(std::uint64_t first_seed);

// The same code in less than a minute: 200 noise labs of all families and 40 planted ones.
struct SmokeStudy {
    std::vector<Cell> noise;
    std::vector<Cell> planted;
};
[[nodiscard]] SmokeStudy smoke_study(std::uint64_t first_seed);

// What every lab of the harness is judged by.
[[nodiscard]] LabSetting standard_setting();

}  // namespace tradelab

#pragma once

#include "engine/run_record.hpp"
#include "lab/trial_run.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tradelab {

// What a run held and paid, bar by bar, and what each market did meanwhile: enough to ask what the
// same positions would have given at other times.  Shares are of the equity at the bar's beginning.
struct HeldPath {
    struct Line {                     // an instrument
        std::vector<double> share;    // worth of the position, below 0 where it is short
        std::vector<double> change;   // close / close before - 1
        std::vector<double> funding;  // paid by whoever is long, as a share of the worth
    };
    std::int64_t first_day = 0;     // lab/day.hpp
    std::size_t days = 0;           // as many as the run's daily returns
    std::vector<std::int64_t> day;  // of each bar, from 0
    std::vector<Line> lines;
    std::vector<double> cost;  // fees and slippage that were paid in the bar

    [[nodiscard]] std::size_t bars() const { return day.size(); }
};

// Of a run with its warm-up cut off.  A fill at an open holds from that bar on, any other from the
// next bar on: what was left during a bar counts as held to its end.
[[nodiscard]] HeldPath held_path(const RunRecord& record, const TrialSetting& setting);

}  // namespace tradelab

#pragma once

#include "journal/trial.hpp"

#include <string>

namespace tradelab {

// A trial like any other, told from the others by its seed.
inline Trial trial_of(std::uint64_t seed) {
    return {.strategy = std::string(64, seed % 2 == 0 ? 'a' : 'b'),
            .plugin_id = "tl.strategy.momentum",
            .plugin_version = "1.2.0",
            .library = std::string(64, 'c'),
            .data = {std::string(64, 'd'), std::string(64, 'e')},
            .from = UnixNanos(1'577'836'800'000'000'000),
            .to = UnixNanos(1'751'328'000'000'000'000),
            .engine = "tl.engine/1",
            .fill_model = "pessimistic/1",
            .risk = std::string(64, 'f'),
            .cost_stress_permille = 2000,
            .seed = seed,
            .result = std::string(32, '0'),
            .metrics = {{.name = "max_drawdown", .value = "-0.25"},
                        {.name = "sharpe", .value = "undefined"},
                        {.name = "trades", .value = "417"}},
            .basis = TrialData::recorded,
            .origin = "human",
            .counts = TrialCounts::yes};
}

}  // namespace tradelab

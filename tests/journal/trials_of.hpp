#pragma once

#include "document/sha256.hpp"
#include "journal/trial.hpp"

#include <string>

namespace tradelab {

// One of two parameter files, in as much as a ledger looks into them.
inline TrialInstance trial_instance_of(std::uint64_t which) {
    const std::string file = R"({"name":")" + std::string(which % 2 == 0 ? "even" : "odd") +
                             R"(","parents":[],"timeframe":"1h"})";
    return {.strategy = sha256_hex(file),
            .file = file,
            .plugin_id = "tl.strategy.momentum",
            .plugin_version = "1.2.0",
            .library = std::string(64, 'c'),
            .origin = "human"};
}

// A trial like any other, told from the others by its seed.
inline Trial trial_of(std::uint64_t seed) {
    return {.instances = {trial_instance_of(seed)},
            .data = {{.manifest = std::string(64, 'd'), .series = "x.spot:A-B bars 1h"},
                     {.manifest = std::string(64, 'e'), .series = "x.usdm:A-B-PERP funding"}},
            .from = UnixNanos(1'577'836'800'000'000'000),
            .to = UnixNanos(1'751'328'000'000'000'000),
            .engine = "tl.engine/1",
            .fill_model = "pessimistic/1",
            .cost_stress_permille = 2000,
            .capital = Cash(1'000'000'000'000),
            .leverage = 2,
            .venues = std::string(64, '7'),
            .risk = std::string(64, 'f'),
            .seed = seed,
            .result = std::string(32, '0'),
            .figures = std::string(64, '8'),
            .metrics = {{.name = "max_drawdown", .value = "-0.25"},
                        {.name = "sharpe", .value = "undefined"},
                        {.name = "trades", .value = "417"}},
            .basis = TrialData::recorded,
            .counts = TrialCounts::yes};
}

}  // namespace tradelab

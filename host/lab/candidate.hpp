#pragma once

#include "core/instrument.hpp"
#include "core/time.hpp"
#include "plugin/load.hpp"
#include "strategy/declaration.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tradelab {

// A parameter file and the loaded plugin that it is for: what a backtest runs.
struct Candidate {
    std::string name;
    std::string file_sha256;     // identity of the canonical parameter file
    std::string file_text = {};  // which this is: the ledger keeps it
    std::string rationale;
    std::string origin;
    BarInterval timeframe;
    std::vector<std::int64_t> ticks;    // one per parameter, in the order declared
    std::vector<InstrumentName> roles;  // one per role, in the order declared
    LoadedPlugin plugin;
    Declaration declaration;
};

// Of the plugin's .so, as its manifest has it and loading has checked it.
[[nodiscard]] std::string library_sha256(const Candidate& candidate);

}  // namespace tradelab

#pragma once

#include "cli/requests_synth.hpp"

namespace CLI {
class App;
}

namespace tradelab {

// The words of `tradelab data synth`.  `typed` must outlive the command.
void add_synth_options(CLI::App& synth, SynthesiseData& typed);

}  // namespace tradelab

#pragma once

#include "control/request.hpp"

#include <cstdint>
#include <string>
#include <vector>

// What can be asked of the lab.  Empty means: the default.
namespace tradelab {

struct RunCampaign {
    std::vector<std::string> files;  // a family each: plugin, binding, timeframe
    std::uint32_t trials = 500;
    std::uint64_t seed = 1;
    std::uint32_t threads = 0;  // 0: one a core
    std::uint32_t finalists = 20;
    std::string from;
    std::string to;
    std::string risk;
    std::string store;
    // Of one core; below 100 it tries on one thread and rests in between.
    std::uint32_t cpu_percent = 100;
    std::vector<std::string> analyzers;  // ids of plugins that propose, too
    std::string progress;                // a file that says how far it has come; empty: nowhere
};
// Begins or ends what the daemon searches.
struct CommandResearch {
    ControlVerb verb = ControlVerb::research_start;
    std::string settings;  // of the daemon
    std::string reason;
};
// How far that has come, also without a daemon.
struct ShowResearch {
    std::string settings;
};

}  // namespace tradelab

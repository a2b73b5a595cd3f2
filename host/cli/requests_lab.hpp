#pragma once

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
};

}  // namespace tradelab

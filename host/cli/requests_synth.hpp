#pragma once

#include "synthetic/settings.hpp"

#include <string>
#include <vector>

// What can be asked of the maker of synthetic markets.
namespace tradelab {

struct SynthesiseData {
    SyntheticSettings settings;
    std::string start = "2020-01-01";
    std::vector<std::string> intervals = {"1h"};
    std::string store;  // the folder of the history; empty: the default one
};

}  // namespace tradelab

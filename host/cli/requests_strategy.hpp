#pragma once

#include <string>
#include <vector>

// What can be asked about parameter files.
namespace tradelab {

struct CheckStrategies {
    std::vector<std::string> files;
};
struct ShowStrategy {
    std::string file;
};
struct HashStrategies {
    std::vector<std::string> files;
};
struct ShowStrategySchema {
    std::string plugin;
};
struct ExportStrategy {
    std::string file;
};

}  // namespace tradelab

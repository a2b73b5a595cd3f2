#pragma once

#include "cli/arguments.hpp"
#include "cli/requests_plugin.hpp"

#include <string>

namespace CLI {
class App;
}

// The commands of `tradelab plugin`, and the children that run a plugin's code.
namespace tradelab {

// What was typed of them.
struct TypedPlugin {
    ShowPlugin info;
    ValidatePlugins validate;
    NewPlugin create;
    InstallPlugin install;
    RollbackPlugin rollback;
    RemovePlugin remove;
    RunPlugin run;
    bool all_rows = false;
    std::string child_folder;
    AnalyzeChild analyze;
};

// `typed` must outlive `root`.
void add_plugin_commands(CLI::App& root, TypedPlugin& typed);

[[nodiscard]] RequestsByName plugin_requests(const TypedPlugin& typed);

}  // namespace tradelab

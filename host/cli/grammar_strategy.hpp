#pragma once

#include "cli/arguments.hpp"
#include "cli/requests_strategy.hpp"

namespace CLI {
class App;
}

// The commands of `tradelab strategy`.
namespace tradelab {

// What was typed of them.
struct TypedStrategy {
    CheckStrategies check;
    ShowStrategy show;
    HashStrategies hash;
    ShowStrategySchema schema;
    ExportStrategy for_export;
};

// `typed` must outlive `root`.
void add_strategy_commands(CLI::App& root, TypedStrategy& typed);

[[nodiscard]] RequestsByName strategy_requests(const TypedStrategy& typed);

}  // namespace tradelab

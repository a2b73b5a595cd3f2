#pragma once

#include "cli/arguments.hpp"
#include "cli/requests_gate.hpp"

namespace CLI {
class App;
}

// The commands of `tradelab gate`, and `tradelab power`.
namespace tradelab {

// What was typed of them.
struct TypedGate {
    ExplainVerdict explain;
    ShowBudget budget;
    AskPower power;
};

// `typed` must outlive `root`.
void add_gate_commands(CLI::App& root, TypedGate& typed);

[[nodiscard]] RequestsByName gate_requests(const TypedGate& typed);

}  // namespace tradelab

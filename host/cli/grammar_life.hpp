#pragma once

#include "cli/arguments.hpp"
#include "cli/requests_life.hpp"

namespace CLI {
class App;
}

namespace tradelab {

// What a human decides: `tradelab approve|reject|retire|preflight|go-live`.
struct TypedLife {
    ApproveStrategy approve;
    RejectStrategy reject;
    RetireStrategy retire;
    CheckPreflight preflight;
};

// Added to `root`, which must outlive `typed`.
void add_life_commands(CLI::App& root, TypedLife& typed);

[[nodiscard]] RequestsByName life_requests(const TypedLife& typed);

}  // namespace tradelab

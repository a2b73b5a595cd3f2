#pragma once

#include "cli/arguments.hpp"
#include "cli/requests_backtest.hpp"

namespace CLI {
class App;
}

namespace tradelab {

// What was typed of `tradelab backtest`.
struct TypedBacktest {
    RunBacktest run;
    ShowBacktest show;
    CompareBacktests compare;
    bool no_report = false;
};

// `typed` must outlive `root`.
void add_backtest_commands(CLI::App& root, TypedBacktest& typed);

[[nodiscard]] RequestsByName backtest_requests(const TypedBacktest& typed);

}  // namespace tradelab

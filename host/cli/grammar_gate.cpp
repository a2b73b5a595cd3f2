#include "cli/grammar_gate.hpp"

#include "cli/grammar.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace tradelab {

void add_gate_commands(CLI::App& root, TypedGate& typed) {
    auto* gate = root.add_subcommand("gate", "what was proven, and what it cost");
    gate->add_subcommand("list", "every verdict")->footer("tradelab gate explain ID");
    auto* explain = gate->add_subcommand("explain", "every number of a verdict with its formula");
    explain->add_option("id", typed.explain.id, "the verdict, or the beginning of its id")
        ->type_name("ID")
        ->required();
    explain->footer("tradelab gate list");
    auto* budget =
        gate->add_subcommand("budget", "levels that were spent and vaults that were opened");
    budget->add_flag(
        "--synthetic", typed.budget.synthetic, "on generated markets, which spend a budget apart");
    budget->footer("tradelab gate budget --synthetic\ntradelab journal verify");
    gate->footer("tradelab gate list\ntradelab power --sharpe 2");

    auto* power = root.add_subcommand("power", "how much history it takes to prove an edge");
    power->add_option("--sharpe", typed.power.sharpe, "of the edge, per year after costs (2)")
        ->type_name("S")
        ->check(CLI::Range(0.01, 50.0));
    power->add_option("--years", typed.power.years, "of history: then the chances it gives")
        ->type_name("YEARS")
        ->check(CLI::Range(0.1, 1000.0));
    power->add_option("--trials", typed.power.clusters, "different things that are tried (100)")
        ->type_name("N")
        ->check(CLI::Range(1, 100'000'000));
    power->add_option("--finalists", typed.power.finalists, "that go on to walk-forward (5)")
        ->type_name("N")
        ->check(CLI::Range(1, 64));
    power->add_option("--symbols", typed.power.symbols, "pooled (1)")
        ->type_name("N")
        ->check(CLI::Range(1, 10'000));
    power
        ->add_option(
            "--correlation", typed.power.correlation, "of the rule's returns in two symbols (0.3)")
        ->type_name("RHO")
        ->check(CLI::Range(0.0, 1.0));
    power->add_option("--level", typed.power.level, "joint error (that of a first hypothesis)")
        ->type_name("LEVEL")
        ->check(CLI::Range(1e-9, 0.039));
    power->group(std::string(rarer_commands));
    power->footer("tradelab power --sharpe 1.5 --symbols 5\ntradelab power --years 3");
}

RequestsByName gate_requests(const TypedGate& typed) {
    return {
        {"tradelab gate", ListVerdicts{}},
        {"tradelab gate list", ListVerdicts{}},
        {"tradelab gate explain", typed.explain},
        {"tradelab gate budget", typed.budget},
        {"tradelab power", typed.power},
    };
}

}  // namespace tradelab

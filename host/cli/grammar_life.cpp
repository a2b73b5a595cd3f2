#include "cli/grammar_life.hpp"

#include "cli/grammar.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace tradelab {
namespace {

struct Said {
    std::string& id;
    std::string& why;
    std::string& settings;
};

// A decision is about one strategy, and says why.
CLI::App* add_decision(CLI::App& root, const char* name, const char* words, Said said) {
    auto* command = root.add_subcommand(name, words);
    command->add_option("id", said.id, "the strategy, the beginning of its identity, or its name")
        ->type_name("ID")
        ->required();
    command->add_option("--why", said.why, "the reason, for the record")
        ->type_name("TEXT")
        ->required();
    command->add_option("--config", said.settings, "the daemon's settings (tradelabd.toml)")
        ->type_name("FILE");
    command->group(std::string(rarer_commands));
    return command;
}

}  // namespace

void add_life_commands(CLI::App& root, TypedLife& typed) {
    auto* approve = add_decision(root,
                                 "approve",
                                 "let a strategy trade exactly as it was tested, for a while",
                                 {typed.approve.id, typed.approve.why, typed.approve.settings});
    approve->add_option("--days", typed.approve.days, "that it counts (7)")
        ->type_name("N")
        ->check(CLI::Range(1, 90));
    approve->add_option("--store", typed.approve.store, "the history that its evidence is in")
        ->type_name("DIR");
    approve->footer("tradelab lab hypotheses\ntradelab lab show ID");
    add_decision(root,
                 "reject",
                 "say no to a strategy that awaits approval",
                 {typed.reject.id, typed.reject.why, typed.reject.settings})
        ->footer("tradelab lab show ID");
    add_decision(root,
                 "retire",
                 "end a strategy for good; what it holds on paper is closed",
                 {typed.retire.id, typed.retire.why, typed.retire.settings})
        ->footer("tradelab lab hypotheses --all");
    auto* preflight = root.add_subcommand("preflight", "what would have to be true to go live");
    preflight
        ->add_option("--config", typed.preflight.settings, "the daemon's settings (tradelabd.toml)")
        ->type_name("FILE");
    preflight->add_option("--store", typed.preflight.store, "the history that the evidence is in")
        ->type_name("DIR");
    preflight->group(std::string(rarer_commands));
    preflight->footer("tradelab doctor\ntradelab status");
    auto* go_live = root.add_subcommand("go-live", "trade with money");
    go_live->group(std::string(rarer_commands));
    go_live->footer("tradelab preflight");
}

RequestsByName life_requests(const TypedLife& typed) {
    return {{"tradelab approve", typed.approve},
            {"tradelab reject", typed.reject},
            {"tradelab retire", typed.retire},
            {"tradelab preflight", typed.preflight},
            {"tradelab go-live", GoLive{}}};
}

}  // namespace tradelab

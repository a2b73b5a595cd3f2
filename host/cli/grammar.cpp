#include "cli/grammar.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace tradelab {

namespace {

void add_global(CLI::App& app, Typed& typed) {
    app.set_help_flag("-h,--help", "show the help of a command");
    app.add_flag("--json", typed.json, "one JSON document on standard output");
    app.add_flag("--plain", typed.plain, "ASCII only: no colour, no drawing");
    app.add_flag("--no-input", typed.no_input, "never ask: without --yes `data remove` is refused");
    app.add_option("--plugins", typed.plugins, "where installed plugins are")
        ->type_name(std::string(operand::folder));
    app.add_option("--state", typed.state, "where journals and the trial ledger are")
        ->type_name(std::string(operand::folder));
}

}  // namespace

std::unique_ptr<CLI::App> make_grammar(Typed& typed) {
    auto app = std::make_unique<CLI::App>("The lab on the command line.", "tradelab");
    // What nobody knows is gathered instead of thrown: parse_arguments() says what was meant.
    app->allow_extras();
    app->fallthrough();
    app->require_subcommand(0, 1);
    add_global(*app, typed);
    app->add_flag("--version", typed.version, "the same as `tradelab version`");

    add_data_commands(*app, typed.data);
    add_backtest_commands(*app, typed.backtest);
    add_lab_commands(*app, typed.lab);
    add_strategy_commands(*app, typed.strategy);
    add_record_commands(*app, typed.records);
    add_gate_commands(*app, typed.gate);
    add_life_commands(*app, typed.life);
    add_plugin_commands(*app, typed.plugin);
    add_daemon_commands(*app, typed.daemon);

    app->add_subcommand("version", "of the program and of the ABI it speaks")
        ->group(std::string(rarer_commands))
        ->footer("tradelab plugin list");
    auto* completion = app->add_subcommand("completion", "a script for your shell's Tab key");
    completion->add_option("shell", typed.completion.shell, "bash, zsh or fish")
        ->type_name(std::string(operand::shell))
        ->required();
    completion->group(std::string(rarer_commands));
    completion->footer("source <(tradelab completion bash)");
    auto* help = app->add_subcommand("help", "of any command: tradelab help plugin run");
    help->group(std::string(rarer_commands));
    help->add_option("command", typed.help_topic, "its words")
        ->type_name(std::string(operand::command));
    help->add_flag("--all", typed.help_all, "every command there is, in one list");

    app->footer(
        "tradelab plugin list\n"
        "tradelab plugin new NAME --kind strategy\n"
        "tradelab plugin --help");
    return app;
}

RequestsByName requests_of(const Typed& typed) {
    RequestsByName requests = {
        {"tradelab version", ShowVersion{}},
        {"tradelab completion", typed.completion},
    };
    requests.merge(plugin_requests(typed.plugin));
    requests.merge(data_requests(typed.data, typed.no_input ? Asking::never : Asking::allowed));
    requests.merge(backtest_requests(typed.backtest));
    requests.merge(lab_requests(typed.lab));
    requests.merge(strategy_requests(typed.strategy));
    requests.merge(record_requests(typed.records));
    requests.merge(gate_requests(typed.gate));
    requests.merge(life_requests(typed.life));
    requests.merge(daemon_requests(typed.daemon));
    return requests;
}

std::string name_of(const CLI::App& command) {
    const CLI::App* parent = command.get_parent();
    return parent == nullptr ? command.get_name() : name_of(*parent) + " " + command.get_name();
}

}  // namespace tradelab

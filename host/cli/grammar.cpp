#include "cli/grammar.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace tradelab {

namespace {

std::string shown(std::string_view text) {
    return std::string(text);
}

// Not offered by help and completion.
constexpr const char* hidden = "";

void add_global(CLI::App& app, Typed& typed) {
    app.set_help_flag("-h,--help", "show the help of a command");
    app.add_flag("--json", typed.json, "one JSON document on standard output");
    app.add_flag("--plain", typed.plain, "ASCII only: no colour, no drawing");
    app.add_flag("--no-input", typed.no_input, "never ask (nothing does so far)");
    app.add_option("--plugins", typed.plugins, "where installed plugins are")
        ->type_name(shown(operand::folder));
}

CLI::Option* add_target(CLI::App& command, std::string& where) {
    return command.add_option("target", where, "a plugin by its id, or the folder of a package")
        ->type_name(shown(operand::plugin))
        ->required();
}

void add_looking(CLI::App& plugin, Typed& typed) {
    auto* list = plugin.add_subcommand("list", "the plugins there are, and those refused");
    list->footer("tradelab plugin info ID\ntradelab plugin run ID");

    auto* info = plugin.add_subcommand("info", "manifest, files, parameters of one plugin");
    add_target(*info, typed.info.target);
    info->footer("tradelab plugin validate ID\ntradelab plugin run ID");

    auto* run = plugin.add_subcommand("run", "feed a made-up market, see what it wants");
    add_target(*run, typed.run.target);
    run->add_option("--bars", typed.run.bars, "bars of the market (400)")
        ->type_name("N")
        ->check(CLI::Range(1, 100'000));
    run->add_option("--seed", typed.run.seed, "which market (1)")->type_name("N");
    run->add_option("--batch", typed.run.batch, "events per call, which changes nothing (64)")
        ->type_name("N")
        ->check(CLI::Range(1, 4'096));
    run->add_flag("--all-rows", typed.all_rows, "the whole table, however long");
    run->footer("tradelab plugin info ID\ntradelab plugin validate ID");
}

void add_checking(CLI::App& plugin, Typed& typed) {
    auto* validate = plugin.add_subcommand("validate", "hold plugins to the contract, hard");
    validate->add_option("target", typed.validate.targets, "plugins by id, or folders of packages")
        ->type_name(shown(operand::plugin));
    validate->add_flag("--all", typed.validate.all, "all bundled and installed plugins");
    validate->add_option("--only", typed.validate.only, "only these checks: P1,D2 or a group: D")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->type_name("CHECKS");
    validate->add_option("--reproduce", typed.validate.seed, "the seed that a report names")
        ->type_name("SEED");
    validate->add_option("--jobs", typed.validate.jobs, "checks at once (one per processor)")
        ->type_name("N")
        ->check(CLI::Range(1, 64));
    validate->footer("tradelab plugin install PATH");
}

void add_making(CLI::App& plugin, Typed& typed) {
    auto* create = plugin.add_subcommand("new", "begin a plugin of your own");
    create->add_option("name", typed.create.name, "small letters, digits and '-'")
        ->type_name("NAME")
        ->required();
    create->add_option("--kind", typed.create.kind, "what it will be (strategy)")
        ->type_name(shown(operand::kind));
    create->add_option("--id", typed.create.id, "its id (org.example.NAME)")->type_name("ID");
    create->add_option("--dir", typed.create.folder, "the folder to make (./NAME)")
        ->type_name(shown(operand::folder));
    create->footer("cmake -B build && cmake --build build    in the new folder");
}

void add_keeping(CLI::App& plugin, Typed& typed) {
    auto* install = plugin.add_subcommand("install", "check a package and put it in place");
    install->add_option("package", typed.install.source, "the folder of a package")
        ->type_name(shown(operand::package))
        ->required();
    install->footer("tradelab plugin list\ntradelab plugin run ID");

    auto* rollback = plugin.add_subcommand("rollback", "back to the version before");
    rollback->add_option("id", typed.rollback.id, "an installed plugin")
        ->type_name(shown(operand::installed))
        ->required();
    rollback->footer("tradelab plugin list");

    auto* remove = plugin.add_subcommand("remove", "take an installed plugin away");
    remove->add_option("id", typed.remove.id, "an installed plugin")
        ->type_name(shown(operand::installed))
        ->required();
    remove->footer("tradelab plugin list");
}

void add_children(CLI::App& app, Typed& typed) {
    auto* describe = app.add_subcommand("describe-child", "")->group(hidden);
    describe->add_option("folder", typed.child_folder)->required();
    auto* run = app.add_subcommand("run-child", "")->group(hidden);
    run->add_option("folder", typed.run.target)->required();
    run->add_option("--bars", typed.run.bars);
    run->add_option("--seed", typed.run.seed);
    run->add_option("--batch", typed.run.batch);
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

    auto* plugin = app->add_subcommand("plugin", "list, check, run, make and install plugins");
    add_looking(*plugin, typed);
    add_checking(*plugin, typed);
    add_making(*plugin, typed);
    add_keeping(*plugin, typed);
    plugin->footer("tradelab plugin list\ntradelab plugin new NAME --kind strategy");

    app->add_subcommand("version", "of the program and of the ABI it speaks")
        ->footer("tradelab plugin list");
    auto* completion = app->add_subcommand("completion", "a script for your shell's Tab key");
    completion->add_option("shell", typed.completion.shell, "bash, zsh or fish")
        ->type_name(shown(operand::shell))
        ->required();
    completion->footer("source <(tradelab completion bash)");
    auto* help = app->add_subcommand("help", "of any command: tradelab help plugin run");
    help->add_option("command", typed.help_topic, "its words")->type_name(shown(operand::command));
    add_children(*app, typed);

    app->footer(
        "tradelab plugin list\n"
        "tradelab plugin new NAME --kind strategy\n"
        "tradelab plugin --help");
    return app;
}

std::string name_of(const CLI::App& command) {
    const CLI::App* parent = command.get_parent();
    return parent == nullptr ? command.get_name() : name_of(*parent) + " " + command.get_name();
}

}  // namespace tradelab

#include "cli/grammar_plugin.hpp"

#include "cli/grammar.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace tradelab {

namespace {

CLI::Option* add_target(CLI::App& command, std::string& where) {
    return command.add_option("target", where, "a plugin by its id, or the folder of a package")
        ->type_name(std::string(operand::plugin))
        ->required();
}

void add_looking(CLI::App& plugin, TypedPlugin& typed) {
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
    run->add_option("--seed", typed.run.seed, "which market (1)")
        ->type_name("N")
        ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{INT64_MAX}));
    run->add_option("--batch", typed.run.batch, "events per call, which changes nothing (64)")
        ->type_name("N")
        ->check(CLI::Range(1, 4'096));
    run->add_flag("--all-rows", typed.all_rows, "the whole table, however long");
    run->footer("tradelab plugin info ID\ntradelab plugin validate ID");
}

void add_checking(CLI::App& plugin, TypedPlugin& typed) {
    auto* validate = plugin.add_subcommand("validate", "hold plugins to the contract, hard");
    validate->add_option("target", typed.validate.targets, "plugins by id, or folders of packages")
        ->type_name(std::string(operand::plugin));
    validate->add_flag("--all", typed.validate.all, "all bundled and installed plugins");
    validate->add_option("--only", typed.validate.only, "only these checks: P1,D2 or a group: D")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->type_name("CHECKS");
    validate->add_option("--reproduce", typed.validate.seed, "the seed that a report names")
        ->type_name("SEED")
        ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{INT64_MAX}));
    validate->add_option("--jobs", typed.validate.jobs, "checks at once (one per processor)")
        ->type_name("N")
        ->check(CLI::Range(1, 64));
    validate->footer("tradelab plugin install PATH");
}

void add_making(CLI::App& plugin, TypedPlugin& typed) {
    auto* create = plugin.add_subcommand("new", "begin a plugin of your own");
    create->add_option("name", typed.create.name, "small letters, digits and '-'")
        ->type_name("NAME")
        ->required();
    create->add_option("--kind", typed.create.kind, "what it will be (strategy)")
        ->type_name(std::string(operand::kind));
    create->add_option("--id", typed.create.id, "its id (org.example.NAME)")->type_name("ID");
    create->add_option("--dir", typed.create.folder, "the folder to make (./NAME)")
        ->type_name(std::string(operand::folder));
    create->footer("cmake -B build && cmake --build build    in the new folder");
}

void add_keeping(CLI::App& plugin, TypedPlugin& typed) {
    auto* install = plugin.add_subcommand("install", "check a package and put it in place");
    install->add_option("package", typed.install.source, "the folder of a package")
        ->type_name(std::string(operand::package))
        ->required();
    install->footer("tradelab plugin list\ntradelab plugin run ID");

    auto* rollback = plugin.add_subcommand("rollback", "back to the version before");
    rollback->add_option("id", typed.rollback.id, "an installed plugin")
        ->type_name(std::string(operand::installed))
        ->required();
    rollback->footer("tradelab plugin list");

    auto* remove = plugin.add_subcommand("remove", "take an installed plugin away");
    remove->add_option("id", typed.remove.id, "an installed plugin")
        ->type_name(std::string(operand::installed))
        ->required();
    remove->footer("tradelab plugin list");
}

// Not offered by help and completion.
void add_plugin_children(CLI::App& app, TypedPlugin& typed) {
    auto* describe = app.add_subcommand("describe-child", "")->group("");
    describe->add_option("folder", typed.child_folder)->required();
    auto* run = app.add_subcommand("run-child", "")->group("");
    run->add_option("folder", typed.run.target)->required();
    run->add_option("--bars", typed.run.bars);
    run->add_option("--seed", typed.run.seed);
    run->add_option("--batch", typed.run.batch);
    auto* analyze = app.add_subcommand("analyze-child", "")->group("");
    analyze->add_option("folder", typed.analyze.folder)->required();
    analyze->add_option("library", typed.analyze.library)->required();
    analyze->add_option("seed", typed.analyze.seed)->required();
}

}  // namespace

void add_plugin_commands(CLI::App& root, TypedPlugin& typed) {
    auto* plugin = root.add_subcommand("plugin", "list, check, run, make and install plugins");
    add_looking(*plugin, typed);
    add_checking(*plugin, typed);
    add_making(*plugin, typed);
    add_keeping(*plugin, typed);
    plugin->footer("tradelab plugin list\ntradelab plugin new NAME --kind strategy");
    add_plugin_children(root, typed);
}

RequestsByName plugin_requests(const TypedPlugin& typed) {
    RunPlugin run = typed.run;
    run.rows = typed.all_rows ? Rows::all : Rows::some;
    return {
        {"tradelab plugin list", ListPlugins{}},
        {"tradelab plugin info", typed.info},
        {"tradelab plugin validate", typed.validate},
        {"tradelab plugin new", typed.create},
        {"tradelab plugin install", typed.install},
        {"tradelab plugin rollback", typed.rollback},
        {"tradelab plugin remove", typed.remove},
        {"tradelab plugin run", run},
        {"tradelab describe-child", DescribeChild{typed.child_folder}},
        {"tradelab run-child", RunChild{run}},
        {"tradelab analyze-child", typed.analyze},
    };
}

}  // namespace tradelab

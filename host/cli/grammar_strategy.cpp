#include "cli/grammar_strategy.hpp"

#include "cli/grammar.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace tradelab {

namespace {

void add_strategy_file(CLI::App& command, std::string& file) {
    command.add_option("file", file, "a parameter file")
        ->type_name(std::string(operand::strategy))
        ->required();
}

void add_strategy_files(CLI::App& command, std::vector<std::string>& files) {
    command.add_option("files", files, "parameter files")
        ->type_name(std::string(operand::strategy))
        ->required();
}

}  // namespace

void add_strategy_commands(CLI::App& root, TypedStrategy& typed) {
    auto* strategy = root.add_subcommand("strategy", "parameter files: check, show, hash, export");
    auto* check = strategy->add_subcommand("check", "hold files to what their plugins declare");
    add_strategy_files(*check, typed.check.files);
    check->footer("tradelab strategy show FILE");

    auto* show = strategy->add_subcommand("show", "what one file says, in words");
    add_strategy_file(*show, typed.show.file);
    show->footer("tradelab strategy check FILE");

    auto* hash = strategy->add_subcommand("hash", "the identity of files");
    add_strategy_files(*hash, typed.hash.files);
    hash->footer("tradelab trials list --strategy HASH");

    auto* schema = strategy->add_subcommand("schema", "a JSON Schema of a plugin's files");
    schema->add_option("plugin", typed.schema.plugin, "a plugin by its id, or its folder")
        ->type_name(std::string(operand::plugin))
        ->required();
    schema->footer("tradelab strategy check FILE");

    auto* for_export = strategy->add_subcommand(
        "export",
        "one file and its record, as JSON\n\n"
        "performance.backtest is the last trial of the file alone, over three months at least,\n"
        "under limits, with pessimistic fills and all costs, on data fit for evidence; else null.\n"
        "performance.dry_run is null: on paper several strategies may share an account, and how "
        "it\n"
        "stands is known to its daemon alone (tradelab positions).  performance.live is null:\n"
        "nothing trades live in this version.  status and approved_at are those of tradelab lab\n"
        "show, created_at is its first trial or the first step there.");
    add_strategy_file(*for_export, typed.for_export.file);
    for_export->footer("tradelab trials list");

    strategy->footer(
        "tradelab strategy check FILE\ntradelab strategy schema org.tradelab.momentum");
}

RequestsByName strategy_requests(const TypedStrategy& typed) {
    return {
        {"tradelab strategy check", typed.check},
        {"tradelab strategy show", typed.show},
        {"tradelab strategy hash", typed.hash},
        {"tradelab strategy schema", typed.schema},
        {"tradelab strategy export", typed.for_export},
    };
}

}  // namespace tradelab

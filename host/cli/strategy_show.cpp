#include "cli/commands.hpp"
#include "cli/strategy_file.hpp"
#include "core/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace tradelab {

namespace {

constexpr std::size_t text_length_max = 4'000;
constexpr std::size_t name_width = 12;

void fact(Output& output, std::string_view name, std::string_view value) {
    output.line(fmt::format("  {:<{}}{}", name, name_width, printable(value, text_length_max)));
}

void show_facts(Output& output, const ParameterFile& file) {
    output.title(file.name);
    fact(output, "identity", identity_of(file));
    fact(output, "plugin", file.plugin + " " + file.versions.text());
    for (const RoleBinding& binding : file.roles) {
        fact(output, binding.role, binding.instrument.text());
    }
    fact(output, "timeframe", file.timeframe.text());
    fact(output, "why", file.rationale);
    fact(output, "origin", std::string(proposed_by_text(file.by)) + ": " + file.provenance);
    for (const std::string& parent : file.parents) {
        fact(output, "parent", parent);
    }
    output.line();
}

// In words where the plugin is there, else in ticks alone.
void show_parameters(Output& output,
                     const ParameterFile& file,
                     const Result<DescribedPlugin>& plugin) {
    Table table{.columns = {{.title = "parameter"},
                            {.title = "ticks", .align = Align::right},
                            {.title = "value", .align = Align::right},
                            {.title = "meaning"}},
                .rows = {}};
    for (const ParameterTicks& given : file.parameters) {
        std::string value;
        std::string meaning;
        if (plugin) {
            const auto& declared = plugin->declaration.parameters;
            const auto found = std::ranges::find(declared, given.name, &Parameter::name);
            const bool in_range =
                found != declared.end() && given.ticks >= found->min && given.ticks <= found->max;
            value = in_range ? value_text(*found, given.ticks) : "?";
            meaning = found != declared.end() ? found->summary : "?";
        }
        table.add({printable(given.name, name_width * 3),
                   std::to_string(given.ticks),
                   printable(value, name_width * 3),
                   printable(meaning, text_length_max)});
    }
    output.table(table);
}

}  // namespace

Answer run(Session& session, const ShowStrategy& request) {
    const auto file = read_strategy(session, request.file);
    if (!file) {
        return fail(file.error());
    }
    Declarations declarations(session);
    show_facts(session.output, *file);
    show_parameters(session.output, *file, declarations.of(file->plugin));
    session.output.document(JsonObject{{"schema", "tradelab.strategy-show/1"},
                                       {"hash", identity_of(*file)},
                                       {"file", json_of(*file)}});
    if (const auto bound = bind_strategy(declarations, *file, request.file); !bound) {
        session.output.error(bound.error());
        return ExitCode::partly_done;
    }
    return ExitCode::ok;
}

}  // namespace tradelab

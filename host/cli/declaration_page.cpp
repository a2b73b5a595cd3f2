#include "cli/declaration_page.hpp"

#include "core/text.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace tradelab {

namespace {

constexpr std::size_t text_length_max = 120;

std::string shown(std::string_view text) {
    return printable(text, text_length_max);
}

std::string joined(const JsonValue& names) {
    std::string out;
    for (const JsonValue& name : *names.array()) {
        out += (out.empty() ? "" : ", ") + shown(*name.text());
    }
    return out;
}

// What the document says in words: the search and the step of a parameter, the kinds of a role.
Table parameters_of(const Declaration& declaration, const JsonArray& words) {
    Table table{.columns = {{.title = "parameter"},
                            {.title = "initial", .align = Align::right},
                            {.title = "least", .align = Align::right},
                            {.title = "most", .align = Align::right},
                            {.title = "ticks"},
                            {.title = "step", .align = Align::right},
                            {.title = "search"},
                            {.title = "meaning"}},
                .rows = {}};
    for (std::size_t at = 0; at < declaration.parameters.size(); ++at) {
        const Parameter& parameter = declaration.parameters[at];
        const auto value = [&](std::int64_t ticks) { return shown(value_text(parameter, ticks)); };
        table.add({shown(parameter.name),
                   value(parameter.initial),
                   value(parameter.min),
                   value(parameter.max),
                   fmt::format("{} in {}..{}", parameter.initial, parameter.min, parameter.max),
                   *words[at]["step"].text(),
                   *words[at]["search"].text(),
                   shown(parameter.summary)});
    }
    return table;
}

Table roles_of(const DescribedPlugin& plugin, const JsonArray& words) {
    Table table{.columns = {{.title = "role"},
                            {.title = "played by"},
                            {.title = "hears of"},
                            {.title = "warm-up", .align = Align::right},
                            {.title = "meaning"}},
                .rows = {}};
    for (std::size_t at = 0; at < plugin.declaration.roles.size(); ++at) {
        const auto& bars = plugin.warmup_bars.at(at);
        table.add({shown(plugin.declaration.roles[at].name),
                   joined(words[at]["kinds"]),
                   joined(words[at]["events"]),
                   bars ? fmt::format("{} bars", *bars) : "",
                   shown(plugin.declaration.roles[at].summary)});
    }
    return table;
}

void show_table(Output& output, const Table& table) {
    if (!table.rows.empty()) {
        output.line();
        output.table(table);
    }
}

void show_constraints(Output& output, const Declaration& declaration) {
    if (declaration.constraints.empty()) {
        return;
    }
    output.line();
    output.title("always");
    for (const ParameterConstraint& each : declaration.constraints) {
        output.line(fmt::format("  {} + {} <= {}  (in ticks)",
                                declaration.parameters[each.lower].name,
                                each.margin,
                                declaration.parameters[each.upper].name));
    }
}

}  // namespace

void show_declaration(Output& output, const DescribedPlugin& plugin) {
    const Declaration& declaration = plugin.declaration;
    const JsonValue words = declaration_json(plugin);
    show_table(output, parameters_of(declaration, *words["parameters"].array()));
    show_constraints(output, declaration);
    show_table(output, roles_of(plugin, *words["roles"].array()));
    output.line();
    const std::string reasons = joined(words["reasons"]);
    output.line("reasons: " + (reasons.empty() ? "none named" : reasons));
    output.line(declaration.keeps_state() ? "its state can be saved and restored"
                                          : "it keeps no state beyond a restart");
}

}  // namespace tradelab

#include "cli/declaration_page.hpp"

#include "plugin/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <utility>

namespace tradelab {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t text_length_max = 120;

std::string text_of(const Json& json) {
    return printable(json.get<std::string>(), text_length_max);
}

std::string joined(const Json& names) {
    std::string out;
    for (const auto& name : names) {
        out += (out.empty() ? "" : ", ") + text_of(name);
    }
    return out;
}

Table parameters_of(const Json& declaration) {
    Table table{.columns = {{.title = "parameter"},
                            {.title = "initial", .align = Align::right},
                            {.title = "least", .align = Align::right},
                            {.title = "most", .align = Align::right},
                            {.title = "ticks"},
                            {.title = "step", .align = Align::right},
                            {.title = "search"},
                            {.title = "meaning"}},
                .rows = {}};
    for (const auto& parameter : declaration.at("parameters")) {
        const auto value = [&](const char* which) {
            return text_of(parameter.at(which).at("value"));
        };
        const auto ticks = [&](const char* which) {
            return parameter.at(which).at("ticks").get<std::int64_t>();
        };
        table.add({text_of(parameter.at("name")),
                   value("initial"),
                   value("min"),
                   value("max"),
                   fmt::format("{} in {}..{}", ticks("initial"), ticks("min"), ticks("max")),
                   text_of(parameter.at("step")),
                   text_of(parameter.at("search")),
                   text_of(parameter.at("summary"))});
    }
    return table;
}

Table roles_of(const Json& declaration) {
    Table table{.columns = {{.title = "role"},
                            {.title = "played by"},
                            {.title = "hears of"},
                            {.title = "warm-up", .align = Align::right},
                            {.title = "meaning"}},
                .rows = {}};
    for (const auto& role : declaration.at("roles")) {
        const auto& bars = role.at("warmup_bars");
        table.add({text_of(role.at("name")),
                   joined(role.at("kinds")),
                   joined(role.at("events")),
                   bars.is_null() ? "" : fmt::format("{} bars", bars.get<std::uint32_t>()),
                   text_of(role.at("summary"))});
    }
    return table;
}

std::vector<std::string> constraints_of(const Json& declaration) {
    std::vector<std::string> lines;
    for (const auto& constraint : declaration.at("constraints")) {
        lines.push_back(fmt::format("  {} + {} <= {}  (in ticks)",
                                    text_of(constraint.at("lower")),
                                    constraint.at("margin").get<std::int64_t>(),
                                    text_of(constraint.at("upper"))));
    }
    return lines;
}

void show_table(Output& output, const Table& table) {
    if (!table.rows.empty()) {
        output.line();
        output.table(table);
    }
}

}  // namespace

Status show_declaration(Output& output, std::string_view document) {
    try {
        const auto json = Json::parse(document);
        const Table parameters = parameters_of(json);
        const Table roles = roles_of(json);
        const auto constraints = constraints_of(json);
        const std::string reasons = joined(json.at("reasons"));
        const bool keeps_state = json.at("keeps_state").get<bool>();

        show_table(output, parameters);
        if (!constraints.empty()) {
            output.line();
            output.title("always");
        }
        for (const auto& line : constraints) {
            output.line(line);
        }
        show_table(output, roles);
        output.line();
        output.line("reasons: " + (reasons.empty() ? "none named" : reasons));
        output.line(keeps_state ? "its state can be saved and restored"
                                : "it keeps no state beyond a restart");
    } catch (const Json::exception&) {
        return fail(ErrorCode::malformed,
                    "the answer of its code is no declaration",
                    "a plugin has no business with descriptor 3: tradelab plugin validate");
    }
    return {};
}

}  // namespace tradelab

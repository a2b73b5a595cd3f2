#include "strategy/parameter_schema.hpp"

#include "core/decimal.hpp"
#include "core/instrument.hpp"
#include "core/limits.hpp"
#include "strategy/parameter_file.hpp"

#include <string>
#include <utility>

namespace tradelab {
namespace {

constexpr std::string_view dialect = "https://json-schema.org/draft/2020-12/schema";

JsonValue text_schema(std::string_view description, std::string_view pattern) {
    return JsonObject{{"type", "string"}, {"description", description}, {"pattern", pattern}};
}

// An object of exactly these members.
JsonValue closed(JsonObject members) {
    JsonArray required;
    for (const JsonMember& member : members) {
        required.emplace_back(member.name);
    }
    return JsonObject{{"type", "object"},
                      {"additionalProperties", false},
                      {"required", std::move(required)},
                      {"properties", std::move(members)}};
}

std::string tick_text(const Parameter& parameter) {
    if (parameter.choices.empty()) {
        return "One tick is " + short_decimal_text(parameter.step_e9, DecimalPlaces(9)) + " " +
               parameter.unit + ".";
    }
    std::string text;
    for (std::size_t at = 0; at < parameter.choices.size(); ++at) {
        text += (text.empty() ? "" : ", ") +
                std::to_string(parameter.min + static_cast<std::int64_t>(at)) + " is " +
                parameter.choices[at];
    }
    return text + ".";
}

JsonValue parameters_schema(const Declaration& declaration) {
    JsonObject members;
    for (const Parameter& parameter : declaration.parameters) {
        members.push_back(
            {parameter.name,
             JsonObject{{"type", "integer"},
                        {"description", parameter.summary + " " + tick_text(parameter)},
                        {"minimum", parameter.min},
                        {"maximum", parameter.max},
                        {"default", parameter.initial}}});
    }
    return closed(std::move(members));
}

JsonValue roles_schema(const Declaration& declaration) {
    JsonObject members;
    for (const DeclaredRole& role : declaration.roles) {
        members.push_back(
            {role.name,
             text_schema(role.summary, "^[a-z0-9]+(\\.[a-z0-9]+)*:[A-Z0-9]+(-[A-Z0-9]+)*$")});
    }
    return closed(std::move(members));
}

std::string constraints_text(const Declaration& declaration) {
    std::string text;
    for (const ParameterConstraint& each : declaration.constraints) {
        text += (text.empty() ? "In ticks: " : "; ") + declaration.parameters[each.lower].name +
                " + " + std::to_string(each.margin) +
                " <= " + declaration.parameters[each.upper].name;
    }
    return text;
}

}  // namespace

JsonValue parameter_schema(const Declaration& declaration) {
    JsonValue schema = closed({
        {"schema", JsonObject{{"const", parameter_file_schema}}},
        {"name", text_schema("What it is: momentum_btc_perp_1h.", "^[a-z][a-z0-9_]{0,62}$")},
        {"plugin",
         closed({{"id", JsonObject{{"const", declaration.id}}},
                 {"versions",
                  text_schema("Which versions it is made for: >=1.0.0 <2.0.0",
                              "^[<>=]=?[^ ]+( [<>=]=?[^ ]+){0,3}$")}})},
        {"roles", roles_schema(declaration)},
        {"timeframe", text_schema("The length of a bar.", "^[1-9][0-9]*[smhd]$")},
        {"parameters", parameters_schema(declaration)},
        {"rationale", text_schema("Why this should make money.", "")},
        {"origin",
         closed({{"by", JsonObject{{"enum", JsonArray{"human", "playbook", "search", "llm"}}}},
                 {"text", text_schema("Who exactly, out of what.", "")}})},
        {"parents",
         JsonObject{{"type", "array"},
                    {"maxItems", 16},
                    {"items", text_schema("The identity of a file.", "^[0-9a-f]{64}$")}}},
    });
    JsonObject whole = {{"$schema", dialect},
                        {"title", "Parameters of " + declaration.id + " " + declaration.version},
                        {"description", declaration.summary}};
    if (!declaration.constraints.empty()) {
        whole.push_back({"$comment", constraints_text(declaration)});
    }
    for (const JsonMember& member : *schema.object()) {
        whole.push_back(member);
    }
    return whole;
}

}  // namespace tradelab

#include "cli/declaration_form.hpp"

#include "core/decimal.hpp"
#include "core/limits.hpp"
#include "document/json_fields.hpp"
#include "document/json_parse.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace tradelab {

namespace {

constexpr std::string_view schema = "tradelab.declaration/1";
constexpr std::size_t text_bytes_max = 1'000;

using BitName = std::pair<unsigned, std::string_view>;

constexpr std::array<BitName, 4> kind_names = {{{TL_INST_SPOT, "spot"},
                                                {TL_INST_PERP, "perp"},
                                                {TL_INST_FUTURE, "future"},
                                                {TL_INST_OPTION, "option"}}};
constexpr std::array<BitName, 6> event_names = {{{TL_EV_BAR, "bar"},
                                                 {TL_EV_TRADE, "trade"},
                                                 {TL_EV_BOOK, "book"},
                                                 {TL_EV_FUNDING, "funding"},
                                                 {TL_EV_MARK, "mark"},
                                                 {TL_EV_SIGNAL, "signal"}}};
constexpr std::array<std::pair<std::uint32_t, std::string_view>, 3> searches = {
    {{TL_PARAM_FIXED, "fixed"}, {TL_PARAM_LOG, "logarithmic"}, {0, "linear"}}};

template <std::size_t N>
JsonArray names_of(std::uint64_t bits, const std::array<BitName, N>& names) {
    JsonArray out;
    for (const auto& [bit, name] : names) {
        if ((bits & (std::uint64_t{1} << bit)) != 0) {
            out.emplace_back(name);
        }
    }
    return out;
}

template <std::size_t N>
std::uint64_t bits_of(const std::vector<std::string>& words, const std::array<BitName, N>& names) {
    std::uint64_t bits = 0;
    for (const auto& [bit, name] : names) {
        if (std::ranges::find(words, name) != words.end()) {
            bits |= std::uint64_t{1} << bit;
        }
    }
    return bits;
}

JsonValue parameter_json(const Parameter& parameter) {
    const auto value = [&](std::int64_t ticks) {
        return JsonObject{{"ticks", ticks}, {"value", value_text(parameter, ticks)}};
    };
    const auto search = std::ranges::find_if(searches, [&](const auto& known) {
        return known.first == 0 || (parameter.flags & known.first) != 0;
    });
    // One that has every value of 64 bits has no count that fits.
    const auto size = std::min<std::uint64_t>(parameter.size(), INT64_MAX);
    return JsonObject{{"name", parameter.name},
                      {"unit", parameter.unit},
                      {"summary", parameter.summary},
                      {"initial", value(parameter.initial)},
                      {"min", value(parameter.min)},
                      {"max", value(parameter.max)},
                      {"step", short_decimal_text(parameter.step_e9, DecimalPlaces(9))},
                      {"values", size},
                      {"search", search->second},
                      {"choices", parameter.choices}};
}

// Reads the parts of one document; the first thing wrong ends up in `problem_`.
class Reader {
public:
    explicit Reader(const JsonValue& document)
        : fields_(document,
                  "",
                  {"schema",
                   "id",
                   "version",
                   "kind",
                   "summary",
                   "keeps_state",
                   "parameters",
                   "constraints",
                   "roles",
                   "reasons"},
                  problem_) {}

    Result<DescribedPlugin> read() {
        DescribedPlugin plugin;
        Declaration& out = plugin.declaration;
        out.id = fields_.text("id", limits::plugin_id_length_max);
        out.version = fields_.text("version", text_bytes_max);
        out.kind = fields_.text("kind", text_bytes_max);
        out.summary = fields_.text("summary", text_bytes_max);
        out.flags = fields_.truth("keeps_state") ? TL_PLUGIN_STATEFUL : 0;
        for (const JsonValue& each : fields_.array("parameters")) {
            out.parameters.push_back(read_parameter(each));
        }
        for (const JsonValue& each : fields_.array("constraints")) {
            out.constraints.push_back(read_constraint(each, out.parameters));
        }
        for (const JsonValue& each : fields_.array("roles")) {
            read_role(each, plugin);
        }
        out.reasons = fields_.texts("reasons", text_bytes_max);
        if (problem_) {
            return fail(std::move(*problem_));
        }
        if (auto checked = check_declaration(out); !checked) {
            return fail(std::move(checked.error()));
        }
        return plugin;
    }

private:
    std::int64_t ticks_in(JsonFields& parameter, std::string_view name) {
        JsonFields value(
            parameter.value(name), parameter.pointer(name), {"ticks", "value"}, problem_);
        return value.integer("ticks");
    }

    Parameter read_parameter(const JsonValue& value) {
        JsonFields in(value,
                      "/parameters",
                      {"name",
                       "unit",
                       "summary",
                       "initial",
                       "min",
                       "max",
                       "step",
                       "values",
                       "search",
                       "choices"},
                      problem_);
        const std::string search = in.text("search", text_bytes_max);
        const auto known =
            std::ranges::find(searches, search, [](const auto& each) { return each.second; });
        const auto step =
            parse_mantissa(in.text("step", limits::decimal_text_length_max), DecimalPlaces(9));
        return {.name = in.text("name", text_bytes_max),
                .unit = in.text("unit", text_bytes_max),
                .summary = in.text("summary", text_bytes_max),
                .min = ticks_in(in, "min"),
                .max = ticks_in(in, "max"),
                .initial = ticks_in(in, "initial"),
                .step_e9 = step ? *step : 0,
                .flags = known == searches.end() ? 0 : known->first,
                .choices = in.texts("choices", text_bytes_max)};
    }

    ParameterConstraint read_constraint(const JsonValue& value,
                                        const std::vector<Parameter>& parameters) {
        JsonFields in(value, "/constraints", {"lower", "upper", "margin"}, problem_);
        const auto place = [&](std::string_view which) {
            const auto at =
                std::ranges::find(parameters, in.text(which, text_bytes_max), &Parameter::name);
            return static_cast<std::size_t>(at - parameters.begin());
        };
        return {.lower = place("lower"), .upper = place("upper"), .margin = in.integer("margin")};
    }

    void read_role(const JsonValue& value, DescribedPlugin& plugin) {
        JsonFields in(
            value, "/roles", {"name", "summary", "kinds", "events", "warmup_bars"}, problem_);
        const auto kinds = bits_of(in.texts("kinds", text_bytes_max), kind_names);
        plugin.declaration.roles.push_back(
            {.name = in.text("name", text_bytes_max),
             .summary = in.text("summary", text_bytes_max),
             .kinds = static_cast<std::uint32_t>(kinds),
             .events = bits_of(in.texts("events", text_bytes_max), event_names)});
        const std::int64_t* bars = in.value("warmup_bars").integer();
        plugin.warmup_bars.push_back(
            bars == nullptr ? std::nullopt : std::optional(static_cast<std::uint32_t>(*bars)));
    }

    std::optional<Error> problem_ = std::nullopt;
    JsonFields fields_;
};

}  // namespace

JsonValue declaration_json(const DescribedPlugin& plugin) {
    const Declaration& declaration = plugin.declaration;
    JsonArray parameters;
    for (const Parameter& parameter : declaration.parameters) {
        parameters.push_back(parameter_json(parameter));
    }
    JsonArray constraints;
    for (const ParameterConstraint& each : declaration.constraints) {
        constraints.emplace_back(JsonObject{{"lower", declaration.parameters[each.lower].name},
                                            {"upper", declaration.parameters[each.upper].name},
                                            {"margin", each.margin}});
    }
    JsonArray roles;
    for (std::size_t at = 0; at < declaration.roles.size(); ++at) {
        const DeclaredRole& role = declaration.roles[at];
        const auto bars = at < plugin.warmup_bars.size() ? plugin.warmup_bars[at] : std::nullopt;
        roles.emplace_back(JsonObject{{"name", role.name},
                                      {"summary", role.summary},
                                      {"kinds", names_of(role.kinds, kind_names)},
                                      {"events", names_of(role.events, event_names)},
                                      {"warmup_bars", bars ? JsonValue(*bars) : JsonValue()}});
    }
    return JsonObject{{"schema", schema},
                      {"id", declaration.id},
                      {"version", declaration.version},
                      {"kind", declaration.kind},
                      {"summary", declaration.summary},
                      {"keeps_state", declaration.keeps_state()},
                      {"parameters", std::move(parameters)},
                      {"constraints", std::move(constraints)},
                      {"roles", std::move(roles)},
                      {"reasons", declaration.reasons}};
}

Result<DescribedPlugin> declaration_in(const JsonValue& document) {
    auto plugin = Reader(document).read();
    if (!plugin) {
        return fail(ErrorCode::malformed,
                    "the answer of its code is no declaration: " + plugin.error().context,
                    "a plugin has no business with descriptor 3: tradelab plugin validate");
    }
    return plugin;
}

}  // namespace tradelab

#include "cli/child.hpp"
#include "cli/commands.hpp"
#include "cli/json_form.hpp"
#include "cli/trial.hpp"
#include "core/decimal.hpp"
#include "plugin/load.hpp"
#include "strategy/declaration.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <utility>

// The child of `plugin info`: runs a plugin's code as far as it takes to know what it declares.
namespace tradelab {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Parameter& parameter) {
    const auto value = [&](std::int64_t ticks) {
        return Json{{"ticks", ticks}, {"value", value_text(parameter, ticks)}};
    };
    Json json;
    json["name"] = parameter.name;
    json["unit"] = parameter.unit;
    json["summary"] = parameter.summary;
    json["initial"] = value(parameter.initial);
    json["min"] = value(parameter.min);
    json["max"] = value(parameter.max);
    json["step"] = short_decimal_text(parameter.step_e9, DecimalPlaces(9));
    json["values"] = parameter.size();
    json["search"] = (parameter.flags & TL_PARAM_FIXED) != 0 ? "fixed"
                     : (parameter.flags & TL_PARAM_LOG) != 0 ? "logarithmic"
                                                             : "linear";
    json["choices"] = parameter.choices;
    return json;
}

template <std::size_t N>
Json names_of(std::uint64_t bits, const std::array<std::pair<int, const char*>, N>& names) {
    Json json = Json::array();
    for (const auto& [bit, name] : names) {
        if ((bits & (std::uint64_t{1} << bit)) != 0) {
            json.push_back(name);
        }
    }
    return json;
}

Json json_of(const DeclaredRole& role) {
    static constexpr std::array<std::pair<int, const char*>, 4> kinds = {{
        {TL_INST_SPOT, "spot"},
        {TL_INST_PERP, "perp"},
        {TL_INST_FUTURE, "future"},
        {TL_INST_OPTION, "option"},
    }};
    static constexpr std::array<std::pair<int, const char*>, 6> events = {{
        {TL_EV_BAR, "bar"},
        {TL_EV_TRADE, "trade"},
        {TL_EV_BOOK, "book"},
        {TL_EV_FUNDING, "funding"},
        {TL_EV_MARK, "mark"},
        {TL_EV_SIGNAL, "signal"},
    }};
    return {{"name", role.name},
            {"summary", role.summary},
            {"kinds", names_of(role.kinds, kinds)},
            {"events", names_of(role.events, events)},
            {"warmup_bars", nullptr}};
}

Json json_of(const Declaration& declaration) {
    Json json;
    json["schema"] = "tradelab.declaration/1";
    json["keeps_state"] = declaration.keeps_state();
    json["parameters"] = Json::array();
    for (const auto& parameter : declaration.parameters) {
        json["parameters"].push_back(json_of(parameter));
    }
    json["constraints"] = Json::array();
    for (const auto& constraint : declaration.constraints) {
        json["constraints"].push_back({{"lower", declaration.parameters[constraint.lower].name},
                                       {"upper", declaration.parameters[constraint.upper].name},
                                       {"margin", constraint.margin}});
    }
    json["roles"] = Json::array();
    for (const auto& role : declaration.roles) {
        json["roles"].push_back(json_of(role));
    }
    json["reasons"] = declaration.reasons;
    return json;
}

Status add_warmup(Json& json, const LoadedPlugin& plugin, const Declaration& declaration) {
    auto instance = make_trial_instance(plugin, declaration);
    if (!instance) {
        return fail(std::move(instance.error()));
    }
    const auto strategy = instance->strategy();
    if (!strategy) {
        return fail(strategy.error());
    }
    const auto bars = warmup_of(*instance, **strategy, declaration.roles.size());
    for (std::size_t role = 0; role < bars.size(); ++role) {
        json["roles"][role]["warmup_bars"] = bars[role];
    }
    return {};
}

Result<Json> describe_plugin(const Disk& disk, const std::filesystem::path& folder) {
    const auto package = read_package(disk, folder, Origin::named);
    if (!package) {
        return fail(package.error());
    }
    const auto plugin = load(disk, *package, this_host());
    if (!plugin) {
        return fail(plugin.error());
    }
    const auto declaration = read_declaration(*plugin->descriptor);
    if (!declaration) {
        return fail(declaration.error());
    }
    Json json = json_of(*declaration);
    if (declaration->kind == TL_KIND_STRATEGY) {
        if (auto added = add_warmup(json, *plugin, *declaration); !added) {
            return fail(std::move(added.error()));
        }
    }
    return json;
}

}  // namespace

Answer run(Session& session, const DescribeChild& request) {
    const auto json = describe_plugin(session.disk, request.folder);
    return json ? answer(dumped(*json)) : answer(json.error());
}

}  // namespace tradelab

#include "core/limits.hpp"
#include "core/nearest.hpp"
#include "core/text.hpp"
#include "document/json_parse.hpp"
#include "strategy/parameter_file.hpp"

#include <algorithm>
#include <utility>

// bind(): a parameter file against what its plugin declares.
namespace tradelab {
namespace {

auto malformed(std::string what, std::string hint) {
    return fail(ErrorCode::malformed, std::move(what), std::move(hint));
}

Status check_plugin(const ParameterFile& file, const Declaration& declaration) {
    if (file.plugin != declaration.id) {
        return malformed("/plugin/id = " + in_quotes(file.plugin) + " met " + declaration.id,
                         "hold the file against the plugin that it names");
    }
    if (declaration.kind != TL_KIND_STRATEGY) {
        return malformed("/plugin/id = " + in_quotes(file.plugin) + " is no strategy",
                         "it is of kind " + in_quotes(declaration.kind));
    }
    const auto version = parse_version(declaration.version);
    if (!version) {
        return fail(version.error());
    }
    if (!file.versions.contains(*version)) {
        return fail(ErrorCode::abi_mismatch,
                    "/plugin/versions = " + in_quotes(file.versions.text()) + ", and " +
                        declaration.id + " here is " + declaration.version,
                    "install a version that fits, or make a new file for this one and test it");
    }
    return {};
}

// A name in the file that the plugin does not know.
template <class Declared>
Failure unknown(std::string_view where,
                const std::string& name,
                const std::vector<Declared>& declared) {
    std::vector<std::string> names;
    for (const Declared& each : declared) {
        names.push_back(each.name);
    }
    const auto meant = nearest(name, names);
    return malformed(
        "unknown key " + printable(pointer_to(where, name), 200),
        meant ? "did you mean " + in_quotes(*meant) + "?" : "known here are " + listed(names));
}

std::string kinds_text(std::uint32_t kinds) {
    std::vector<std::string> names;
    for (const auto kind : {InstrumentKind::spot,
                            InstrumentKind::perp,
                            InstrumentKind::future,
                            InstrumentKind::option}) {
        if ((kinds & (1U << static_cast<unsigned>(kind))) != 0) {
            names.emplace_back(instrument_kind_text(kind));
        }
    }
    return listed(names);
}

Status bind_role(BoundStrategy& bound, const ParameterFile& file, const DeclaredRole& role) {
    const auto binding = std::ranges::find(file.roles, role.name, &RoleBinding::role);
    const std::string place = pointer_to("/roles", role.name);
    if (binding == file.roles.end()) {
        return malformed(place + " is missing", printable(role.summary, 200));
    }
    const InstrumentKind kind = kind_of(binding->instrument);
    if ((role.kinds & (1U << static_cast<unsigned>(kind))) == 0) {
        return malformed(place + " = " + in_quotes(binding->instrument.text()) + " is of kind " +
                             std::string(instrument_kind_text(kind)),
                         "the plugin takes " + kinds_text(role.kinds) + " here");
    }
    if (std::ranges::find(bound.instruments, binding->instrument) != bound.instruments.end()) {
        return malformed(place + " = " + in_quotes(binding->instrument.text()) + " plays two roles",
                         "each role has an instrument of its own");
    }
    bound.instruments.push_back(binding->instrument);
    return {};
}

Status bind_roles(BoundStrategy& bound, const ParameterFile& file, const Declaration& declared) {
    for (const RoleBinding& binding : file.roles) {
        if (std::ranges::find(declared.roles, binding.role, &DeclaredRole::name) ==
            declared.roles.end()) {
            return unknown("/roles", binding.role, declared.roles);
        }
    }
    for (const DeclaredRole& role : declared.roles) {
        if (auto done = bind_role(bound, file, role); !done) {
            return done;
        }
    }
    return {};
}

Status bind_parameters(BoundStrategy& bound,
                       const ParameterFile& file,
                       const Declaration& declared) {
    for (const ParameterTicks& given : file.parameters) {
        if (std::ranges::find(declared.parameters, given.name, &Parameter::name) ==
            declared.parameters.end()) {
            return unknown("/parameters", given.name, declared.parameters);
        }
    }
    std::vector<std::string> missing;
    for (const Parameter& parameter : declared.parameters) {
        const auto given =
            std::ranges::find(file.parameters, parameter.name, &ParameterTicks::name);
        if (given == file.parameters.end()) {
            missing.push_back(in_quotes(parameter.name) + ": " + std::to_string(parameter.initial) +
                              " (" + value_text(parameter, parameter.initial) + ")");
        } else {
            bound.ticks.push_back(given->ticks);
        }
    }
    if (!missing.empty()) {
        return malformed("/parameters lacks " + std::to_string(missing.size()) +
                             (missing.size() == 1 ? " parameter" : " parameters"),
                         "a file says everything; the plugin begins with " + listed(missing));
    }
    if (auto fits = check_ticks(declared, bound.ticks); !fits) {
        return malformed("/parameters/" + fits.error().context, fits.error().hint);
    }
    return {};
}

}  // namespace

Result<BoundStrategy> bind(const ParameterFile& file, const Declaration& declaration) {
    BoundStrategy bound;
    for (auto checked : {check_plugin(file, declaration),
                         bind_roles(bound, file, declaration),
                         bind_parameters(bound, file, declaration)}) {
        if (!checked) {
            return fail(std::move(checked.error()));
        }
    }
    return bound;
}

}  // namespace tradelab

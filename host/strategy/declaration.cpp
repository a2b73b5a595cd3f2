#include "strategy/declaration.hpp"

#include "core/limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <set>
#include <string_view>

namespace tradelab {
namespace {

constexpr std::size_t name_length_max = 31;
constexpr std::size_t text_length_max = 1'000;

auto malformed(std::string what, std::string hint) {
    return fail(ErrorCode::malformed, std::move(what), std::move(hint));
}

// A string of the plugin's, cut at a sane length; nothing for NULL.
std::optional<std::string> text_of(const char* text) {
    if (text == nullptr) {
        return std::nullopt;
    }
    return std::string(text, strnlen(text, text_length_max));
}

bool is_name(std::string_view name) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    };
    return !name.empty() && name.size() <= name_length_max && name[0] >= 'a' && name[0] <= 'z' &&
           std::ranges::all_of(name, allowed);
}

// The elements of an array whose stride is the size of its first.
template <class Element>
Result<std::vector<Element>> elements(const Element* first,
                                      std::uint32_t count,
                                      std::size_t most,
                                      std::string_view what) {
    std::vector<Element> out;
    if (count == 0) {
        return out;
    }
    if (count > most) {
        return malformed(fmt::format("{} {}, at most {} are allowed", count, what, most),
                         "declare fewer");
    }
    if (first == nullptr || first->size < sizeof(Element) || first->size % 8 != 0) {
        return malformed(fmt::format("the array of {} is missing or of an older shape", what),
                         "set `size` in every element");
    }
    const auto* at = reinterpret_cast<const char*>(first);
    for (std::uint32_t index = 0; index < count; ++index, at += first->size) {
        Element element;
        std::memcpy(&element, at, sizeof element);
        if (element.size != first->size) {
            return malformed(fmt::format("the sizes of the {} differ", what),
                             "all elements of one array have one size: it is the stride");
        }
        out.push_back(element);
    }
    return out;
}

std::vector<std::string> split_choices(std::string_view text) {
    std::vector<std::string> out;
    while (true) {
        const auto end = text.find('|');
        out.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return out;
        }
        text.remove_prefix(end + 1);
    }
}

Status check_choices(const Parameter& param) {
    const bool is_choice = param.unit == "choice";
    if (is_choice != !param.choices.empty()) {
        return malformed(
            fmt::format("parameter {}: unit \"choice\" and `choices` go together", param.name),
            "name the choices, or use another unit");
    }
    if (is_choice &&
        (param.choices.size() > limits::choices_max || param.choices.size() != param.size() ||
         !std::ranges::all_of(param.choices, is_name))) {
        return malformed(fmt::format("parameter {}: {} choices for {} ticks",
                                     param.name,
                                     param.choices.size(),
                                     param.size()),
                         "give each tick from min to max one name, separated by '|'");
    }
    return {};
}

Status check_range(const Parameter& param) {
    if (param.min > param.max || param.initial < param.min || param.initial > param.max) {
        return malformed(fmt::format("parameter {}: initial {} is not within {}..{}",
                                     param.name,
                                     param.initial,
                                     param.min,
                                     param.max),
                         "choose an initial value between min and max");
    }
    // Every value in `unit`, times 1e9, fits an int64: exact everywhere.
    const auto widest = std::max(param.max, param.min == INT64_MIN ? INT64_MAX : -param.min);
    std::int64_t product = 0;
    if (param.step_e9 <= 0 || __builtin_mul_overflow(widest, param.step_e9, &product)) {
        return malformed(
            fmt::format("parameter {}: a step of {}e-9 is zero, negative, or too large "
                        "for its range",
                        param.name,
                        param.step_e9),
            "the step is one tick in `unit`, times 1e9");
    }
    return {};
}

Result<Parameter> read_param(const tl_param& raw, std::size_t index) {
    const auto name = text_of(raw.name);
    const auto unit = text_of(raw.unit);
    const auto summary = text_of(raw.summary);
    if (!name || !is_name(*name)) {
        return malformed(
            fmt::format("parameter {}: its name is missing or not [a-z][a-z0-9_]*", index),
            "at most 31 lower-case letters, digits and underscores");
    }
    if (!unit || unit->empty() || !summary || summary->empty()) {
        return malformed(fmt::format("parameter {}: it has no unit or no summary", *name),
                         "say in one sentence what it does, and in which unit");
    }
    Parameter param{.name = *name,
                    .unit = *unit,
                    .summary = *summary,
                    .min = raw.min,
                    .max = raw.max,
                    .initial = raw.initial,
                    .step_e9 = raw.step_e9,
                    .flags = raw.flags,
                    .choices = {}};
    if (const auto choices = text_of(raw.choices)) {
        param.choices = split_choices(*choices);
    }
    for (const auto& checked : {check_range(param), check_choices(param)}) {
        if (!checked) {
            return tl::unexpected(checked.error());
        }
    }
    return param;
}

Status read_params(const tl_descriptor& raw, Declaration& out) {
    const auto params = elements(raw.params, raw.param_count, limits::params_max, "parameters");
    if (!params) {
        return tl::unexpected(params.error());
    }
    std::set<std::string> seen;
    for (const tl_param& each : *params) {
        auto param = read_param(each, out.parameters.size());
        if (!param) {
            return tl::unexpected(param.error());
        }
        if (!seen.insert(param->name).second) {
            return malformed(fmt::format("parameter {} is declared twice", param->name),
                             "give each parameter a name of its own");
        }
        out.parameters.push_back(std::move(*param));
    }
    return {};
}

Status read_constraints(const tl_descriptor& raw, Declaration& out) {
    const auto constraints =
        elements(raw.constraints, raw.constraint_count, limits::params_max, "constraints");
    if (!constraints) {
        return tl::unexpected(constraints.error());
    }
    for (const tl_constraint& each : *constraints) {
        if (each.lower >= out.parameters.size() || each.upper >= out.parameters.size() ||
            each.lower == each.upper) {
            return malformed("a constraint names a parameter that is not declared",
                             "lower and upper are two places in the array of parameters");
        }
        const Parameter& lower = out.parameters[each.lower];
        const Parameter& upper = out.parameters[each.upper];
        if (lower.unit != upper.unit || lower.step_e9 != upper.step_e9) {
            return malformed(fmt::format("a constraint compares {} in {} with {} in {}",
                                         lower.name,
                                         lower.unit,
                                         upper.name,
                                         upper.unit),
                             "only parameters of one unit and one step can be compared");
        }
        out.constraints.push_back({each.lower, each.upper, each.margin});
    }
    return {};
}

Status read_roles(const tl_descriptor& raw, Declaration& out) {
    const auto roles = elements(raw.roles, raw.role_count, limits::roles_max, "roles");
    if (!roles) {
        return tl::unexpected(roles.error());
    }
    std::set<std::string> seen;
    for (const tl_role& each : *roles) {
        const auto name = text_of(each.name);
        const auto summary = text_of(each.summary);
        if (!name || !is_name(*name) || !seen.insert(*name).second) {
            return malformed("a role's name is missing, repeated, or not [a-z][a-z0-9_]*",
                             "name what the instrument is to the plugin: main, spot, perp");
        }
        if (!summary || summary->empty() || each.kinds == 0 || each.events == 0) {
            return malformed(fmt::format("role {}: no summary, no kinds or no events", *name),
                             "say what may play it and which events it wants");
        }
        out.roles.push_back({*name, *summary, each.kinds, each.events});
    }
    return {};
}

Status read_reasons(const tl_descriptor& raw, Declaration& out) {
    if (raw.reason_count > limits::reasons_max ||
        (raw.reason_count != 0 && raw.reasons == nullptr)) {
        return malformed(fmt::format("{} reasons", raw.reason_count),
                         fmt::format("name at most {} reasons", limits::reasons_max));
    }
    for (std::uint32_t at = 0; at < raw.reason_count; ++at) {
        const auto reason = text_of(raw.reasons[at]);
        if (!reason || (at > 0 && !is_name(*reason))) {
            return malformed(fmt::format("reason {} has no name of the form [a-z][a-z0-9_]*", at),
                             "reports show this name beside each decision");
        }
        out.reasons.push_back(*reason);
    }
    return {};
}

}  // namespace

Result<Declaration> read_declaration(const tl_descriptor& descriptor) {
    if (descriptor.size < sizeof(tl_descriptor)) {
        return malformed("the descriptor is shorter than that of ABI 1.0",
                         "build the plugin against a released SDK");
    }
    const auto id = text_of(descriptor.id);
    const auto version = text_of(descriptor.version);
    const auto kind = text_of(descriptor.kind);
    const auto summary = text_of(descriptor.summary);
    if (!id || !version || !kind || !summary || summary->empty()) {
        return malformed("the descriptor lacks its id, version, kind or summary",
                         "fill in all four");
    }
    Declaration out{.id = *id,
                    .version = *version,
                    .kind = *kind,
                    .summary = *summary,
                    .flags = descriptor.flags,
                    .parameters = {},
                    .constraints = {},
                    .roles = {},
                    .reasons = {}};
    for (const auto read : {read_params, read_constraints, read_roles, read_reasons}) {
        if (const auto done = read(descriptor, out); !done) {
            return tl::unexpected(done.error());
        }
    }
    if (out.kind == TL_KIND_STRATEGY && out.roles.empty()) {
        return malformed("a strategy without roles trades nothing", "declare at least one role");
    }
    if (const auto initial = check_ticks(out, initial_ticks(out)); !initial) {
        return tl::unexpected(initial.error());
    }
    return out;
}

Status check_declaration(const Declaration& declaration) {
    std::set<std::string_view> names;
    for (const Parameter& param : declaration.parameters) {
        if (!is_name(param.name) || !names.insert(param.name).second || param.unit.empty()) {
            return malformed("a parameter has no name or unit, or a name that another has",
                             "at most 31 lower-case letters, digits and underscores");
        }
        for (auto checked : {check_range(param), check_choices(param)}) {
            if (!checked) {
                return checked;
            }
        }
    }
    const std::size_t count = declaration.parameters.size();
    for (const ParameterConstraint& each : declaration.constraints) {
        if (each.lower >= count || each.upper >= count) {
            return malformed("a constraint names a parameter that is not declared",
                             "lower and upper are two of the parameters");
        }
    }
    names.clear();
    for (const DeclaredRole& role : declaration.roles) {
        if (!is_name(role.name) || !names.insert(role.name).second) {
            return malformed("a role has no name, or one that another has",
                             "name what the instrument is to the plugin: main, spot, perp");
        }
    }
    if (count > limits::params_max || declaration.roles.size() > limits::roles_max) {
        return malformed("too many parameters or roles", "declare fewer");
    }
    return check_ticks(declaration, initial_ticks(declaration));
}

std::vector<std::int64_t> initial_ticks(const Declaration& declaration) {
    std::vector<std::int64_t> ticks;
    for (const Parameter& param : declaration.parameters) {
        ticks.push_back(param.initial);
    }
    return ticks;
}

Status check_ticks(const Declaration& declaration, std::span<const std::int64_t> ticks) {
    if (ticks.size() != declaration.parameters.size()) {
        return fail(
            ErrorCode::invalid_argument,
            fmt::format("{} values for {} parameters", ticks.size(), declaration.parameters.size()),
            "give each parameter of the plugin one value");
    }
    for (std::size_t at = 0; at < ticks.size(); ++at) {
        const Parameter& param = declaration.parameters[at];
        if (ticks[at] < param.min || ticks[at] > param.max) {
            return fail(ErrorCode::invalid_argument,
                        fmt::format("{} = {} ticks", param.name, ticks[at]),
                        fmt::format("it must lie within {}..{} ({} to {})",
                                    param.min,
                                    param.max,
                                    value_text(param, param.min),
                                    value_text(param, param.max)));
        }
    }
    for (const ParameterConstraint& each : declaration.constraints) {
        std::int64_t least = 0;
        if (__builtin_add_overflow(ticks[each.lower], each.margin, &least) ||
            least > ticks[each.upper]) {
            return fail(ErrorCode::invalid_argument,
                        fmt::format("{} = {} with {} = {}",
                                    declaration.parameters[each.lower].name,
                                    ticks[each.lower],
                                    declaration.parameters[each.upper].name,
                                    ticks[each.upper]),
                        fmt::format("{} must be at least {} ticks above {}",
                                    declaration.parameters[each.upper].name,
                                    each.margin,
                                    declaration.parameters[each.lower].name));
        }
    }
    return {};
}

std::string value_text(const Parameter& parameter, std::int64_t ticks) {
    const auto choice =
        static_cast<std::uint64_t>(ticks) - static_cast<std::uint64_t>(parameter.min);
    if (choice < parameter.choices.size()) {
        return parameter.choices[choice];
    }
    const std::int64_t value_e9 =
        ticks * parameter.step_e9;  // read_declaration proved that it fits
    const auto magnitude =
        value_e9 < 0 ? -static_cast<std::uint64_t>(value_e9) : static_cast<std::uint64_t>(value_e9);
    auto text = fmt::format("{}{}.{:09}",
                            value_e9 < 0 ? "-" : "",
                            magnitude / 1'000'000'000,
                            magnitude % 1'000'000'000);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
        text.pop_back();
    }
    return text + " " + parameter.unit;
}

}  // namespace tradelab

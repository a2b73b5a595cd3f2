#pragma once

#include <tradelab/declare.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

// The constant tables of a strategy, in the shape that the contract wants.
namespace tradelab::detail {

template <class T>
constexpr auto params_of() {
    std::array<tl_param, std::size(T::params)> out{};
    for (std::size_t at = 0; at < out.size(); ++at) {
        const Param& param = T::params[at];
        if (param.min > param.max || param.initial < param.min || param.initial > param.max) {
            throw "a parameter's initial value must lie between its min and its max";
        }
        out[at] = {.size = sizeof(tl_param),
                   .flags = static_cast<std::uint32_t>(param.search),
                   .name = param.name,
                   .unit = param.unit,
                   .summary = param.summary,
                   .min = param.min,
                   .max = param.max,
                   .initial = param.initial,
                   .step_e9 = param.step.e9,
                   .choices = param.choices};
    }
    return out;
}

template <class T>
constexpr auto constraints_of() {
    if constexpr (requires { T::constraints; }) {
        std::array<tl_constraint, std::size(T::constraints)> out{};
        for (std::size_t at = 0; at < out.size(); ++at) {
            const auto lower = find(T::params, T::constraints[at].lower);
            const auto upper = find(T::params, T::constraints[at].upper);
            if (lower == std::size(T::params) || upper == std::size(T::params)) {
                throw "a constraint names a parameter that is not declared";
            }
            out[at] = {.size = sizeof(tl_constraint),
                       .lower = static_cast<std::uint32_t>(lower),
                       .upper = static_cast<std::uint32_t>(upper),
                       .reserved = 0,
                       .margin = T::constraints[at].margin};
        }
        return out;
    } else {
        return std::array<tl_constraint, 0>{};
    }
}

template <class T>
constexpr auto roles_of() {
    std::array<tl_role, std::size(T::roles)> out{};
    for (std::size_t at = 0; at < out.size(); ++at) {
        const Role& role = T::roles[at];
        out[at] = {.size = sizeof(tl_role),
                   .kinds = role.kinds,
                   .name = role.name,
                   .summary = role.summary,
                   .events = role.events};
    }
    return out;
}

// The reason of going flat on a gap: "gap" where one of that name is declared.
template <class T>
constexpr std::uint32_t gap_reason() {
    for (std::uint32_t at = 0; at < std::size(T::reasons); ++at) {
        if (std::string_view(T::reasons[at]) == "gap") {
            return at;
        }
    }
    return 0;
}

template <class T>
struct Tables {
    static constexpr auto params = params_of<T>();
    static constexpr auto constraints = constraints_of<T>();
    static constexpr auto roles = roles_of<T>();
    static constexpr bool keeps_state = requires(T t, void (*archive)(...)) { t.state(archive); };

    static constexpr tl_descriptor descriptor{
        .size = sizeof(tl_descriptor),
        .reserved = 0,
        .id = T::about.id,
        .version = T::about.version,
        .kind = TL_KIND_STRATEGY,
        .summary = T::about.summary,
        .flags = keeps_state ? TL_PLUGIN_STATEFUL : 0,
        .params = params.data(),
        .constraints = constraints.data(),
        .roles = roles.data(),
        .reasons = T::reasons,
        .param_count = params.size(),
        .constraint_count = constraints.size(),
        .role_count = roles.size(),
        .reason_count = std::size(T::reasons),
    };
};

}  // namespace tradelab::detail

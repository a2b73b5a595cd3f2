#pragma once

#include <tradelab/abi/strategy.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

// What a strategy says of itself, as constant tables.  Everything here is checked while compiling:
// a name that was never declared, a step that is not a decimal, a constraint between strangers.
namespace tradelab {

// A decimal text such as "0.05", held in units of 1e-9.
struct Decimal {
    std::int64_t e9 = 0;

    consteval Decimal(const char* text) {
        std::int64_t places = -1;
        bool any = false;
        for (const char* at = text; *at != '\0'; ++at) {
            if (*at == '.' && places < 0) {
                places = 0;
                continue;
            }
            if (*at < '0' || *at > '9' || places == 9) {
                throw "a step is a positive decimal with at most nine places, such as \"0.05\"";
            }
            e9 = e9 * 10 + (*at - '0');
            places += places >= 0 ? 1 : 0;
            any = true;
        }
        for (std::int64_t place = places < 0 ? 0 : places; place < 9; ++place) {
            e9 *= 10;
        }
        if (!any || e9 <= 0) {
            throw "a step is a positive decimal, such as \"1\" or \"0.05\"";
        }
    }
};

enum class Search : std::uint32_t {
    linear = 0,
    logarithmic = TL_PARAM_LOG,
    fixed = TL_PARAM_FIXED  // a person sets it, a search leaves it alone
};

// A parameter in whole ticks; one tick is `step` of `unit`.  {.initial = 20, .step = "0.1", .unit =
// "atr"} starts at 2 ATR.
struct Param {
    const char* name;
    const char* unit;
    std::int64_t initial;
    std::int64_t min;
    std::int64_t max;
    Decimal step = "1";
    const char* summary;
    Search search = Search::linear;
    const char* choices = nullptr;  // unit "choice": names of the ticks, "breakout|cross"
};

// `lower` stays below `upper` by at least `margin` ticks.
struct Constraint {
    const char* lower;
    const char* upper;
    std::int64_t margin = 1;
};

inline constexpr std::uint32_t any_kind =
    (1U << TL_INST_SPOT) | (1U << TL_INST_PERP) | (1U << TL_INST_FUTURE) | (1U << TL_INST_OPTION);

struct Role {
    const char* name;
    const char* summary;
    std::uint32_t kinds = any_kind;
    std::uint64_t events = 1ULL << TL_EV_BAR;
};

struct About {
    const char* id;
    const char* version;
    const char* summary;
};

namespace detail {

// The place of `name` in a table of things that have a name; table.size where there is none.
template <class Table>
constexpr std::size_t find(const Table& table, std::string_view name) {
    std::size_t at = 0;
    for (const auto& entry : table) {
        if (std::string_view(entry.name) == name) {
            break;
        }
        ++at;
    }
    return at;
}

// The place of `name` among names separated by '|'; -1 where it is not one of them.
constexpr std::int64_t find_choice(std::string_view choices, std::string_view name) {
    std::int64_t at = 0;
    while (true) {
        const auto end = choices.find('|');
        if (choices.substr(0, end) == name) {
            return at;
        }
        if (end == std::string_view::npos) {
            return -1;
        }
        choices.remove_prefix(end + 1);
        ++at;
    }
}

}  // namespace detail

// Names that were declared by T, resolved to their place while compiling.
template <class T>
struct ParamName {
    std::size_t at;

    consteval ParamName(const char* name) : at(detail::find(T::params, name)) {
        if (at == std::size(T::params)) {
            throw "no parameter of this name is declared in `params`";
        }
    }
};

template <class T>
struct RoleName {
    std::size_t at;

    consteval RoleName(const char* name) : at(detail::find(T::roles, name)) {
        if (at == std::size(T::roles)) {
            throw "no role of this name is declared in `roles`";
        }
    }
};

template <class T>
struct ReasonName {
    std::uint32_t at = 0;

    constexpr ReasonName() = default;
    consteval ReasonName(const char* name) {
        for (const char* reason : T::reasons) {
            if (std::string_view(reason) == name) {
                return;
            }
            ++at;
        }
        throw "no reason of this name is declared in `reasons`";
    }
};

}  // namespace tradelab

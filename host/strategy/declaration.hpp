#pragma once

#include "core/result.hpp"

#include <tradelab/abi/strategy.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

// A parameter as its plugin declared it.  Search, files, people and models share this one
// definition: whole ticks from min to max, one tick being step_e9 / 1e9 of `unit`.
struct Parameter {
    std::string name;
    std::string unit;
    std::string summary;
    std::int64_t min = 0;
    std::int64_t max = 0;
    std::int64_t initial = 0;
    std::int64_t step_e9 = 0;
    std::uint32_t flags = 0;           // TL_PARAM_*
    std::vector<std::string> choices;  // of unit "choice", one for each tick

    // How many values it has.
    [[nodiscard]] std::uint64_t size() const {
        return static_cast<std::uint64_t>(max) - static_cast<std::uint64_t>(min) + 1;
    }
};

// ticks[lower] + margin <= ticks[upper].
struct ParameterConstraint {
    std::size_t lower = 0;
    std::size_t upper = 0;
    std::int64_t margin = 0;
};

struct DeclaredRole {
    std::string name;
    std::string summary;
    std::uint32_t kinds = 0;   // bit 1 << TL_INST_*
    std::uint64_t events = 0;  // bit 1 << TL_EV_*
};

// What a plugin says of itself, copied out of its memory and checked.
struct Declaration {
    std::string id;
    std::string version;
    std::string kind;
    std::string summary;
    std::uint64_t flags = 0;  // TL_PLUGIN_*
    std::vector<Parameter> parameters;
    std::vector<ParameterConstraint> constraints;
    std::vector<DeclaredRole> roles;
    std::vector<std::string> reasons;

    [[nodiscard]] bool keeps_state() const { return (flags & TL_PLUGIN_STATEFUL) != 0; }
};

// Copies and checks: names and their grammar, duplicates, ranges, steps, units, choices,
// constraints between parameters of one unit and step, initial values that meet the constraints,
// every sentence written.  The pointers are trusted to be readable: a stranger's library is first
// read in a child process.
[[nodiscard]] Result<Declaration> read_declaration(const tl_descriptor& descriptor);

// The same for a declaration that came another way, from a child process that ran a plugin's code.
[[nodiscard]] Status check_declaration(const Declaration& declaration);

// One tick count per parameter, in the order declared.
[[nodiscard]] std::vector<std::int64_t> initial_ticks(const Declaration& declaration);

// Refuses a wrong number of ticks, one outside of its range, and a broken constraint; names it.
[[nodiscard]] Status check_ticks(const Declaration& declaration,
                                 std::span<const std::int64_t> ticks);

// "2.5 atr", "12 bars", "breakout": exact, without trailing zeros.
[[nodiscard]] std::string value_text(const Parameter& parameter, std::int64_t ticks);

}  // namespace tradelab

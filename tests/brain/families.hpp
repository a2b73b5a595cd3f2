#pragma once

#include "brain/proposer.hpp"

#include <cstdint>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace tradelab::brain {

struct Range {
    std::int64_t min = 0;
    std::int64_t max = 0;
};

inline Parameter parameter(std::string name, Range range, std::uint32_t flags = 0) {
    return {.name = std::move(name),
            .unit = "bars",
            .summary = "A length.",
            .min = range.min,
            .max = range.max,
            .initial = std::midpoint(range.min, range.max),
            .step_e9 = 1'000'000'000,
            .flags = flags,
            .choices = {}};
}

inline Parameter choice(std::string name, std::vector<std::string> choices) {
    Parameter made = parameter(std::move(name), {0, static_cast<std::int64_t>(choices.size()) - 1});
    made.unit = "choice";
    made.initial = 0;
    made.choices = std::move(choices);
    return made;
}

// `dimensions` parameters of the same range, without constraints.
inline Family box(std::string name, std::size_t dimensions, Range range) {
    Family family{.name = name, .plugin = "org.test." + name, .parameters = {}, .constraints = {}};
    for (std::size_t i = 0; i < dimensions; ++i) {
        family.parameters.push_back(parameter("p" + std::to_string(i), range));
    }
    return family;
}

// What a momentum plugin declares, in small: a choice, two lengths of which one is below the
// other, a stop, and a size that the search leaves alone.
inline Family trend() {
    return {.name = "trend",
            .plugin = "org.test.trend",
            .parameters = {choice("entry", {"channel", "cross"}),
                           parameter("fast", {2, 200}, TL_PARAM_LOG),
                           parameter("slow", {3, 500}, TL_PARAM_LOG),
                           parameter("stop", {5, 100}),
                           parameter("size", {1, 10}, TL_PARAM_FIXED)},
            .constraints = {{.lower = 1, .upper = 2, .margin = 5}}};
}

}  // namespace tradelab::brain

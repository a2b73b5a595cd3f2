#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace tradelab {

inline constexpr std::size_t hidden_states = 3;
using StateProbabilities = std::array<double, hidden_states>;

// A market that is in one of three states and moves between them by chance; in each, returns are
// normal.
struct HiddenMarkov {
    StateProbabilities initial{};
    std::array<StateProbabilities, hidden_states> transition{};  // [from][to]
    std::array<double, hidden_states> mean{};
    std::array<double, hidden_states> deviation{};
};

struct Filtered {
    StateProbabilities now{};   // given the values up to and with this one
    double log_likelihood = 0;  // of this value, given those before
};

// One step of the forward filter: what is believed after a value, from what was believed before it.
// L. R. Rabiner, "A tutorial on hidden Markov models", Proc. IEEE 77 (1989), with scaling.
[[nodiscard]] Filtered filter_first(const HiddenMarkov& model, double value);
[[nodiscard]] Filtered filter_next(const HiddenMarkov& model,
                                   const StateProbabilities& before,
                                   double value);

// One round of Baum and Welch over all values, at least two: the likelihood never falls.  No
// deviation gets below the floor, or a state could close in on a single value.
[[nodiscard]] HiddenMarkov improved(const HiddenMarkov& model,
                                    std::span<const double> values,
                                    double deviation_floor);

}  // namespace tradelab

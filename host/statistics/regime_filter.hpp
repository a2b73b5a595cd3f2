#pragma once

#include "statistics/hidden_markov.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace tradelab {

enum class MarketState : std::uint8_t { calm, usual, wild };

// In which of three states the market is, by a hidden Markov model of its returns: filtered, never
// smoothed.  The model itself is fitted to returns up to the present alone, after 250 of them, and
// again whenever their number has doubled (later, whenever `window_max` have come), so that neither
// a label nor what it was made with hangs on what comes later.  States are ordered by deviation.
class RegimeFilter {
public:
    struct Settings {
        std::size_t first_fit = 250;
        std::size_t window_max = 8'192;  // returns that are kept, and fitted to
        int rounds = 30;                 // of Baum and Welch
    };
    explicit RegimeFilter(Settings settings);

    // What is believed after this return, a finite one; nothing before the first fit, and while
    // returns have not moved at all.
    [[nodiscard]] std::optional<StateProbabilities> step(double simple_return);

    // The model that the last answer was made with.
    [[nodiscard]] const std::optional<HiddenMarkov>& model() const { return model_; }

private:
    void fit();

    Settings settings_;
    std::vector<double> window_;
    std::size_t seen_ = 0;
    std::size_t next_fit_;
    std::optional<HiddenMarkov> model_;
    StateProbabilities now_{};
};

// The likeliest, the calmer of equals.
[[nodiscard]] MarketState likeliest(const StateProbabilities& probabilities);

}  // namespace tradelab

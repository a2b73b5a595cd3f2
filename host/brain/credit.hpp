#pragma once

#include "brain/draws.hpp"
#include "brain/proposer.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <queue>
#include <vector>

namespace tradelab::brain {

// What one arm has earned, as a belief about how much its next proposal will: a Beta distribution
// that begins uniform.
struct Credit {
    double gained = 0;  // rewards and what was missing to 1 of each, the older the less
    double missed = 0;
    std::size_t made = 0;      // proposals, pending ones too
    std::size_t answered = 0;  // of which a trial came back

    [[nodiscard]] double mean() const { return (1 + gained) / (2 + gained + missed); }
    // One draw of the belief: W. R. Thompson, "On the likelihood that one unknown probability
    // exceeds another", Biometrika 25 (1933).
    [[nodiscard]] double draw(Draws& draws) const;
};

// The reward of each trial, in the order in which they came: the part of the way that it went from
// the median of all before it to the best of all before it, between 0 and 1.  So it does not hang
// on the unit of the score, there is something to earn before and after the first record, and a
// record earns all.  The caller deflates scores; a trial without one earns nothing.
class Reward {
public:
    [[nodiscard]] double of(std::optional<double> score);

private:
    void keep(double score);

    // The median is on top of `low`.
    std::priority_queue<double> low_;
    std::priority_queue<double, std::vector<double>, std::greater<>> high_;
    std::optional<double> best_;
};

}  // namespace tradelab::brain

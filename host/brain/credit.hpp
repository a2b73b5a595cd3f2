#pragma once

#include "brain/draws.hpp"
#include "brain/proposer.hpp"

#include <cstddef>
#include <optional>
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

// The reward of each trial, in the order in which they came: what it gained over what the search
// finds anyway, as the part of the way from the upper quartile of the last 64 scores to the best of
// all before, between 0 and 1.  A record earns all, a trial without a score nothing.
//
// It does not hang on the unit of the score, and the mark moves with the search: an arm that only
// repeats what is known to be good becomes the quartile itself, and earns little by it.  The caller
// deflates scores.
class Reward {
public:
    [[nodiscard]] double of(std::optional<double> score);

private:
    [[nodiscard]] double mark() const;

    std::vector<double> latest_;  // a ring once it is full
    std::size_t seen_ = 0;
    std::optional<double> best_;
};

}  // namespace tradelab::brain

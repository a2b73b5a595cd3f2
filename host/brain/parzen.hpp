#pragma once

#include "brain/draws.hpp"
#include "brain/proposer.hpp"
#include "brain/space.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace tradelab::brain {

// A density over the ticks of a space: a mixture, in equal parts, of a wide kernel in the middle
// and of a narrower one around each of the given ticks.  Kernels are products: a normal on the
// coordinate of a number (not cut at the edges), and for a choice its own value more likely than
// each other.
class Parzen {
public:
    Parzen(const Space& space, std::span<const Ticks* const> around);

    // Up to a factor that is the same for all ticks and all densities of the space.
    [[nodiscard]] double log_density(const Ticks& ticks) const;
    [[nodiscard]] Ticks draw(Draws& draws) const;
    void add(const Ticks& ticks);

private:
    // Coordinates of the free parameters; for a choice its tick.
    [[nodiscard]] std::vector<double> coordinates(const Ticks& ticks) const;

    const Space& space_;
    std::vector<std::vector<double>> centres_;
    double width_ = 1;       // of the kernels around ticks, of a range of 1
    double log_height_ = 0;  // of one of them at its centre
    struct Logs {            // of how likely a kernel takes its own choice, and each other
        bool is_choice = false;
        double same = 0;
        double other = 0;
    };
    std::vector<Logs> logs_;  // one a free parameter
};

}  // namespace tradelab::brain

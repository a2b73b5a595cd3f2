#include "brain/parzen.hpp"

#include "brain/variation.hpp"

#include <algorithm>
#include <cmath>

namespace tradelab::brain {
namespace {

// Scott's rule for d dimensions, n^(-1/(d+4)), times a fifth of the range: the deviation of what is
// worth modelling is smaller than that of the whole box.
double width_of(std::size_t around, std::size_t dimensions) {
    constexpr double fifth = 0.2;
    const auto n = static_cast<double>(std::max<std::size_t>(around, 1));
    return fifth * math::pow(n, -1 / (static_cast<double>(dimensions) + 4));
}

// How likely a kernel of that width takes another choice.
double share_of_others(double width) {
    return std::min(2 * width, 0.5);
}

}  // namespace

Parzen::Parzen(const Space& space, std::span<const Ticks* const> around)
    : space_(space), width_(width_of(around.size(), space.free().size())) {
    for (const Ticks* ticks : around) {
        centres_.push_back(coordinates(*ticks));
    }
    const double others = share_of_others(width_);
    for (const std::size_t parameter : space.free()) {
        const double choices = space.size(parameter);
        const bool is_choice = space.is_choice(parameter);
        logs_.push_back({.is_choice = is_choice,
                         .same = is_choice ? math::log(choices * (1 - others)) : 0,
                         .other = is_choice ? math::log(choices * others / (choices - 1)) : 0});
        log_height_ -= is_choice ? 0 : math::log(width_);
    }
}

void Parzen::add(const Ticks& ticks) {
    centres_.push_back(coordinates(ticks));
}

std::vector<double> Parzen::coordinates(const Ticks& ticks) const {
    std::vector<double> out;
    for (const std::size_t parameter : space_.free()) {
        out.push_back(space_.is_choice(parameter)
                          ? static_cast<double>(ticks[parameter])
                          : space_.coordinate_at(parameter, ticks[parameter]));
    }
    return out;
}

// The wide kernel has deviation 1, and choices are equally likely in it.  The height of a narrow
// one at its centre is measured against that.
double Parzen::log_density(const Ticks& ticks) const {
    const auto at = coordinates(ticks);
    double wide = 0;
    for (std::size_t i = 0; i < at.size(); ++i) {
        wide += logs_[i].is_choice ? 0 : (at[i] - 0.5) * (at[i] - 0.5);
    }
    double sum = math::exp(-0.5 * wide);
    const double scale = -0.5 / (width_ * width_);
    for (const auto& centre : centres_) {
        // What adds less than e^-30 to a sum of which the wide kernel is e^-8 (in 64 dimensions)
        // is not worth its exponential.
        constexpr double nothing = -30;
        double log_height = log_height_;
        for (std::size_t i = 0; i < at.size() && log_height > nothing; ++i) {
            const double off = at[i] - centre[i];
            log_height += !logs_[i].is_choice ? scale * off * off
                          : off == 0          ? logs_[i].same
                                              : logs_[i].other;
        }
        if (log_height > nothing) {
            sum += math::exp(log_height);
        }
    }
    return math::log(sum / static_cast<double>(centres_.size() + 1));
}

Ticks Parzen::draw(Draws& draws) const {
    const std::size_t kernel = draws.below(centres_.size() + 1);
    const auto free = space_.free();
    if (kernel == centres_.size()) {
        return anywhere(space_, draws);
    }
    const auto& centre = centres_[kernel];
    Ticks ticks = space_.initial();
    for (std::size_t i = 0; i < free.size(); ++i) {
        if (!space_.is_choice(free[i])) {
            ticks[free[i]] = space_.tick_at(free[i], centre[i] + width_ * draws.normal());
        } else if (draws.uniform() >= share_of_others(width_)) {
            ticks[free[i]] = static_cast<std::int64_t>(centre[i]);
        } else {
            ticks[free[i]] = space_.tick_at(free[i], draws.uniform());
        }
    }
    space_.repair(ticks);
    return ticks;
}

}  // namespace tradelab::brain

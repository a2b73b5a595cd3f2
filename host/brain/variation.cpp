#include "brain/variation.hpp"

#include <algorithm>
#include <cmath>

namespace tradelab::brain {
namespace {

std::int64_t moved(const Space& space, std::size_t parameter, std::int64_t tick, Draws& draws) {
    if (space.is_choice(parameter)) {
        const auto others = static_cast<std::size_t>(space.size(parameter)) - 1;
        const std::int64_t to =
            space.least(parameter) + static_cast<std::int64_t>(draws.below(others));
        return to < tick ? to : to + 1;
    }
    constexpr double coarsest = 0.25;
    const double finest = std::min(1 / space.size(parameter), coarsest);
    const double reach = finest * math::pow(coarsest / finest, draws.uniform());
    const double to = space.coordinate_at(parameter, tick) + reach * draws.normal();
    const std::int64_t there = space.tick_at(parameter, to);
    if (there != tick) {
        return there;
    }
    // Away from an edge, else to either side.
    const bool rises =
        tick == space.least(parameter) || (tick != space.most(parameter) && draws.below(2) == 0);
    return rises ? tick + 1 : tick - 1;
}

}  // namespace

Ticks mutated(const Space& space, const Ticks& from, Draws& draws) {
    Ticks ticks = from;
    if (space.free().empty()) {
        return ticks;
    }
    const std::size_t certain = draws.below(space.free().size());
    for (std::size_t i = 0; i < space.free().size(); ++i) {
        if (i == certain || draws.below(space.free().size()) == 0) {
            const std::size_t parameter = space.free()[i];
            ticks[parameter] = moved(space, parameter, ticks[parameter], draws);
        }
    }
    space.repair(ticks);
    return ticks;
}

Ticks beyond(const Space& space, const Ticks& from, const Ticks& other, Draws& draws) {
    // Both are larger than the paper's 0.01 and 0.2: a tick is no smaller step, and hundreds of
    // trials have to go as far as there hundreds of thousands.
    constexpr double around = 0.04;
    constexpr double along = 0.6;
    auto point = space.point_at(from);
    const auto there = space.point_at(other);
    const double step = along * std::abs(draws.normal());
    for (std::size_t i = 0; i < point.size(); ++i) {
        point[i] += around * draws.normal() + step * (point[i] - there[i]);
    }
    Ticks ticks = space.ticks_at(point);
    // Choices have no line between them: one of the two, mostly the first.
    for (const std::size_t parameter : space.free()) {
        if (space.is_choice(parameter)) {
            ticks[parameter] = draws.below(5) == 0 ? other[parameter] : from[parameter];
        }
    }
    space.repair(ticks);
    return ticks;
}

Ticks anywhere(const Space& space, Draws& draws) {
    std::vector<double> point(space.free().size());
    for (double& coordinate : point) {
        coordinate = draws.uniform();
    }
    return space.ticks_at(point);
}

}  // namespace tradelab::brain

#include "campaign/neighbours.hpp"

#include "brain/space.hpp"

#include <utility>

namespace tradelab {

std::vector<Neighbour> neighbours_of(const brain::Family& family, const brain::Ticks& ticks) {
    const brain::Space space(family);
    std::vector<Neighbour> out;
    for (const std::size_t parameter : space.free()) {
        if (space.is_choice(parameter)) {
            continue;
        }
        for (const std::int64_t away : {-2, -1, 1, 2}) {
            brain::Ticks moved = ticks;
            moved[parameter] += away;
            if (space.allows(moved)) {
                out.push_back({.parameter = parameter, .ticks = away, .at = std::move(moved)});
            }
        }
    }
    return out;
}

}  // namespace tradelab

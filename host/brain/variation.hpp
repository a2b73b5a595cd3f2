#pragma once

#include "brain/draws.hpp"
#include "brain/proposer.hpp"
#include "brain/space.hpp"

namespace tradelab::brain {

// Ticks near these: each free parameter moves with a chance of one in their number, one at least.
// How far is drawn on a logarithmic scale from one tick to a quarter of the range, so that fine and
// coarse steps are equally likely at every stage of a search; a choice becomes another one.
[[nodiscard]] Ticks mutated(const Space& space, const Ticks& from, Draws& draws);

// Ticks near these, moved on along the line from others to these and beyond: directions in which
// good ones differ are worth following.  V. Vassiliades and J.-B. Mouret, "Discovering the elite
// hypervolume by leveraging interspecies correlation", GECCO 2018.
[[nodiscard]] Ticks beyond(const Space& space, const Ticks& from, const Ticks& other, Draws& draws);

// Any ticks, each coordinate uniform.
[[nodiscard]] Ticks anywhere(const Space& space, Draws& draws);

}  // namespace tradelab::brain

#pragma once

#include "brain/proposer.hpp"

namespace tradelab::brain {

// J.-B. Mouret and J. Clune, "Illuminating search spaces by mapping elites", arXiv:1504.04909
// (2015): of each way to trade (a cell of behaviour.hpp) the best is kept, and any of them may have
// offspring.  So ideas that trade unlike the leader survive until they are good themselves.
//
// A parent is the rarer of two elites (of the cell in which fewer trials have landed): the edge of
// what is known is where new ways to trade are found.
//
// Each family has three islands with an archive of its own: outcomes land on them in turn, and
// after every 32 outcomes of the family the elites of each are offered to the next in the ring.
class MapElites final : public Proposer {
public:
    [[nodiscard]] std::string_view name() const override { return "map_elites"; }
    [[nodiscard]] std::vector<Proposal> propose(const Brief& brief) override;
};

}  // namespace tradelab::brain

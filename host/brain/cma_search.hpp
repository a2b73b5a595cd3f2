#pragma once

#include "brain/known.hpp"
#include "brain/proposer.hpp"
#include "brain/space.hpp"

#include <cstddef>
#include <map>
#include <memory>

namespace tradelab::brain {

// CMA-ES in each family's box, mapped to ticks.  Restarts with twice the population where it has
// converged, stagnates, or moves only among known ticks (IPOP: A. Auger and N. Hansen, "A restart
// CMA evolution strategy with increasing population size", CEC 2005).
//
// Every generation is drawn from the seed, the family and its number alone, and what it needs to
// know of its points is looked up in the past, whoever tried them: so the whole search is found
// again in the brief, and no point is paid for twice.  What is missing of the generation that has
// been reached is the proposal.  A trial without a score is worse than any other.
class CmaSearch final : public Proposer {
public:
    CmaSearch();
    ~CmaSearch() override;

    [[nodiscard]] std::string_view name() const override { return "cma_es"; }
    [[nodiscard]] std::vector<Proposal> propose(const Brief& brief) override;

private:
    // How far the search of a family has come.  Only saves time: it is held against the brief,
    // score by score, and begun anew where it is of another past, seed or space.
    class Walk;
    Walk& walk_of(const Brief& brief, std::size_t family, const Space& space, const Known& known);

    std::map<std::size_t, std::unique_ptr<Walk>> walks_;
};

}  // namespace tradelab::brain

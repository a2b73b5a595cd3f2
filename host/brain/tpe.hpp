#pragma once

#include "brain/proposer.hpp"

namespace tradelab::brain {

// The tree-structured Parzen estimator of J. Bergstra, R. Bardenet, Y. Bengio, B. Kégl, "Algorithms
// for hyper-parameter optimization", NIPS 2011: where the best quarter of a family lies densely and
// the rest does not, more is worth trying.
//
// The densities are joint, mixtures of one kernel for each trial (S. Falkner, A. Klein, F. Hutter,
// "BOHB", ICML 2018), and of one over the whole box, so that nothing is ever ruled out.  Of 24
// candidates out of the good one the most promising is proposed.  Pending proposals count as the
// rest: several wanted at once then do not all go to one place.
class Tpe final : public Proposer {
public:
    [[nodiscard]] std::string_view name() const override { return "tpe"; }
    [[nodiscard]] std::vector<Proposal> propose(const Brief& brief) override;
};

}  // namespace tradelab::brain

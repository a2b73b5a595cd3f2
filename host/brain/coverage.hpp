#pragma once

#include "brain/proposer.hpp"

namespace tradelab::brain {

// The arm that learns nothing: each family in its turn, spread evenly over its whole space by a
// Sobol' sequence that the seed scrambles.
class Coverage final : public Proposer {
public:
    [[nodiscard]] std::string_view name() const override { return "coverage"; }
    [[nodiscard]] std::vector<Proposal> propose(const Brief& brief) override;
};

}  // namespace tradelab::brain

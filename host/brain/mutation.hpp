#pragma once

#include "brain/proposer.hpp"

namespace tradelab::brain {

// Small changes of one of the best quarter of a promising family.  Anything at all where a family
// has no score yet.
class Mutation final : public Proposer {
public:
    [[nodiscard]] std::string_view name() const override { return "mutation"; }
    [[nodiscard]] std::vector<Proposal> propose(const Brief& brief) override;
};

}  // namespace tradelab::brain

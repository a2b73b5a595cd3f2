#pragma once

#include "brain/proposer.hpp"

namespace tradelab::brain {

// Ideas that no score has led to.  Building blocks are a family with one parameter in one quarter
// of its range (or one choice): of 32 points drawn anywhere the one is proposed whose pairs of
// blocks have been tried together least often.
class Crazy final : public Proposer {
public:
    [[nodiscard]] std::string_view name() const override { return "crazy"; }
    [[nodiscard]] std::vector<Proposal> propose(const Brief& brief) override;
};

}  // namespace tradelab::brain

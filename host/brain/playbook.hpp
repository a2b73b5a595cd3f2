#pragma once

#include "brain/card.hpp"
#include "brain/proposer.hpp"

#include <utility>
#include <vector>

namespace tradelab::brain {

// What others have found already, card by card in turn, each spread evenly over its own ranges.  A
// card that fits none of the families says nothing; ask narrowed() for the reason.
class Playbook final : public Proposer {
public:
    explicit Playbook(std::vector<Card> cards) : cards_(std::move(cards)) {}

    [[nodiscard]] std::string_view name() const override { return "playbook"; }
    [[nodiscard]] std::vector<Proposal> propose(const Brief& brief) override;

private:
    std::vector<Card> cards_;
};

}  // namespace tradelab::brain

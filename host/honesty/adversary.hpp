#pragma once

#include "brain/proposer.hpp"

#include <string_view>
#include <vector>

namespace tradelab {

// An author who wants to be promoted and does not care why: climbs the explore score by small steps
// from the best that was ever found, and starts anew elsewhere, for as long as there is budget.
// What the gate asks of explore (costs, trades) is in that score, so it climbs that, too.
class Adversary final : public brain::Proposer {
public:
    [[nodiscard]] std::string_view name() const override { return "adversary"; }
    [[nodiscard]] std::vector<brain::Proposal> propose(const brain::Brief& brief) override;
};

}  // namespace tradelab

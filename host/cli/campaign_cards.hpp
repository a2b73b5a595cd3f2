#pragma once

#include "brain/card.hpp"
#include "cli/session.hpp"
#include "core/result.hpp"

#include <span>
#include <string>
#include <vector>

namespace tradelab {

// The cards of the playbook that a search proposes from.
struct CampaignCards {
    std::vector<brain::Card> cards;  // by name; each fits a family that is searched
    std::string identity;            // their names and the SHA-256 of their files, a line each
    std::vector<std::string> unfit;  // why a card of a plugin that is searched is left out
};

// The cards that came with the program, and those in tradelab/playbook beside the user's history.
// Err: a file there that is no card, or two cards of one name.
[[nodiscard]] Result<CampaignCards> cards_for(Session& session,
                                              std::span<const brain::Family> families);

}  // namespace tradelab

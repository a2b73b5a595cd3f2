#pragma once

#include "brain/proposer.hpp"
#include "campaign/campaign.hpp"
#include "campaign/campaign_identity.hpp"
#include "cli/campaign_analyzers.hpp"
#include "cli/requests_lab.hpp"
#include "cli/session.hpp"
#include "core/result.hpp"
#include "gate/epochs.hpp"
#include "gate/gate_rules.hpp"
#include "gate/verdict_document.hpp"
#include "history/catalogue.hpp"

#include <memory>
#include <string>
#include <vector>

namespace tradelab {

// What a campaign on the command line is made of; markets stay where they are.
struct CampaignSetup {
    std::vector<std::unique_ptr<Market>> markets;
    std::vector<SearchFamily> families;
    VenueBook venues;
    Epochs epochs;
    VerdictBasis basis = VerdictBasis::synthetic;  // recorded where every series of it is
    GateRules rules;
    CampaignOptions options;
    CampaignIdentity identity;
    std::unique_ptr<AnalyzerDesk> analyzers;  // of those among the proposer's arms
    std::unique_ptr<brain::Proposer> proposer;
    Catalogue catalogue;  // where the markets were read
};

// Loads files and plugins, reads the history once, cuts it into epochs.
[[nodiscard]] Result<CampaignSetup> prepare_campaign(Session& session, const RunCampaign& request);

// Refused where the store holds other rows than the campaign has read: what is judged then could
// not be reproduced.
[[nodiscard]] Status refuse_if_data_changed(const CampaignSetup& setup);

}  // namespace tradelab

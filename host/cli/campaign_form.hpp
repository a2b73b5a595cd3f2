#pragma once

#include "campaign/judgement.hpp"
#include "cli/lab_campaign.hpp"
#include "cli/output.hpp"

namespace tradelab {

// What became of a campaign, as a table for people or as "tradelab.campaign/1".
void show(Output& output,
          const CampaignSetup& setup,
          const CampaignResult& result,
          const Judgement& judgement);

}  // namespace tradelab

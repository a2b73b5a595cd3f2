#pragma once

#include "cli/lab_dossier.hpp"
#include "cli/output.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tradelab {

// What became of a campaign, as a table for people or as "tradelab.campaign/1".
void show(Output& output, const JudgedCampaign& judged, const std::optional<KeptDossier>& dossier);

// The same lines, kept for whoever looks later; their commands as `output` names them.
[[nodiscard]] std::vector<std::string> page_of(const Output& output,
                                               const JudgedCampaign& judged,
                                               const std::optional<KeptDossier>& dossier);

// In one sentence, for whoever looks later.
[[nodiscard]] std::string outcome_of(const JudgedCampaign& judged);

}  // namespace tradelab

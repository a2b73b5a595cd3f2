#pragma once

#include "cli/lab_dossier.hpp"
#include "cli/output.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tradelab {

// What became of a campaign, as a table for people or as "tradelab.campaign/1".
void show(Output& output, const JudgedCampaign& judged, const std::optional<KeptDossier>& dossier);

// The same lines, kept for whoever looks later.
[[nodiscard]] std::vector<std::string> page_of(const JudgedCampaign& judged,
                                               const std::optional<KeptDossier>& dossier);

}  // namespace tradelab

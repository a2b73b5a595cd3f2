#pragma once

#include "campaign/campaign.hpp"
#include "campaign/search_family.hpp"

#include <optional>
#include <span>

namespace tradelab {

// How many more years of history those that traded too rarely would need at their rate to be
// evidence, the median of them; `years` are those there are.  Nothing where nobody was idle, and
// where half of them never traded: no history would help.
[[nodiscard]] std::optional<double> more_years(std::span<const CampaignTrial> trials,
                                               std::span<const SearchFamily> families,
                                               const CampaignOptions& options,
                                               double years);

}  // namespace tradelab

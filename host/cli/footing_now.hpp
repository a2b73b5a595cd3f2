#pragma once

#include "cli/lab_campaign.hpp"
#include "cli/session.hpp"
#include "config/daemon_file.hpp"
#include "core/result.hpp"
#include "history/catalogue.hpp"
#include "lab/candidate.hpp"
#include "lab/venue_book.hpp"
#include "lifecycle/footing.hpp"
#include "lifecycle/lifecycle.hpp"

#include <cstddef>

namespace tradelab {

// What a campaign tried the strategies of a family with: of each series the parts that its rows
// are in, as it found them when it began.
[[nodiscard]] Footing footing_then(const CampaignSetup& setup, std::size_t family);

// What a strategy would run with: of each series that is in the store all parts.
[[nodiscard]] Result<Footing> footing_now(const Candidate& candidate,
                                          const VenueBook& venues,
                                          const Catalogue& catalogue);
// The same of one that was found, by the file that its campaign left.
[[nodiscard]] Result<Footing> footing_now(Session& session,
                                          const DaemonPlaces& places,
                                          const StrategyLife& life);

}  // namespace tradelab

#pragma once

#include "cli/session.hpp"
#include "core/result.hpp"
#include "history/catalogue.hpp"
#include "lab/candidate.hpp"
#include "lab/venue_book.hpp"

#include <string>
#include <vector>

namespace tradelab {

// What candidates are run on.
struct TradedHistory {
    VenueBook venues;
    Catalogue catalogue;
};

// The venues that the candidates name, and the history of this store (empty: the default one).
// What they need, the store has not, and TRADELAB_SHARED holds is imported first; what is still
// missing then is the backtest's to say.
[[nodiscard]] Result<TradedHistory> history_for(Session& session,
                                                const std::vector<Candidate>& candidates,
                                                const std::string& store);

}  // namespace tradelab

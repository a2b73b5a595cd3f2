#pragma once

#include "cli/session.hpp"
#include "core/result.hpp"
#include "history/catalogue.hpp"
#include "lab/candidate.hpp"
#include "lab/venue_book.hpp"

#include <vector>

namespace tradelab {

// Imports what the candidates need, the store has not, and TRADELAB_SHARED holds.  What is still
// missing then is the backtest's to say.
[[nodiscard]] Status import_missing(Session& session,
                                    Catalogue& catalogue,
                                    const std::vector<Candidate>& candidates,
                                    const VenueBook& venues);

}  // namespace tradelab

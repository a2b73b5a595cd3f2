#pragma once

#include "core/result.hpp"
#include "engine/replay.hpp"
#include "history/catalogue.hpp"
#include "lab/backtest_plan.hpp"
#include "lab/backtest_run.hpp"
#include "lab/candidate.hpp"
#include "lab/desk.hpp"
#include "lab/stored_series.hpp"
#include "lab/venue_book.hpp"
#include "paper/player.hpp"

#include <memory>
#include <span>

namespace tradelab {

// What a session is made of, and the backtest that it is compared with.
struct PaperFeed {
    std::span<const Candidate> candidates;
    const Catalogue& catalogue;
    const VenueBook& venues;
    const BacktestOptions& options;  // `from` and `to` are those of the feed
};

// Err: as of plan_backtest(), and no candidates.  What warms them up is asked of players in cells,
// where there are any.
[[nodiscard]] Result<BacktestPlan> plan_paper(const PaperFeed& feed,
                                              const PaperCells* cells = nullptr);

// A desk on history out of the store.  A strategy that fails is isolated, and the others go on.
struct PaperDesk {
    StoredSeries stored;
    std::unique_ptr<Desk> desk;
};

// The candidates' plugins, the listener and the seats outlive it.  Without seats its instances are
// its own.
[[nodiscard]] Result<std::unique_ptr<PaperDesk>> open_paper_desk(
    const PaperFeed& feed,
    const BacktestPlan& plan,
    FeedListener& listener,
    std::span<const SeatedStrategy> seats = {});

}  // namespace tradelab

#pragma once

#include "core/money.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "lab/backtest_plan.hpp"
#include "lab/venue_book.hpp"
#include "os/disk.hpp"
#include "paper/feed.hpp"
#include "paper/trace.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Does paper do what the backtest says it does?  Nothing else is asked of a paper run: whether it
// earned is chance over so short a time.
namespace tradelab {

enum class Consistency : std::uint8_t {
    consistent,
    inconsistent,
    undecided,  // nothing was filled yet, so that nothing could differ
};

// "consistent"
[[nodiscard]] std::string_view consistency_text(Consistency consistency);

struct ConsistencyBounds {
    Rate matched_min{950'000'000'000};        // of the fills of the run that has more of them
    Duration fill_apart_max{0};               // in time, of two fills that match
    Rate paired_difference_max{100'000'000};  // 1 bp: price and fee, of what was traded
    Rate equity_difference_max{100'000'000};  // 1 bp of the capital, at the end
};

struct ConsistencyVerdict {
    Consistency verdict = Consistency::undecided;
    UnixNanos from = {};
    UnixNanos until = {};
    std::uint64_t steps = 0;
    std::uint64_t signals_of_paper = 0;
    std::uint64_t signals_of_backtest = 0;
    std::uint64_t signals_alike = 0;  // from the first on, until one differs
    std::uint64_t fills_of_paper = 0;
    std::uint64_t fills_of_backtest = 0;
    std::uint64_t matched = 0;
    std::optional<Rate> matched_share = {};      // nothing where there was none
    std::optional<Rate> paired_difference = {};  // summed without regard to sign / traded
    Cash equity_of_paper = {};
    Cash equity_of_backtest = {};
    std::vector<std::string> reasons = {};  // why not, a sentence each
};

// What two traces are compared by.
struct ConsistencyTerms {
    const BacktestPlan& plan;  // of the backtest, for the places of its instruments
    const VenueBook& venues;
    Cash capital;
    ConsistencyBounds bounds = {};
};

// Consistent only where the run was begun with the same (manifest), was fed the same rows in every
// step, decided the same at the same times, filled the same within the bounds, and holds the same
// at the end.
[[nodiscard]] ConsistencyVerdict judge_consistency(const PaperTrace& paper,
                                                   const PaperTrace& backtest,
                                                   const ConsistencyTerms& terms);

// Reads what the session in the folder did, up to the first command of a person, runs the same
// window as a backtest of what was approved, and judges.  Nothing is written.
[[nodiscard]] Result<ConsistencyVerdict> check_consistency(const Disk& disk,
                                                           const Disk::Path& folder,
                                                           const PaperFeed& approved,
                                                           const ConsistencyBounds& bounds = {});

}  // namespace tradelab

#pragma once

#include "brain/proposer.hpp"
#include "campaign/search_family.hpp"
#include "core/result.hpp"
#include "lab/backtest_run.hpp"
#include "lab/trial_run.hpp"
#include "lab/venue_book.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tradelab {

// How a strategy is made to suffer.
enum class Stress : std::uint8_t {
    none,
    double_cost,   // fees, spread and slippage twice
    one_bar_late,  // every order a bar later
};

// What a rule did in one epoch, plainly and under stress.
struct EpochRuns {
    TrialRun plain;
    TrialRun at_double_cost;
    TrialRun one_bar_late;
};

// Runs trials of any family, one at a time: a worker's own.  Families and venues outlive it.
class TrialDesk {
public:
    TrialDesk(std::span<const SearchFamily> families,
              const VenueBook& venues,
              const BacktestOptions& options);

    // On all markets of the family: days are the mean over them, conduct and costs of all together,
    // the hash one of all hashes.
    [[nodiscard]] Result<TrialRun> run(std::size_t family,
                                       const brain::Ticks& ticks,
                                       Stretch stretch,
                                       Stress stress = Stress::none);

    // On the family's only market, plainly, with what the ledger keeps of it.
    [[nodiscard]] Result<KeptTrial> run_kept(std::size_t family,
                                             const Found& found,
                                             Stretch stretch,
                                             TrialProposal proposal);

private:
    std::span<const SearchFamily> families_;
    const VenueBook& venues_;
    BacktestOptions options_;
    std::vector<Candidate> candidates_;  // one a family, its ticks those of the last trial
};

}  // namespace tradelab

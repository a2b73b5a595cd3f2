#pragma once

#include "brain/proposer.hpp"
#include "campaign/score.hpp"
#include "campaign/search_family.hpp"
#include "campaign/trial_desk.hpp"
#include "core/result.hpp"
#include "lab/backtest_run.hpp"
#include "lab/trial_run.hpp"
#include "lab/venue_book.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

struct CampaignOptions {
    std::uint64_t seed = 1;
    std::size_t budget = 500;  // trials on explore
    // Asked for at a time.  Part of what decides the result; the number of workers is not.
    std::size_t batch = 32;
    std::size_t workers = 1;
    std::size_t finalists_max = 20;  // tests/bench/gate.md, "The frontier"
    // Trials whose days are correlated by this much are one idea.
    float alike = 0.7F;
    // On explore, of a trial that is worth a score: trades of a trading rule, or settled funding
    // intervals of a carry.
    std::uint64_t trades_min = 0;
    std::uint64_t settlements_min = 0;
    double lending_rate = 0;  // per year: what a carry must earn more than
    Stretch explore = {};
    BacktestOptions run = {};
    // SHA-256 of what is searched, where trials are kept: families then have a file and one market.
    std::optional<std::string> campaign = {};
};

// One trial as the ledger and the table of verdicts see it.
struct CampaignTrial {
    std::uint64_t number = 0;  // from 1
    std::size_t family = 0;
    brain::Ticks ticks;
    std::string arm;
    std::vector<std::uint64_t> parents;
    std::string rationale;
    Appraisal appraisal;
    Conduct conduct;
    CostBreakDown costs;
    std::string result_hash;
    std::string why_failed;      // a sentence
    std::optional<Trial> entry;  // where trials are kept
};

// A trial that the gate is to judge, and what it did on explore.
struct CampaignFinalist {
    std::size_t trial = 0;  // place among the trials
    EpochRuns explore;
};

struct CampaignResult {
    std::vector<CampaignTrial> trials;
    std::vector<CampaignFinalist> finalists;  // by score
    std::size_t clusters = 0;                 // ideas among the trials
    // Of the best of each idea: its days on explore, but for their size.
    std::vector<std::vector<double>> cluster_days;
    std::uint64_t repeated = 0;  // proposals that had been tried: not run again
};

struct CampaignProgress {
    std::size_t tried = 0;
    std::size_t budget = 0;
    std::optional<double> best_sharpe = {};  // a year, on explore
};

// Who looks on.  All are called on the campaign's own thread, and may be left out.
struct CampaignWatch {
    // The ledger: the trials of a batch, before the next one is asked for.  Its Err ends the
    // campaign.
    std::function<Status(std::span<const CampaignTrial>)> record = {};
    std::function<void(const CampaignProgress&)> progress = {};
    // Before each run, where one worker runs them all: whoever must not take too much rests here.
    std::function<void()> before_run = {};
    // Asked after each batch, so that what was begun is recorded, and after each finalist.
    bool (*is_interrupted)() = nullptr;
};

// What a campaign borrows.
struct CampaignParts {
    std::span<const SearchFamily> families;
    brain::Proposer& proposer;
    const VenueBook& venues;
};

// The search: proposals, run on explore and on nothing else, until the budget is spent or nobody
// has an idea left; then the finalists, chosen on explore too.
//
// A finalist is the best of its cluster and still earns at twice the costs and a bar later there:
// the gate will ask for that, and explore may be asked as often as one likes.  The same arguments
// give the same result.  Err: interrupted, the ledger's, or a market that does not hold explore; a
// trial that fails is a result.
[[nodiscard]] Result<CampaignResult> run_campaign(const CampaignParts& parts,
                                                  const CampaignOptions& options,
                                                  const CampaignWatch& watch);

}  // namespace tradelab

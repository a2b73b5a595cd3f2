#include "campaign/trial_desk.hpp"

#include "campaign/pooled.hpp"
#include "core/check.hpp"

#include <utility>

namespace tradelab {
TrialDesk::TrialDesk(std::span<const SearchFamily> families,
                     const VenueBook& venues,
                     const BacktestOptions& options)
    : families_(families), venues_(venues), options_(options) {
    for (const SearchFamily& family : families) {
        candidates_.push_back(family.candidate);
    }
}

Result<TrialRun> TrialDesk::run(std::size_t family,
                                const brain::Ticks& ticks,
                                Stretch stretch,
                                Stress stress) {
    TL_CHECK(family < families_.size());
    Candidate& candidate = candidates_[family];
    candidate.ticks = ticks;
    BacktestOptions options = options_;
    options.cost_stress_permille *= stress == Stress::double_cost ? 2U : 1U;
    options.latency_bars += stress == Stress::one_bar_late ? 1U : 0U;
    std::vector<TrialRun> runs;
    for (const Market* market : families_[family].markets) {
        auto one = run_trial(*market, venues_, candidate, options, stretch);
        if (!one) {
            return fail(std::move(one).error());
        }
        runs.push_back(*std::move(one));
    }
    return pooled(std::move(runs));
}

Result<KeptTrial> TrialDesk::run_kept(std::size_t family,
                                      const Found& found,
                                      Stretch stretch,
                                      TrialProposal proposal) {
    TL_CHECK(family < families_.size() && families_[family].markets.size() == 1);
    const auto file = file_of(families_[family], found);
    if (!file) {
        return fail(file.error());
    }
    Candidate& candidate = candidates_[family];
    candidate.name = file->name;
    candidate.file_text = canonical_text(*file);
    candidate.file_sha256 = identity_of(*file);
    candidate.ticks.assign(found.ticks.begin(), found.ticks.end());
    return run_kept_trial({.market = *families_[family].markets.front(),
                           .venues = venues_,
                           .candidate = candidate,
                           .options = options_,
                           .stretch = stretch},
                          std::move(proposal));
}

}  // namespace tradelab

#include "campaign/campaign.hpp"

#include "campaign/finalists.hpp"
#include "campaign/work.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>

namespace tradelab {
namespace {

// A cluster whose best cannot stand costs gives way to the next; whoever has many such is no find.
constexpr std::size_t looks_per_finalist = 4;

class Search {
public:
    Search(const CampaignParts& parts, const CampaignOptions& options, const CampaignWatch& watch)
        : parts_(parts), options_(options), watch_(watch) {
        for (std::size_t worker = 0; worker < std::max<std::size_t>(options.workers, 1); ++worker) {
            desks_.emplace_back(parts.families, parts.venues, options.run);
        }
        for (const SearchFamily& family : parts.families) {
            spaces_.push_back(family.space);
        }
    }

    [[nodiscard]] Result<CampaignResult> run() {
        while (result_.trials.size() < options_.budget) {
            const auto batch = next_batch();
            if (batch.empty()) {
                break;
            }
            auto done = run_batch(batch);
            if (done) {
                done = stop_if_interrupted();
            }
            if (!done) {
                return fail(std::move(done).error());
            }
        }
        if (auto chosen = choose(); !chosen) {
            return fail(std::move(chosen).error());
        }
        return std::move(result_);
    }

private:
    // Asked between batches only: a batch is in the ledger whole, or not at all.
    [[nodiscard]] Status stop_if_interrupted() const {
        if (watch_.is_interrupted != nullptr && watch_.is_interrupted()) {
            return fail(ErrorCode::interrupted,
                        "the campaign was interrupted after " +
                            std::to_string(result_.trials.size()) + " of " +
                            std::to_string(options_.budget) + " trials");
        }
        return {};
    }

    // What is proposed and was not tried.  Proposers promise not to repeat themselves; one that
    // does is asked again, and is out of ideas when all that it says is old.
    [[nodiscard]] std::vector<brain::Proposal> next_batch() {
        const std::size_t left = options_.budget - result_.trials.size();
        std::vector<brain::Proposal> out;
        auto said = parts_.proposer.propose({.seed = options_.seed,
                                             .families = spaces_,
                                             .past = outcomes_,
                                             .pending = {},
                                             .wanted = std::min(options_.batch, left)});
        for (brain::Proposal& one : said) {
            const bool is_known =
                one.family < spaces_.size() && !tried_.emplace(one.family, one.ticks).second;
            if (one.family >= spaces_.size() || out.size() == left) {
                continue;
            }
            if (is_known) {
                result_.repeated += 1;
            } else {
                out.push_back(std::move(one));
            }
        }
        return out;
    }

    [[nodiscard]] Status run_batch(const std::vector<brain::Proposal>& batch) {
        const std::size_t first = result_.trials.size();
        result_.trials.resize(first + batch.size());
        days_.resize(first + batch.size());
        means_.resize(first + batch.size());
        runs_.resize(first + batch.size());
        std::vector<brain::Behaviour> behaviours(batch.size());
        const DoItem act = [&](std::size_t worker, std::size_t item) -> Status {
            CampaignTrial& trial = result_.trials[first + item];
            rest();
            trial.number = first + item + 1;
            trial.family = batch[item].family;
            trial.ticks = batch[item].ticks;
            trial.arm = batch[item].arm;
            trial.parents = batch[item].parents;
            trial.rationale = batch[item].rationale;
            auto run = run_one(desks_[worker], trial);
            if (!run) {
                trial.why_failed = describe(run.error());
                return {};
            }
            trial.appraisal = appraise(*run, rules_of(trial.family));
            trial.conduct = run->conduct;
            trial.costs = run->costs;
            trial.result_hash = run->result_hash;
            days_[first + item] = standardised(run->returns.values);
            means_[first + item] = standardised_mean(run->returns.values);
            behaviours[item] = behaviour_of(*run);
            if (trial.appraisal.fate == TrialFate::candidate) {
                runs_[first + item] = *std::move(run);
            }
            return {};
        };
        if (auto shared = share_work({.workers = desks_.size(), .items = batch.size()}, act);
            !shared) {
            return shared;
        }
        return tell(first, behaviours);
    }

    void rest() const {
        if (watch_.before_run && desks_.size() == 1) {
            watch_.before_run();
        }
    }

    [[nodiscard]] AppraisalRules rules_of(std::size_t family) const {
        const bool is_carry = evidence_class_of(parts_.families[family]) == EvidenceClass::carry;
        return {.trades_min = is_carry ? 0 : options_.trades_min,
                .settlements_min = is_carry ? options_.settlements_min : 0,
                .budget = options_.budget,
                .lending_rate = is_carry ? options_.lending_rate : 0};
    }

    [[nodiscard]] Result<TrialRun> run_one(TrialDesk& desk, CampaignTrial& trial) const {
        if (!options_.campaign) {
            return desk.run(trial.family, trial.ticks, options_.explore);
        }
        auto kept = desk.run_kept(
            trial.family,
            {.ticks = trial.ticks, .rationale = trial.rationale, .arm = trial.arm},
            options_.explore,
            {.campaign = *options_.campaign, .hypothesis = {}, .arm = trial.arm, .parent = {}});
        if (!kept) {
            return fail(std::move(kept).error());
        }
        trial.entry = std::move(kept->entry);
        return std::move(kept->run);
    }

    [[nodiscard]] Status tell(std::size_t first, const std::vector<brain::Behaviour>& behaviours) {
        for (std::size_t at = first; at < result_.trials.size(); ++at) {
            const CampaignTrial& trial = result_.trials[at];
            const auto& score = trial.appraisal.score;
            outcomes_.push_back(
                {.family = trial.family,
                 .ticks = trial.ticks,
                 .score = score,
                 .behaviour = score ? std::optional(behaviours[at - first]) : std::nullopt,
                 .arm = trial.arm,
                 .trial = trial.number});
            best_ = std::max(best_, trial.appraisal.annual_sharpe);
        }
        if (watch_.record) {
            if (auto recorded = watch_.record(std::span(result_.trials).subspan(first));
                !recorded) {
                return recorded;
            }
        }
        if (watch_.progress) {
            watch_.progress(
                {.tried = result_.trials.size(), .budget = options_.budget, .best_sharpe = best_});
        }
        return {};
    }

    [[nodiscard]] Status choose() {
        std::vector<Ranked> ranked;
        std::vector<std::size_t> places;
        for (std::size_t at = 0; at < result_.trials.size(); ++at) {
            const CampaignTrial& trial = result_.trials[at];
            if (trial.appraisal.score) {
                ranked.push_back(
                    {.score = *trial.appraisal.score, .number = trial.number, .days = days_[at]});
                places.push_back(at);
            }
        }
        const auto clusters = clusters_of(ranked, options_.alike);
        result_.clusters = clusters.size();
        for (const Cluster& cluster : clusters) {
            const std::size_t place = places[cluster.best];
            auto& days = result_.cluster_days.emplace_back();
            std::ranges::transform(days_[place], std::back_inserter(days), [&](float one) {
                return static_cast<double>(one) + means_[place];
            });
        }
        std::size_t looks = options_.finalists_max * looks_per_finalist;
        for (const Cluster& cluster : clusters) {
            if (result_.finalists.size() == options_.finalists_max || looks-- == 0) {
                break;
            }
            auto looked = consider(places[cluster.best]);
            if (looked) {
                looked = stop_if_interrupted();
            }
            if (!looked) {
                return looked;
            }
        }
        return {};
    }

    // A finalist, where it still earns under stress.
    [[nodiscard]] Status consider(std::size_t place) {
        const CampaignTrial& trial = result_.trials[place];
        if (trial.appraisal.fate != TrialFate::candidate) {
            return {};
        }
        EpochRuns explore{
            .plain = std::move(runs_[place]), .at_double_cost = {}, .one_bar_late = {}};
        for (const auto& [stress, into] :
             {std::pair(Stress::double_cost, &explore.at_double_cost),
              std::pair(Stress::one_bar_late, &explore.one_bar_late)}) {
            rest();
            auto run = desks_.front().run(trial.family, trial.ticks, options_.explore, stress);
            if (!run) {
                return fail(std::move(run).error());
            }
            if (!earns(*run, rules_of(trial.family).lending_rate)) {
                return {};
            }
            *into = *std::move(run);
        }
        result_.finalists.push_back({.trial = place, .explore = std::move(explore)});
        return {};
    }

    const CampaignParts& parts_;
    const CampaignOptions& options_;
    const CampaignWatch& watch_;
    std::vector<TrialDesk> desks_;  // one a worker
    std::vector<brain::Family> spaces_;
    std::vector<brain::Outcome> outcomes_;
    std::set<std::pair<std::size_t, brain::Ticks>> tried_;
    std::vector<std::vector<float>> days_;  // by trial
    std::vector<double> means_;             // of the days, in the same unit
    std::vector<TrialRun> runs_;            // by trial; empty but for those that earned
    std::optional<double> best_;
    CampaignResult result_;
};

}  // namespace

Result<CampaignResult> run_campaign(const CampaignParts& parts,
                                    const CampaignOptions& options,
                                    const CampaignWatch& watch) {
    if (parts.families.empty() || options.budget == 0 || options.batch == 0 ||
        options.finalists_max == 0) {
        return fail(ErrorCode::invalid_argument,
                    "a campaign without families, budget, batch or finalists",
                    "each is at least 1");
    }
    for (const SearchFamily& family : parts.families) {
        for (const Market* market : family.markets) {
            const BacktestPlan& plan = market->plan();
            if (options.explore.from < plan.data_from || options.explore.to > plan.to) {
                return fail(ErrorCode::data_missing,
                            family.space.name + ": explore is from " +
                                iso_text(options.explore.from) + " to " +
                                iso_text(options.explore.to) + ", the history from " +
                                iso_text(plan.data_from) + " to " + iso_text(plan.to),
                            "import more, or give the campaign a shorter time");
            }
        }
    }
    return Search(parts, options, watch).run();
}

}  // namespace tradelab

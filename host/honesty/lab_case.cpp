#include "honesty/lab_case.hpp"

#include "brain/council.hpp"
#include "campaign/pooled.hpp"
#include "gate/gate.hpp"
#include "gate/look_figures.hpp"
#include "honesty/adversary.hpp"
#include "statistics/sharpe_inference.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

constexpr std::size_t bars_per_year = 365 * 3;

// Markets of one lab have seeds side by side, and those of its continuation lie far from any lab's.
constexpr std::uint64_t symbols_max = 16;
constexpr std::uint64_t continuation = std::uint64_t{1} << 48U;

// So many stretches of ten years: a Sharpe ratio of 160 years has an error of 0.08.
constexpr std::uint64_t truth_stretches = 16;
constexpr std::size_t truth_years = 10;

constexpr double sharpe_of_note = 1;
constexpr double probability_of_note = 0.95;

BaselineVotes votes_of(const CampaignResult& result, const GateInput& input) {
    BaselineVotes votes;
    for (const CampaignTrial& trial : result.trials) {
        votes.best_sharpe =
            votes.best_sharpe || trial.appraisal.annual_sharpe.value_or(0) >= sharpe_of_note;
    }
    for (const Finalist& one : input.finalists) {
        const auto later = annual_sharpe(one.walk_forward.returns);
        votes.best_on_validation = votes.best_on_validation || later.value_or(0) >= sharpe_of_note;
        votes.any_improvement = votes.any_improvement || later.value_or(0) > 0;
        const auto sample = sharpe_sample(one.explore.returns);
        const auto probability = sample ? probabilistic_sharpe(*sample, 0) : std::nullopt;
        votes.probabilistic = votes.probabilistic || probability.value_or(0) >= probability_of_note;
    }
    return votes;
}

}  // namespace

Result<std::vector<std::unique_ptr<Market>>> LabCase::markets(std::uint64_t first_seed,
                                                              std::size_t bars) const {
    std::vector<std::unique_ptr<Market>> out;
    std::optional<PlantedEdge> edge;
    if (setting_.edge) {
        edge = PlantedEdge{.rule = random_rule(*setting_.edge, seed_), .sharpe = setting_.sharpe};
    }
    for (std::uint32_t symbol = 0; symbol < setting_.symbols; ++symbol) {
        const MarketRecipe recipe{.family = setting_.family,
                                  .edge = edge,
                                  .bars = bars,
                                  .seed = first_seed * symbols_max + symbol};
        auto market = market_of(path_of(recipe, kit_->base()));
        if (!market) {
            return fail(std::move(market).error());
        }
        out.push_back(std::make_unique<Market>(*std::move(market)));
    }
    return out;
}

Result<LabCase> LabCase::search(const LabKit& kit, const LabSetting& setting, std::uint64_t seed) {
    const UnixNanos from(1'577'836'800'000'000'000);
    const std::size_t bars = setting.years * bars_per_year;
    const auto epochs = Epochs::make({.from = from,
                                      .to = from + std::chrono::hours(8) * bars,
                                      .embargo = {},
                                      .shares = setting.shares});
    if (!epochs) {
        return fail(epochs.error());
    }
    LabCase out(kit, setting, seed, *epochs);
    auto markets = out.markets(seed, bars);
    if (!markets) {
        return fail(std::move(markets).error());
    }
    out.markets_ = *std::move(markets);
    std::vector<const Market*> borrowed;
    for (const auto& market : out.markets_) {
        borrowed.push_back(market.get());
    }
    auto families = kit.families(borrowed);
    if (!families) {
        return fail(std::move(families).error());
    }
    out.families_ = *std::move(families);
    out.options_ = {.seed = seed,
                    .budget = setting.trials,
                    .batch = setting.batch,
                    .finalists_max = setting.finalists,
                    .trades_min = trades_needed(*epochs, setting.rules.minimum),
                    .explore = stretch_of(*epochs, Epoch::explore),
                    .run = kit.options()};
    Adversary adversary;
    const auto council = brain::make_council({});
    brain::Proposer& author =
        setting.author == Author::adversary ? static_cast<brain::Proposer&>(adversary) : *council;
    auto result = run_campaign(
        {.families = out.families_, .proposer = author, .venues = kit.venues()}, out.options_, {});
    if (!result) {
        return fail(std::move(result).error());
    }
    out.result_ = *std::move(result);
    return out;
}

Result<LabOutcome> LabCase::judge(const GateRules& rules, double joint_level) const {
    LabOutcome out{.trials = result_.trials.size(), .clusters = result_.clusters};
    const auto ensembles = setting_.testing == LabSetting::Testing::together ? one_ensemble(result_)
                                                                             : singles(result_);
    const EvidenceRequest request{.families = families_,
                                  .venues = kit_->venues(),
                                  .run = options_.run,
                                  .result = result_,
                                  .epochs = epochs_,
                                  .ensembles = ensembles};
    auto input = gate_input_of(request);
    if (!input) {
        return fail(input.error());
    }
    input->figures = GateFigures::deciding;
    out.baselines = votes_of(result_, *input);
    if (input->finalists.empty()) {
        return out;
    }
    std::size_t candidate = 0;
    const auto open_vault = [&](std::size_t finalist, const FirstLook&) {
        out.passed_first_look = true;
        candidate = finalist;
        return vault_evidence_of(request, finalist);
    };
    const auto verdict =
        tradelab::judge(*input,
                        rules,
                        {.days = epochs_.days(Epoch::vault), .joint_level = joint_level},
                        open_vault);
    if (!verdict) {
        return fail(verdict.error());
    }
    out.reason = verdict->reason;
    out.promoted = verdict->reason == GateReason::proven;
    if (out.promoted) {
        out.promised = verdict->promised ? std::optional(verdict->promised->median) : std::nullopt;
        const auto truth = truth_of(ensembles[candidate]);
        if (!truth) {
            return fail(truth.error());
        }
        out.truth = *truth;
    }
    return out;
}

Result<std::vector<double>> LabCase::truths() const {
    std::vector<double> out;
    auto ensembles = singles(result_);
    ensembles.push_back(one_ensemble(result_).front());
    for (const Ensemble& ensemble : ensembles) {
        const auto truth = truth_of(ensemble);
        if (!truth) {
            return fail(truth.error());
        }
        out.push_back(truth->value_or(0));
    }
    return out;
}

Result<std::optional<double>> LabCase::truth_of(const Ensemble& ensemble) const {
    std::vector<double> days;
    for (std::uint64_t stretch = 0; stretch < truth_stretches; ++stretch) {
        auto held =
            markets(continuation + seed_ * truth_stretches + stretch, truth_years * bars_per_year);
        if (!held) {
            return fail(std::move(held).error());
        }
        std::vector<const Market*> borrowed;
        for (const auto& market : *held) {
            borrowed.push_back(market.get());
        }
        std::vector<SearchFamily> families = families_;
        for (SearchFamily& family : families) {
            family.markets = borrowed;
        }
        TrialDesk desk(families, kit_->venues(), kit_->options());
        const BacktestPlan& plan = held->front()->plan();
        std::vector<TrialRun> runs;
        for (const std::size_t member : ensemble.members) {
            const CampaignTrial& trial = result_.trials[result_.finalists[member].trial];
            auto run = desk.run(trial.family, trial.ticks, {.from = plan.from, .to = plan.to});
            if (!run) {
                return fail(std::move(run).error());
            }
            runs.push_back(*std::move(run));
        }
        const TrialRun all = pooled(std::move(runs));
        days.insert(days.end(), all.returns.values.begin(), all.returns.values.end());
    }
    return annual_sharpe(days);
}

Result<LabOutcome> run_lab(const LabKit& kit, const LabSetting& setting, std::uint64_t seed) {
    const auto found = LabCase::search(kit, setting, seed);
    if (!found) {
        return fail(found.error());
    }
    return found->judge(setting.rules, setting.joint_level);
}

}  // namespace tradelab

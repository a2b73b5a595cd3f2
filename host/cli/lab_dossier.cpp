#include "cli/lab_dossier.hpp"

#include "brain/space.hpp"
#include "campaign/evidence.hpp"
#include "lab/regimes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace tradelab {
namespace {

constexpr std::size_t bins_max = 6;
constexpr std::size_t id_shown = 12;

std::int64_t share_of(Cash sum, std::size_t members) {
    return sum.mantissa() / static_cast<std::int64_t>(members);
}

// Each member has an equal share of the capital; what it did with all of it is in the sums.
DossierEpoch epoch_of(Epoch epoch, const TrialRun& run, std::size_t members) {
    return {.name = epoch == Epoch::walk_forward ? "walk-forward" : std::string(epoch_text(epoch)),
            .first_day = run.returns.first_day,
            .returns = run.returns.values,
            .trades = run.conduct.trades,
            .fees = Cash(share_of(run.costs.fees, members)),
            .slippage = Cash(share_of(run.costs.slippage, members)),
            .funding = Cash(share_of(run.costs.funding, members)),
            .net = Cash(share_of(run.costs.net, members))};
}

// The trials that it was made from, and the parameter file that its family began with; that may
// have been made from others itself.
std::string lineage_of(const CampaignTrial& trial, const SearchFamily& family) {
    std::string out;
    for (const std::uint64_t parent : trial.parents) {
        out += (out.empty() ? "trial " : ", ") + std::to_string(parent);
    }
    if (!family.file) {
        return out;
    }
    out += (out.empty() ? "the file " : "; the file ") + family.file->name + " (" +
           identity_of(*family.file).substr(0, id_shown) + ")";
    std::string parents;
    for (const std::string& parent : family.file->parents) {
        parents += (parents.empty() ? ", itself made from " : ", ") + parent.substr(0, id_shown);
    }
    return out + parents;
}

DossierMember member_of(const JudgedCampaign& judged, std::size_t place) {
    const CampaignTrial& trial = judged.result.trials[judged.result.finalists[place].trial];
    const SearchFamily& family = judged.setup.families[trial.family];
    DossierMember out{.name = judged.subject.files[place].name,
                      .arm = trial.arm,
                      .rationale = trial.rationale,
                      .lineage = lineage_of(trial, family),
                      .trial = trial.number,
                      .explore_sharpe = trial.appraisal.annual_sharpe,
                      .parameters = {}};
    for (std::size_t at = 0; at < family.space.parameters.size(); ++at) {
        const Parameter& parameter = family.space.parameters[at];
        out.parameters.emplace_back(parameter.name, value_text(parameter, trial.ticks[at]));
    }
    return out;
}

// Values of one parameter, put together so that each has about as many trials.
class Bins {
public:
    explicit Bins(std::vector<std::int64_t> values) {
        std::ranges::sort(values);
        const std::set<std::int64_t> distinct(values.begin(), values.end());
        if (distinct.size() <= bins_max) {
            firsts_.assign(distinct.begin(), distinct.end());
        } else {
            std::set<std::int64_t> firsts;
            for (std::size_t bin = 0; bin < bins_max; ++bin) {
                firsts.insert(values[bin * values.size() / bins_max]);
            }
            firsts_.assign(firsts.begin(), firsts.end());
        }
        last_ = values.back();
    }

    [[nodiscard]] std::size_t size() const { return firsts_.size(); }
    [[nodiscard]] std::size_t of(std::int64_t value) const {
        const auto above = std::ranges::upper_bound(firsts_, value);
        return static_cast<std::size_t>(above - firsts_.begin()) - 1;
    }
    [[nodiscard]] std::vector<std::string> names(const Parameter& parameter) const {
        std::vector<std::string> out;
        for (std::size_t at = 0; at < firsts_.size(); ++at) {
            const std::int64_t last = at + 1 < firsts_.size() ? firsts_[at + 1] - 1 : last_;
            out.push_back(value_text(parameter, firsts_[at]) +
                          (last > firsts_[at] ? " to " + value_text(parameter, last) : ""));
        }
        return out;
    }

private:
    std::vector<std::int64_t> firsts_;
    std::int64_t last_ = 0;
};

// The two parameters of which most different values were tried.
std::optional<std::pair<std::size_t, std::size_t>> axes_of(
    const brain::Family& family, const std::vector<const CampaignTrial*>& trials) {
    const brain::Space space(family);
    std::vector<std::pair<std::size_t, std::size_t>> varied;  // values, parameter
    for (const std::size_t parameter : space.free()) {
        std::set<std::int64_t> values;
        for (const CampaignTrial* trial : trials) {
            values.insert(trial->ticks[parameter]);
        }
        varied.emplace_back(values.size(), parameter);
    }
    std::ranges::sort(varied, [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    if (varied.size() < 2 || varied[1].first < 2) {
        return std::nullopt;
    }
    return std::pair(varied[0].second, varied[1].second);
}

std::optional<DossierPlateau> plateau_of(const JudgedCampaign& judged,
                                         const CampaignTrial& chosen) {
    const brain::Family& family = judged.setup.families[chosen.family].space;
    std::vector<const CampaignTrial*> trials;
    for (const CampaignTrial& trial : judged.result.trials) {
        if (trial.family == chosen.family && trial.appraisal.annual_sharpe) {
            trials.push_back(&trial);
        }
    }
    const auto axes = axes_of(family, trials);
    if (!axes) {
        return std::nullopt;
    }
    const auto [x, y] = *axes;
    const auto bins_of = [&](std::size_t parameter) {
        std::vector<std::int64_t> values;
        for (const CampaignTrial* trial : trials) {
            values.push_back(trial->ticks[parameter]);
        }
        return Bins(std::move(values));
    };
    const Bins across = bins_of(x);
    const Bins up = bins_of(y);
    DossierPlateau out{.family = family.name,
                       .across = family.parameters[x].name,
                       .up = family.parameters[y].name,
                       .columns = across.names(family.parameters[x]),
                       .rows = up.names(family.parameters[y]),
                       .cells = {},
                       .row = up.of(chosen.ticks[y]),
                       .column = across.of(chosen.ticks[x])};
    out.cells.resize(up.size(), std::vector<DossierPlateau::Cell>(across.size()));
    for (const CampaignTrial* trial : trials) {
        DossierPlateau::Cell& cell = out.cells[up.of(trial->ticks[y])][across.of(trial->ticks[x])];
        cell.trials += 1;
        cell.mean_sharpe +=
            (*trial->appraisal.annual_sharpe - cell.mean_sharpe) / static_cast<double>(cell.trials);
    }
    return out;
}

DossierNeighbours neighbours_of(const Explanation& explanation) {
    DossierNeighbours out{.own = explanation.sharpe, .rows = {}};
    for (const NeighbourEvidence& one : explanation.neighbours) {
        if (out.rows.empty() || out.rows.back().parameter != one.parameter) {
            out.rows.push_back({.parameter = one.parameter, .sharpe = {}});
        }
        // One that never moved has earned nothing; of one that failed nobody knows.
        out.rows.back().sharpe.emplace(
            one.ticks,
            one.why_failed.empty() ? std::optional(one.sharpe.value_or(0)) : std::nullopt);
    }
    return out;
}

// By the regime that was known at the close of the day before.
std::vector<DossierRegime> regimes_in(const Dossier& dossier, const Market& market) {
    const auto days = market.daily_closes();
    std::vector<double> closes;
    for (const Market::DayClose& day : days) {
        closes.push_back(day.close);
    }
    const auto labels = regimes_of(closes);
    std::map<std::int64_t, Regime> known;
    for (std::size_t at = 0; at < days.size(); ++at) {
        known.emplace(days[at].day + 1, labels[at]);
    }
    std::vector<DossierRegime> out;
    for (const std::string& name : regime_names()) {
        out.push_back({.name = name, .returns = {}});
    }
    for (const DossierEpoch& epoch : dossier.epochs) {
        for (std::size_t at = 0; at < epoch.returns.size(); ++at) {
            // What was known last: a day without a close tells nothing new.
            const auto later = known.upper_bound(epoch.first_day + static_cast<std::int64_t>(at));
            const Regime regime = later == known.begin() ? Regime::early : std::prev(later)->second;
            out[static_cast<std::size_t>(regime)].returns.push_back(epoch.returns[at]);
        }
    }
    std::erase_if(out, [](const DossierRegime& one) { return one.returns.empty(); });
    return out;
}

std::vector<std::pair<std::string, std::uint64_t>> fates_of(const FateCounts& counts) {
    return {{"tried on explore", counts.tried},
            {"failed to run", counts.failed},
            {"lost before costs", counts.lost},
            {"killed by costs", counts.costs},
            {"killed by the correction", counts.correction},
            {"not enough data", counts.not_enough_data},
            {"proven", counts.proven}};
}

std::vector<std::pair<std::string, std::uint64_t>> arms_of(const CampaignResult& result) {
    std::map<std::string, std::uint64_t> counts;
    for (const CampaignTrial& trial : result.trials) {
        ++counts[trial.arm];
    }
    return {counts.begin(), counts.end()};
}

std::vector<std::pair<std::string, std::string>> bound_to(const JudgementSubject& subject) {
    const VaultBinding& binding = subject.binding;
    return {{"campaign", subject.campaign},
            {"plugins", binding.plugin},
            {"data", binding.data},
            {"limits", binding.limits},
            {"venue", binding.venue},
            {"epochs", binding.epochs},
            {"rules of the gate", binding.rules},
            {"engine", binding.engine},
            {"fill model", binding.fill_model}};
}

}  // namespace

Result<Dossier> dossier_of(const JudgedCampaign& judged) {
    const auto& [setup, result, judgement, subject] = judged;
    const auto ensembles = singles(result);
    const EvidenceRequest request{.families = setup.families,
                                  .venues = setup.venues,
                                  .run = setup.options.run,
                                  .result = result,
                                  .epochs = setup.epochs,
                                  .ensembles = ensembles};
    Dossier out;
    out.id = judgement.verdict_id;
    out.document = *judgement.document;
    out.origin =
        setup.basis == VerdictBasis::recorded ? DataOrigin::recorded : DataOrigin::synthetic;
    out.asset = "USDT";
    out.capital = setup.options.run.capital;
    out.seed = setup.options.seed;
    for (const Epoch epoch : {Epoch::explore, Epoch::walk_forward, Epoch::vault}) {
        if (epoch == Epoch::vault && out.document.binding.empty()) {
            continue;
        }
        const auto run = run_of_members(request, judgement.members, epoch);
        if (!run) {
            return fail(run.error(), "dossier");
        }
        out.epochs.push_back(epoch_of(epoch, *run, judgement.members.size()));
    }
    for (const std::size_t member : judgement.members) {
        out.members.push_back(member_of(judged, member));
    }
    const CampaignTrial& first = result.trials[result.finalists[judgement.members.front()].trial];
    out.plateau = plateau_of(judged, first);
    out.neighbours = neighbours_of(judgement.explanation);
    out.regimes = regimes_in(out, *setup.families[first.family].markets.front());
    out.fates = fates_of(judgement.counts);
    out.fates.emplace_back("neighbours run after the choice, to explain it",
                           judgement.explanation.neighbours_run);
    out.arms = arms_of(result);
    out.bound_to = bound_to(subject);
    return out;
}

}  // namespace tradelab

#include "campaign/evidence.hpp"

#include "campaign/holding.hpp"
#include "campaign/pooled.hpp"
#include "core/check.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

Result<EpochRuns> runs_of(TrialDesk& desk, const CampaignTrial& trial, Stretch stretch) {
    auto plain = desk.run(trial.family, trial.ticks, stretch);
    auto costly = desk.run(trial.family, trial.ticks, stretch, Stress::double_cost);
    auto late = desk.run(trial.family, trial.ticks, stretch, Stress::one_bar_late);
    for (auto* one : {&plain, &costly, &late}) {
        if (!*one) {
            return fail(std::move(*one).error());
        }
    }
    return EpochRuns{.plain = *std::move(plain),
                     .at_double_cost = *std::move(costly),
                     .one_bar_late = *std::move(late)};
}

EpochRuns together(std::vector<EpochRuns> all) {
    std::vector<TrialRun> plain;
    std::vector<TrialRun> costly;
    std::vector<TrialRun> late;
    for (EpochRuns& one : all) {
        plain.push_back(std::move(one.plain));
        costly.push_back(std::move(one.at_double_cost));
        late.push_back(std::move(one.one_bar_late));
    }
    return {.plain = pooled(std::move(plain)),
            .at_double_cost = pooled(std::move(costly)),
            .one_bar_late = pooled(std::move(late))};
}

std::uint64_t scaled_up(std::uint32_t count, std::uint32_t days, std::uint32_t of_days) {
    return (std::uint64_t{count} * days + of_days - 1) / of_days;
}

void rest(const EvidenceRequest& request) {
    if (request.before_run) {
        request.before_run();
    }
}

std::vector<const Market*> traded_by(const EvidenceRequest& request, const Ensemble& ensemble) {
    std::vector<const Market*> out;
    for (const std::size_t member : ensemble.members) {
        const CampaignTrial& trial = request.result.trials[request.result.finalists[member].trial];
        for (const Market* market : request.families[trial.family].markets) {
            if (std::ranges::find(out, market) == out.end()) {
                out.push_back(market);
            }
        }
    }
    return out;
}

// An ensemble is a carry where every member is one.
EvidenceClass class_of(const EvidenceRequest& request, const Ensemble& ensemble) {
    const bool all_pairs = std::ranges::all_of(ensemble.members, [&](std::size_t member) {
        const std::size_t place = request.result.finalists[member].trial;
        const std::size_t family = request.result.trials[place].family;
        return evidence_class_of(request.families[family]) == EvidenceClass::carry;
    });
    return all_pairs ? EvidenceClass::carry : EvidenceClass::trading;
}

}  // namespace

Stretch stretch_of(const Epochs& epochs, Epoch epoch) {
    const EpochSpan span = epochs.span(epoch);
    return {.from = span.from, .to = span.to};
}

std::uint64_t trades_needed(const Epochs& epochs, const MinimumEvidence& minimum) {
    const std::uint32_t explore = epochs.days(Epoch::explore);
    const std::uint32_t walk_forward = epochs.days(Epoch::walk_forward);
    return std::max(scaled_up(minimum.trades_walk_forward, explore, walk_forward),
                    scaled_up(minimum.trades_total, explore, explore + walk_forward));
}

std::uint64_t settlements_needed(const Epochs& epochs, const MinimumEvidence& minimum) {
    const std::uint32_t explore = epochs.days(Epoch::explore);
    const std::uint32_t walk_forward = epochs.days(Epoch::walk_forward);
    return std::max(scaled_up(minimum.intervals_walk_forward, explore, walk_forward),
                    scaled_up(minimum.intervals_total, explore, explore + walk_forward));
}

EpochEvidence evidence_of(const EpochRuns& runs) {
    const Conduct& conduct = runs.plain.conduct;
    return {.returns = runs.plain.returns.values,
            .at_double_cost = runs.at_double_cost.returns.values,
            .one_bar_late = runs.one_bar_late.returns.values,
            .activity = {.trades = static_cast<std::uint32_t>(conduct.trades),
                         .losing_trades = static_cast<std::uint32_t>(conduct.losing_trades),
                         .active_weeks = static_cast<std::uint32_t>(conduct.weeks_traded),
                         .funding_intervals = static_cast<std::uint32_t>(conduct.settlements),
                         .hedge_error = conduct.hedge_error}};
}

std::vector<Ensemble> one_ensemble(const CampaignResult& result) {
    std::vector<Ensemble> out;
    for (std::size_t at = 0; at < result.finalists.size(); ++at) {
        out.resize(1);
        out.front().members.push_back(at);
    }
    return out;
}

std::vector<Ensemble> singles(const CampaignResult& result) {
    std::vector<Ensemble> out;
    for (std::size_t at = 0; at < result.finalists.size(); ++at) {
        out.push_back({.members = {at}});
    }
    return out;
}

Result<GateInput> gate_input_of(const EvidenceRequest& request) {
    const CampaignResult& result = request.result;
    TrialDesk desk(request.families, request.venues, request.run);
    const Stretch walk_forward = stretch_of(request.epochs, Epoch::walk_forward);
    std::vector<EpochRuns> later;
    for (const CampaignFinalist& one : result.finalists) {
        rest(request);
        auto runs = runs_of(desk, result.trials[one.trial], walk_forward);
        if (!runs) {
            return fail(std::move(runs).error(), "walk-forward");
        }
        later.push_back(*std::move(runs));
    }
    GateInput input;
    input.trials = result.trials.size();
    input.clusters = result.clusters;
    input.cluster_returns = result.cluster_days;
    if (!later.empty()) {
        input.hold_walk_forward =
            held_all_the_time(markets_of(request.families), later.front().plain.returns);
    }
    for (const Ensemble& ensemble : request.ensembles) {
        std::vector<EpochRuns> explore;
        std::vector<EpochRuns> clean;
        Finalist& finalist = input.finalists.emplace_back();
        for (const std::size_t member : ensemble.members) {
            explore.push_back(result.finalists[member].explore);
            clean.push_back(later[member]);
        }
        finalist.evidence_class = class_of(request, ensemble);
        const EpochRuns before = together(std::move(explore));
        finalist.id = before.plain.result_hash;
        finalist.explore = evidence_of(before);
        finalist.hold =
            held_all_the_time(traded_by(request, ensemble), clean.front().plain.returns);
        finalist.walk_forward = evidence_of(together(std::move(clean)));
    }
    return input;
}

Result<VaultEvidence> vault_evidence_of(const EvidenceRequest& request, std::size_t ensemble) {
    TL_CHECK(ensemble < request.ensembles.size());
    TrialDesk desk(request.families, request.venues, request.run);
    const Stretch vault = stretch_of(request.epochs, Epoch::vault);
    std::vector<EpochRuns> all;
    for (const std::size_t member : request.ensembles[ensemble].members) {
        const CampaignTrial& trial = request.result.trials[request.result.finalists[member].trial];
        rest(request);
        auto runs = runs_of(desk, trial, vault);
        if (!runs) {
            return fail(std::move(runs).error(), "vault");
        }
        all.push_back(*std::move(runs));
    }
    auto held = held_all_the_time(traded_by(request, request.ensembles[ensemble]),
                                  all.front().plain.returns);
    return VaultEvidence{.vault = evidence_of(together(std::move(all))), .hold = std::move(held)};
}

Result<TrialRun> run_of_members(const EvidenceRequest& request,
                                std::span<const std::size_t> members,
                                Epoch epoch) {
    TrialDesk desk(request.families, request.venues, request.run);
    const Stretch stretch = stretch_of(request.epochs, epoch);
    std::vector<TrialRun> all;
    for (const std::size_t member : members) {
        const CampaignTrial& trial = request.result.trials[request.result.finalists[member].trial];
        rest(request);
        auto run = desk.run(trial.family, trial.ticks, stretch);
        if (!run) {
            return fail(std::move(run).error(), epoch_text(epoch));
        }
        all.push_back(*std::move(run));
    }
    return pooled(std::move(all));
}

}  // namespace tradelab

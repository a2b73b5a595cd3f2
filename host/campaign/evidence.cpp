#include "campaign/evidence.hpp"

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

std::uint64_t scaled_up(std::uint32_t count, std::uint32_t days, std::uint32_t of_days) {
    return (std::uint64_t{count} * days + of_days - 1) / of_days;
}

// Whoever holds two instruments at once is paid by the interval, not by the trade.
EvidenceClass class_of(std::span<const SearchFamily> families, const CampaignResult& result) {
    const bool all_pairs = std::ranges::all_of(result.finalists, [&](const CampaignFinalist& one) {
        const std::size_t family = result.trials[one.trial].family;
        return families[family].candidate.roles.size() > 1;
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

EpochEvidence evidence_of(const EpochRuns& runs) {
    const Conduct& conduct = runs.plain.conduct;
    return {.returns = runs.plain.returns.values,
            .at_double_cost = runs.at_double_cost.returns.values,
            .one_bar_late = runs.one_bar_late.returns.values,
            .activity = {.trades = static_cast<std::uint32_t>(conduct.trades),
                         .active_weeks = static_cast<std::uint32_t>(conduct.weeks_traded),
                         .funding_intervals = static_cast<std::uint32_t>(conduct.settlements)}};
}

Result<GateInput> gate_input_of(const EvidenceRequest& request) {
    const CampaignResult& result = request.result;
    TrialDesk desk(request.families, request.venues, request.run);
    GateInput input;
    input.evidence_class = class_of(request.families, result);
    input.trials = result.trials.size();
    input.clusters = result.clusters;
    for (const CampaignFinalist& one : result.finalists) {
        const CampaignTrial& trial = result.trials[one.trial];
        const auto runs = runs_of(desk, trial, stretch_of(request.epochs, Epoch::walk_forward));
        if (!runs) {
            return fail(runs.error(), "walk-forward");
        }
        Finalist& finalist = input.finalists.emplace_back();
        finalist.id = trial.result_hash;
        finalist.explore = evidence_of({.plain = one.explore,
                                        .at_double_cost = one.at_double_cost,
                                        .one_bar_late = one.one_bar_late});
        finalist.walk_forward = evidence_of(*runs);
        finalist.score = trial.appraisal.annual_sharpe.value_or(0);
    }
    return input;
}

Result<VaultEvidence> vault_evidence_of(const EvidenceRequest& request, std::size_t finalist) {
    TL_CHECK(finalist < request.result.finalists.size());
    const CampaignTrial& trial = request.result.trials[request.result.finalists[finalist].trial];
    TrialDesk desk(request.families, request.venues, request.run);
    const auto runs = runs_of(desk, trial, stretch_of(request.epochs, Epoch::vault));
    if (!runs) {
        return fail(runs.error(), "vault");
    }
    return VaultEvidence{.vault = evidence_of(*runs), .hold = {}};
}

}  // namespace tradelab

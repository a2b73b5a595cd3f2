#include "campaign/judgement.hpp"

#include "document/sha256.hpp"
#include "gate/hearing.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

FateCounts counts_of(const CampaignResult& result) {
    FateCounts out{.tried = result.trials.size()};
    for (const CampaignTrial& trial : result.trials) {
        switch (trial.appraisal.fate) {
            case TrialFate::candidate:
                out.correction += 1;
                break;
            case TrialFate::costs:
                out.costs += 1;
                break;
            case TrialFate::loss:
                out.lost += 1;
                break;
            case TrialFate::idle:
                out.not_enough_data += 1;
                break;
            case TrialFate::failed:
                out.failed += 1;
                break;
        }
    }
    return out;
}

// The finalists made money on explore; the gate says what became of those that it spoke of.
void move_judged(FateCounts& counts, const GateVerdict& verdict, std::size_t members) {
    const std::uint64_t moved = std::min<std::uint64_t>(counts.correction, members);
    std::uint64_t* to = nullptr;
    if (verdict.outcome == GateOutcome::pass) {
        to = &counts.proven;
    } else if (verdict.outcome == GateOutcome::not_enough_data) {
        to = &counts.not_enough_data;
    } else if (verdict.reason == GateReason::costs) {
        to = &counts.costs;
    }
    if (to != nullptr) {
        counts.correction -= moved;
        *to += moved;
    }
}

// By what trades: told in other words it would be the same look.
std::string parameters_of(const std::vector<ParameterFile>& files,
                          const std::vector<std::size_t>& members) {
    if (members.size() == 1) {
        return substance_of(files[members.front()]);
    }
    std::string all;
    for (const std::size_t member : members) {
        all += substance_of(files[member]) + "\n";
    }
    return sha256_hex(all);
}

std::string name_of(const std::vector<ParameterFile>& files,
                    const std::vector<std::size_t>& members) {
    std::string name = files[members.front()].name;
    return members.size() == 1 ? name : name + "+" + std::to_string(members.size() - 1);
}

Status stop_if_interrupted(const JudgementRecord& record) {
    if (record.is_interrupted && record.is_interrupted()) {
        return fail(ErrorCode::interrupted, "the campaign was interrupted before its vault");
    }
    return {};
}

HearingParties parties_of(const EvidenceRequest& request,
                          const JudgementSubject& subject,
                          const JudgementRecord& record) {
    return {
        .name =
            [&](std::size_t at) { return name_of(subject.files, request.ensembles[at].members); },
        .binding =
            [&](std::size_t at) {
                VaultBinding binding = subject.binding;
                binding.parameters = parameters_of(subject.files, request.ensembles[at].members);
                return binding;
            },
        .explain =
            [&](std::size_t at) {
                return explanation_of(
                    request,
                    at,
                    explanation_options(
                        subject,
                        {.keep = record.keep_trials, .is_interrupted = record.is_interrupted}));
            },
        .before_opening = [&](const FirstLook& look) -> Status {
            if (record.before_opening) {
                record.before_opening(look);
            }
            return stop_if_interrupted(record);
        },
        .read_vault = [&](std::size_t at,
                          const FirstLook&) { return vault_evidence_of(request, at); }};
}

}  // namespace

ExplanationOptions explanation_options(const JudgementSubject& subject, ExplanationWatch watch) {
    return {.rules = subject.rules,
            .seed = subject.seed,
            .campaign = watch.keep ? std::optional(subject.campaign) : std::nullopt,
            .keep = std::move(watch.keep),
            .is_interrupted = std::move(watch.is_interrupted)};
}

Result<Judgement> judge_campaign(const EvidenceRequest& request,
                                 const JudgementSubject& subject,
                                 const JudgementRecord& record) {
    Judgement out{.counts = counts_of(request.result),
                  .document = {},
                  .verdict_id = {},
                  .members = {},
                  .explanation = {}};
    if (request.ensembles.empty()) {
        return out;
    }
    auto input = gate_input_of(request);
    if (!input) {
        return fail(std::move(input).error());
    }
    if (auto goes_on = stop_if_interrupted(record); !goes_on) {
        return fail(std::move(goes_on).error());
    }
    if (record.before_hearing) {
        if (auto may = record.before_hearing(); !may) {
            return fail(std::move(may).error());
        }
    }
    auto heard = hear(record.lifetime,
                      record.verdicts,
                      {.campaign = subject.campaign,
                       .basis = subject.basis,
                       .now = record.now,
                       .epochs = request.epochs,
                       .rules = subject.rules,
                       .input = *std::move(input),
                       .vault_days = request.epochs.days(Epoch::vault)},
                      parties_of(request, subject, record));
    if (!heard) {
        return fail(std::move(heard).error());
    }
    out.members = request.ensembles[heard->candidate].members;
    out.verdict_id = std::move(heard->id);
    move_judged(out.counts, heard->document.verdict, out.members.size());
    out.document = std::move(heard->document);
    out.explanation = std::move(heard->explanation);
    return out;
}

}  // namespace tradelab

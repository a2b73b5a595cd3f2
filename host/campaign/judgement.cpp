#include "campaign/judgement.hpp"

#include "document/sha256.hpp"
#include "gate/gate.hpp"

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

std::string parameters_of(const std::vector<ParameterFile>& files,
                          const std::vector<std::size_t>& members) {
    if (members.size() == 1) {
        return identity_of(files[members.front()]);
    }
    std::string all;
    for (const std::size_t member : members) {
        all += identity_of(files[member]) + "\n";
    }
    return sha256_hex(all);
}

std::string name_of(const std::vector<ParameterFile>& files,
                    const std::vector<std::size_t>& members) {
    std::string name = files[members.front()].name;
    return members.size() == 1 ? name : name + "+" + std::to_string(members.size() - 1);
}

}  // namespace

Result<Judgement> judge_campaign(const EvidenceRequest& request,
                                 const JudgementSubject& subject,
                                 const JudgementRecord& record) {
    Judgement out{
        .counts = counts_of(request.result), .document = {}, .verdict_id = {}, .members = {}};
    if (request.ensembles.empty()) {
        return out;
    }
    const auto input = gate_input_of(request);
    if (!input) {
        return fail(input.error());
    }
    const auto grant = record.lifetime.grant(subject.campaign, record.now);
    if (!grant) {
        return fail(grant.error());
    }
    VaultBinding binding = subject.binding;
    bool is_open = false;
    const auto open_vault = [&](std::size_t at, const FirstLook& look) -> Result<VaultEvidence> {
        binding.parameters = parameters_of(subject.files, request.ensembles[at].members);
        const auto power = static_cast<std::uint32_t>(look.power.at_walk_forward_sharpe * 1000);
        if (auto opened = record.lifetime.open_vault(*grant, binding, power, record.now); !opened) {
            return fail(std::move(opened).error());
        }
        is_open = true;
        return vault_evidence_of(request, at);
    };
    const VaultPlan plan{.days = request.epochs.days(Epoch::vault), .joint_level = grant->level};
    const auto verdict = judge(*input, subject.rules, plan, open_vault);
    if (!verdict) {
        return fail(verdict.error());
    }
    const auto at = std::ranges::find(input->finalists, verdict->candidate, &Finalist::id);
    const auto place = at == input->finalists.end()
                           ? std::size_t{0}
                           : static_cast<std::size_t>(at - input->finalists.begin());
    out.members = request.ensembles[place].members;
    out.document = VerdictDocument{.campaign = subject.campaign,
                                   .strategy = name_of(subject.files, out.members),
                                   .basis = subject.basis,
                                   .judged_at = record.now,
                                   .test = grant->test,
                                   .binding = is_open ? binding.hash() : "",
                                   .epochs = request.epochs.text(),
                                   .rules = subject.rules.text(),
                                   .verdict = *verdict};
    auto id = record.verdicts.put(*out.document);
    if (!id) {
        return fail(std::move(id).error());
    }
    out.verdict_id = *std::move(id);
    const bool promoted = verdict->outcome == GateOutcome::pass;
    if (auto ended = record.lifetime.conclude(
            *grant,
            out.verdict_id,
            promoted ? Lifetime::Ending::promoted : Lifetime::Ending::not_promoted,
            record.now);
        !ended) {
        return fail(std::move(ended).error());
    }
    move_judged(out.counts, *verdict, out.members.size());
    return out;
}

}  // namespace tradelab

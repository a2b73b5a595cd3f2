#include "cli/lab_life.hpp"

#include "cli/layout.hpp"
#include "lifecycle/lifecycle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tradelab {
namespace {

constexpr std::size_t id_shown = 12;

StageEdge edge_of(const JudgementSubject& subject,
                  std::size_t place,
                  LifeStage from,
                  LifeStage to) {
    return {.strategy = identity_of(subject.files[place]),
            .name = subject.files[place].name,
            .basis = subject.basis,
            .from = from,
            .to = to,
            .by = "campaign " + subject.campaign.substr(0, id_shown),
            .evidence = {},
            .why = {}};
}

// What each step up to `selected` rests on.
std::vector<StageEdge> steps_of(const JudgementSubject& subject,
                                std::size_t place,
                                const CampaignTrial& trial) {
    StageEdge valid = edge_of(subject, place, LifeStage::idea, LifeStage::valid);
    StageEdge screened = edge_of(subject, place, LifeStage::valid, LifeStage::screened);
    StageEdge selected = edge_of(subject, place, LifeStage::screened, LifeStage::selected);
    valid.evidence = fmt::format("trial {} by {}", trial.number, trial.arm);
    valid.why = trial.rationale.empty() ? "It keeps the plugin's ranges." : trial.rationale;
    screened.evidence = "result " + trial.result_hash;
    screened.why = fmt::format("Sharpe {:.2f} a year on explore, after costs.",
                               trial.appraisal.annual_sharpe.value_or(0));
    selected.evidence = screened.evidence;
    selected.why = "The best of those that did the same; it earns at twice the costs, too.";
    return {std::move(valid), std::move(screened), std::move(selected)};
}

Result<std::set<std::string>> known_in(const Lifecycle& record) {
    const auto lives = record.lives();
    if (!lives) {
        return fail(lives.error());
    }
    std::set<std::string> known;
    for (const StrategyLife& life : *lives) {
        known.insert(life.strategy);
    }
    return known;
}

}  // namespace

Status record_finalists(Session& session,
                        const JudgementSubject& subject,
                        const CampaignResult& result,
                        UnixNanos now) {
    const auto path = lifecycle_of(session.layout);
    if (!path) {
        return fail(path.error());
    }
    Lifecycle record(session.disk, *path);
    auto known = known_in(record);
    if (!known) {
        return fail(std::move(known).error());
    }
    std::vector<StageEdge> edges;
    for (std::size_t place = 0; place < result.finalists.size(); ++place) {
        if (known->insert(identity_of(subject.files[place])).second) {
            auto steps = steps_of(subject, place, result.trials[result.finalists[place].trial]);
            std::ranges::move(steps, std::back_inserter(edges));
        }
    }
    return edges.empty() ? Status() : record.add(edges, now);
}

Status record_verdict(Session& session, const JudgedCampaign& judged, UnixNanos now) {
    const auto path = lifecycle_of(session.layout);
    if (!path) {
        return fail(path.error());
    }
    const JudgementSubject& subject = judged.subject;
    const GateVerdict& verdict = judged.judgement.document->verdict;
    Lifecycle record(session.disk, *path);
    std::vector<StageEdge> edges;
    for (std::size_t place = 0; place < subject.files.size(); ++place) {
        const auto life = record.find(identity_of(subject.files[place]));
        if (!life) {
            return fail(life.error());
        }
        if (life->stage != LifeStage::selected) {
            continue;  // another campaign has brought it further, or ended it
        }
        const bool is_judged =
            std::ranges::find(judged.judgement.members, place) != judged.judgement.members.end();
        const bool passed = is_judged && verdict.outcome == GateOutcome::pass;
        StageEdge edge = edge_of(
            subject, place, LifeStage::selected, passed ? LifeStage::vaulted : LifeStage::retired);
        edge.evidence = "verdict " + judged.judgement.verdict_id;
        edge.why = is_judged ? verdict.sentence
                             : "Another finalist of the campaign did better on walk-forward.";
        if (passed) {
            edge.binding = subject.binding;
            edge.binding->parameters = edge.strategy;
            edge.limits = judged.setup.options.run.risk_text;
        }
        edges.push_back(std::move(edge));
    }
    return edges.empty() ? Status() : record.add(edges, now);
}

}  // namespace tradelab

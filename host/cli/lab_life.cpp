#include "cli/lab_life.hpp"

#include "cli/footing_now.hpp"
#include "cli/layout.hpp"
#include "lifecycle/after_verdict.hpp"
#include "lifecycle/ledger_note.hpp"
#include "lifecycle/lifecycle.hpp"
#include "lifecycle/standing_approval.hpp"
#include "lifecycle/tested_histories.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tradelab {
namespace {

constexpr std::size_t id_shown = 12;
constexpr std::string_view author = "campaign ";

StageEdge edge_of(const JudgementSubject& subject,
                  std::size_t place,
                  LifeStage from,
                  LifeStage to) {
    return {.strategy = identity_of(subject.files[place]),
            .name = subject.files[place].name,
            .basis = subject.basis,
            .from = from,
            .to = to,
            .by = std::string(author) + subject.campaign.substr(0, id_shown),
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

// What a campaign has ended, another may find again: it was not the best then, or the history was
// too short.  What a person has ended stays so.
bool may_come_back(const StrategyLife& life) {
    return life.stage == LifeStage::retired && life.steps.back().edge.by.starts_with(author);
}

StageEdge back_of(const JudgementSubject& subject, std::size_t place, const CampaignTrial& trial) {
    StageEdge edge = edge_of(subject, place, LifeStage::retired, LifeStage::selected);
    edge.evidence = "result " + trial.result_hash;
    edge.why = "Found again, by another search or in newer history.";
    return edge;
}

// A campaign that selected it died before its verdict, or is another that has not come so far:
// whoever judges it now says so, and with what.
StageEdge left_by_another(const JudgementSubject& subject, std::size_t place) {
    StageEdge edge = edge_of(subject, place, LifeStage::selected, LifeStage::retired);
    edge.evidence = "campaign " + subject.campaign.substr(0, id_shown);
    edge.why = "It was selected before, without a verdict so far; this search judges it anew.";
    return edge;
}

bool selected_by(const StrategyLife& life, const StageEdge& by, const KeptFooting& footing) {
    const KeptFooting* then = footing_of(life);
    return life.steps.back().edge.by == by.by && then != nullptr && *then == footing;
}

}  // namespace

VaultBinding bound_to(const StrategyLife& life, VaultBinding opened) {
    opened.parameters = life.strategy;
    if (const KeptFooting* footing = footing_of(life)) {
        opened.plugin = footing->plugin;
        opened.venue = footing->venue;
    }
    return opened;
}

Status record_finalists(Session& session,
                        const CampaignSetup& setup,
                        const JudgementSubject& subject,
                        const CampaignResult& result,
                        UnixNanos now) {
    const auto path = lifecycle_of(session.layout);
    if (!path) {
        return fail(path.error());
    }
    Lifecycle record(session.disk, *path);
    const auto lives = record.lives();
    if (!lives) {
        return fail(lives.error());
    }
    TestedHistories histories(session.disk, *path);
    std::vector<StageEdge> edges;
    std::set<std::string> seen;
    for (std::size_t place = 0; place < result.finalists.size(); ++place) {
        const std::string strategy = identity_of(subject.files[place]);
        if (!seen.insert(strategy).second) {
            continue;
        }
        const CampaignTrial& trial = result.trials[result.finalists[place].trial];
        const auto known = std::ranges::find(*lives, strategy, &StrategyLife::strategy);
        const auto stands_on = footing_then(setup, trial.family);
        auto footing = stands_on ? histories.keep(*stands_on) : fail(stands_on.error());
        if (!footing) {
            return fail(std::move(footing).error());
        }
        if (known == lives->end()) {
            auto steps = steps_of(subject, place, trial);
            std::ranges::move(steps, std::back_inserter(edges));
        } else if (may_come_back(*known)) {
            edges.push_back(back_of(subject, place, trial));
        } else if (StageEdge left = left_by_another(subject, place);
                   known->stage == LifeStage::selected && !selected_by(*known, left, *footing)) {
            edges.push_back(std::move(left));
            edges.push_back(back_of(subject, place, trial));
        } else {
            continue;
        }
        edges.back().footing = *std::move(footing);
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
        const bool is_judged =
            std::ranges::find(judged.judgement.members, place) != judged.judgement.members.end();
        StageEdge edge =
            after_verdict(edge_of(subject, place, LifeStage::selected, LifeStage::retired),
                          is_judged ? VerdictOn::this_one : VerdictOn::another,
                          verdict,
                          judged.judgement.verdict_id);
        const bool passed = edge.to == LifeStage::vaulted;
        if (life->stage != LifeStage::selected) {
            // Another campaign has brought it further, or a person has ended it.
            if (passed) {
                session.output.note(life->name + " passed the gate, and stays what it is: " +
                                    std::string(stage_text(life->stage)));
            }
            continue;
        }
        if (passed) {
            edge.binding = bound_to(*life, subject.binding);
            edge.limits = judged.setup.options.run.risk_text;
        }
        edges.push_back(std::move(edge));
    }
    return edges.empty() ? Status() : record.add(edges, now);
}

Status note_trials(Session& session, const Disk::Path& ledger, UnixNanos now) {
    const auto path = lifecycle_of(session.layout);
    if (!path) {
        return fail(path.error());
    }
    Lifecycle record(session.disk, *path);
    return note_ledger(session.disk, ledger, record, now);
}

}  // namespace tradelab

#include "cli/lab_life.hpp"

#include "cli/daemon_settings.hpp"
#include "cli/footing_now.hpp"
#include "cli/layout.hpp"
#include "lab/backtest.hpp"
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

std::size_t family_of(const JudgedCampaign& judged, std::size_t place) {
    return judged.result.trials[judged.result.finalists[place].trial].family;
}

// What an approval says of itself, wherever this campaign has its plugins and its history from:
// that is the daemon's business, which takes back what is void.
void look_at_itself(const StrategyLife& life,
                    TestedHistories& histories,
                    RunningNow& running,
                    Footing& footing) {
    const VaultBinding& bound = *bound_step(life)->edge.binding;
    running.engine = bound.engine;
    running.fill_model = bound.fill_model;
    running.rules.clear();
    if (const KeptFooting* then = footing_of(life)) {
        footing.plugin = then->plugin;
        footing.venue = then->venue;
        const auto history = histories.of(*then);
        footing.history = history ? **history : footing.history;
    }
}

// Why a strategy that was proven before is nobody's to approve, so that only a new proof helps it.
// Nothing: it stands, and finding it again changes nothing.
std::optional<ApprovalJudgement> why_it_does_not_stand(const JudgedCampaign& judged,
                                                       std::size_t place,
                                                       const StrategyLife& life,
                                                       TestedHistories& histories,
                                                       UnixNanos now) {
    const bool is_proven = life.stage >= LifeStage::vaulted && life.stage <= LifeStage::approved;
    // What was taken back for its edge does not come back by being found again.
    if (!is_proven || is_demoted(life)) {
        return std::nullopt;
    }
    // Its own: how tight they are is no matter of a proof.
    const auto limits = approved_limits(bound_step(life)->edge.limits);
    if (!limits) {
        return ApprovalJudgement{
            .state = ApprovalState::undecided,
            .why = "its limits on record cannot be read: " + describe(limits.error())};
    }
    Footing footing = footing_then(judged.setup, family_of(judged, place));
    RunningNow running{
        .limits = *limits,
        .engine = std::string(engine_version),
        .fill_model = judged.setup.options.run.fill_model,
        .read_limits = &approved_limits,
        .rules = judged.subject.rules.hash(),
        .footing = [&](const StrategyLife&) { return Result<const Footing*>(&footing); },
        .tested_on = [&](const KeptFooting& kept) { return histories.of(kept); }};
    const bool is_approved = life.stage == LifeStage::approved;
    if (is_approved) {
        look_at_itself(life, histories, running, footing);
    }
    auto out = is_approved ? judge_standing(life, running, now) : judge_next(life, running, now);
    const bool is_lost = is_void(out) || out.state == ApprovalState::undecided;
    return is_lost ? std::optional(std::move(out)) : std::nullopt;
}

// Back to where the gate looks at it, so that what it has passed now counts: on paper and before a
// human it begins anew.
Result<std::vector<StageEdge>> begun_anew(const JudgedCampaign& judged,
                                          std::size_t place,
                                          const StrategyLife& life,
                                          TestedHistories& histories,
                                          const ApprovalJudgement& why) {
    auto footing = histories.keep(footing_then(judged.setup, family_of(judged, place)));
    if (!footing) {
        return fail(std::move(footing).error());
    }
    std::vector<StageEdge> out;
    LifeStage from = life.stage;
    if (from == LifeStage::approved) {
        out.push_back(voided(life, why));
        from = out.back().to;
    }
    StageEdge retired = edge_of(judged.subject, place, from, LifeStage::retired);
    retired.evidence = "campaign " + judged.subject.campaign.substr(0, id_shown);
    retired.why = "What it was proven with is not what runs; this search has proven it anew.";
    out.push_back(std::move(retired));
    out.push_back(
        back_of(judged.subject, place, judged.result.trials[judged.result.finalists[place].trial]));
    out.back().footing = *std::move(footing);
    return out;
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

namespace {

Result<std::vector<StageEdge>> steps_after(Session& session,
                                           const JudgedCampaign& judged,
                                           std::size_t place,
                                           StrategyLife life,
                                           TestedHistories& histories,
                                           UnixNanos now) {
    const JudgementSubject& subject = judged.subject;
    const auto& members = judged.judgement.members;
    const bool is_judged = std::ranges::find(members, place) != members.end();
    StageEdge edge = after_verdict(edge_of(subject, place, LifeStage::selected, LifeStage::retired),
                                   is_judged ? VerdictOn::this_one : VerdictOn::another,
                                   judged.judgement.document->verdict,
                                   judged.judgement.verdict_id);
    const bool passed = edge.to == LifeStage::vaulted;
    std::vector<StageEdge> out;
    const auto lost =
        passed ? why_it_does_not_stand(judged, place, life, histories, now) : std::nullopt;
    if (lost) {
        session.output.note(life.name + " was " + std::string(stage_text(life.stage)) +
                            ", which did not count (" + lost->why +
                            "): it is proven anew, and goes on from there");
        auto anew = begun_anew(judged, place, life, histories, *lost);
        if (!anew) {
            return anew;
        }
        out = *std::move(anew);
        for (const StageEdge& step : out) {
            life.steps.push_back({.seq = 0, .at = now, .edge = step});
            life.stage = step.to;
        }
    }
    if (life.stage != LifeStage::selected) {
        // Another campaign has brought it further, or a person has ended it.
        if (passed) {
            session.output.note(life.name + " passed the gate, and stays what it is: " +
                                std::string(stage_text(life.stage)));
        }
        return out;
    }
    if (passed) {
        edge.binding = bound_to(life, subject.binding);
        edge.limits = judged.setup.options.run.risk_text;
    }
    out.push_back(std::move(edge));
    return out;
}

}  // namespace

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
        auto footing = histories.keep(footing_then(setup, trial.family));
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
    Lifecycle record(session.disk, *path);
    TestedHistories histories(session.disk, *path);
    std::vector<StageEdge> edges;
    for (std::size_t place = 0; place < judged.subject.files.size(); ++place) {
        const auto life = record.find(identity_of(judged.subject.files[place]));
        if (!life) {
            return fail(life.error());
        }
        auto steps = steps_after(session, judged, place, *life, histories, now);
        if (!steps) {
            return fail(std::move(steps).error());
        }
        std::ranges::move(*steps, std::back_inserter(edges));
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

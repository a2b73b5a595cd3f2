#include "cli/evidence_replay.hpp"

#include "cli/backtest_setup.hpp"
#include "cli/lab_checks.hpp"
#include "cli/recorded_candidates.hpp"
#include "journal/trials.hpp"
#include "lab/reproduction.hpp"
#include "lifecycle/carry_over.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace tradelab {
namespace {

std::filesystem::path ledger_of(const DaemonSettings& settings) {
    return settings.places.state / "trials";
}

// What the gate passed it under, whatever it was carried over to since.
const VaultBinding* passed_under(const StrategyLife& life) {
    const auto at = std::find_if(life.steps.rbegin(), life.steps.rend(), [](const StageStep& step) {
        return step.edge.to == LifeStage::vaulted;
    });
    return at == life.steps.rend() || !at->edge.binding ? nullptr : &*at->edge.binding;
}

Result<RecordedTrial> evidence_of(Session& session,
                                  const DaemonSettings& settings,
                                  const StrategyLife& life) {
    auto trials = read_trials(session.disk, ledger_of(settings), {.strategy = life.strategy});
    if (!trials) {
        return fail(std::move(trials).error());
    }
    const VaultBinding* passed = passed_under(life);
    std::erase_if(*trials, [&](const RecordedTrial& one) {
        return one.trial.proposal.arm != evidence_arm || passed == nullptr ||
               one.trial.engine != passed->engine || one.trial.fill_model != passed->fill_model;
    });
    if (trials->empty()) {
        return fail(ErrorCode::not_found,
                    "the ledger has no run of the evidence of " + life.name,
                    "the campaign that found it leaves one: search again, tradelab lab campaign");
    }
    return std::move(trials->back());
}

Result<EvidenceReplay> replayed(Session& session,
                                const DaemonSettings& settings,
                                const StrategyLife& life,
                                const std::string& fill_model) {
    const auto recorded = evidence_of(session, settings, life);
    const auto candidates = recorded ? candidates_of(session, *recorded)
                                     : Result<std::vector<Candidate>>(fail(recorded.error()));
    if (!candidates) {
        return fail(candidates.error());
    }
    const auto venues = venues_of(session, *candidates);
    if (!venues) {
        return fail(venues.error());
    }
    const Catalogue catalogue(session.disk, settings.places.store);
    const auto done = replay({.disk = session.disk,
                              .ledger = ledger_of(settings),
                              .catalogue = catalogue,
                              .venues = *venues},
                             recorded->trial,
                             *candidates,
                             fill_model);
    if (!done) {
        return fail(done.error());
    }
    if (!done->inputs.empty()) {
        const TrialDifference& first = done->inputs.front();
        return fail(ErrorCode::hash_mismatch,
                    first.what + " is not what the evidence of " + life.name + " was run with",
                    "set it back, or search again: tradelab lab campaign");
    }
    return EvidenceReplay{.recorded = recorded->trial.result, .replayed = done->result_hash};
}

ApprovalJudgement judge(const StrategyLife& life,
                        const RunningNow& running,
                        UnixNanos now,
                        const std::optional<EvidenceReplay>& replay) {
    return life.stage == LifeStage::approved ? judge_standing(life, running, now, replay)
                                             : judge_next(life, running, now, replay);
}

// A replay is of use where nothing else speaks against it.
bool waits_for_replay(const StrategyLife& life, const RunningNow& running, UnixNanos now) {
    RunningNow as_tested = running;
    const StageStep* bound = bound_step(life);
    if (bound == nullptr) {
        return false;
    }
    const VaultBinding& binding = *bound->edge.binding;
    const bool is_same =
        binding.engine == running.engine && binding.fill_model == running.fill_model;
    as_tested.engine = binding.engine;
    if (is_another_version(binding.fill_model, running.fill_model)) {
        as_tested.fill_model = binding.fill_model;
    }
    return !is_same && judge(life, as_tested, now, {}).state == ApprovalState::holds;
}

}  // namespace

Result<SettledApproval> settle_approval(Session& session,
                                        const DaemonSettings& settings,
                                        const RunningNow& running,
                                        StrategyLife life,
                                        UnixNanos now) {
    SettledApproval out{.judged = judge(life, running, now, {}), .life = std::move(life)};
    if (out.judged.state != ApprovalState::undecided || !waits_for_replay(out.life, running, now)) {
        return out;
    }
    session.output.note("replaying the evidence of " + out.life.name + ": " + out.judged.why);
    const auto replay = replayed(session, settings, out.life, running.fill_model);
    if (!replay) {
        out.judged.remedy = describe(replay.error());
        return out;
    }
    out.judged = judge(out.life, running, now, *replay);
    const bool is_carried = out.judged.state == ApprovalState::carried_over;
    if (!is_carried && !(is_void(out.judged) && out.life.stage == LifeStage::approved)) {
        return out;
    }
    const std::array step{is_carried ? carried_over(out.life, running, *replay)
                                     : voided(out.life, out.judged)};
    Lifecycle record(session.disk, lifecycle_of(settings.places));
    const auto added = record.add(step, now);
    auto after = added ? record.find(out.life.strategy) : fail(added.error());
    if (!after) {
        return fail(std::move(after).error());
    }
    out.life = *std::move(after);
    if (is_carried) {
        out.judged = judge(out.life, running, now, {});
    }
    return out;
}

}  // namespace tradelab

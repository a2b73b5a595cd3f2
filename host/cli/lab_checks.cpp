#include "cli/lab_checks.hpp"

#include "cli/layout.hpp"
#include "lab/backtest.hpp"
#include "lab/trial_entry.hpp"
#include "lifecycle/lifecycle.hpp"

#include <span>
#include <utility>

namespace tradelab {
namespace {

Candidate candidate_of(const JudgedCampaign& judged, std::size_t place) {
    const CampaignTrial& trial = judged.result.trials[judged.result.finalists[place].trial];
    const ParameterFile& file = judged.subject.files[place];
    Candidate candidate = judged.setup.families[trial.family].candidate;
    candidate.name = file.name;
    candidate.file_text = canonical_text(file);
    candidate.file_sha256 = identity_of(file);
    candidate.ticks.assign(trial.ticks.begin(), trial.ticks.end());
    return candidate;
}

struct JudgedRun {
    const JudgedCampaign& judged;
    const Candidate& candidate;
    UnixNanos to;  // from the begin of explore
    LookAheadChecks checks;
    std::string_view arm;
};

// A trial of the ledger when this returns.
Result<BacktestResult> run_and_keep(const JudgedRun& run, CampaignLedger& ledger, UnixNanos now) {
    const CampaignSetup& setup = run.judged.setup;
    BacktestOptions options = setup.options.run;
    options.from = setup.options.explore.from;
    options.to = run.to;
    auto result = backtest({.candidates = std::span(&run.candidate, 1),
                            .options = options,
                            .checks = run.checks,
                            .detail = Detail::figures},
                           setup.catalogue,
                           setup.venues);
    if (!result) {
        return result;
    }
    const Trial entry = trial_of(*result,
                                 {.campaign = run.judged.subject.campaign,
                                  .hypothesis = {},
                                  .arm = std::string(run.arm),
                                  .parent = {}});
    auto kept = ledger.keep(std::span(&entry, 1), now);
    return kept ? std::move(result) : fail(std::move(kept).error());
}

Status keep_evidence(const JudgedCampaign& judged,
                     const Candidate& candidate,
                     CampaignLedger& ledger,
                     UnixNanos now) {
    const auto kept = run_and_keep({.judged = judged,
                                    .candidate = candidate,
                                    .to = judged.setup.epochs.span(Epoch::vault).to,
                                    .checks = LookAheadChecks::leave,
                                    .arm = evidence_arm},
                                   ledger,
                                   now);
    return kept ? Status() : fail(kept.error(), "keeping the evidence of " + candidate.name);
}

Status retire(Session& session,
              const JudgedCampaign& judged,
              const Candidate& candidate,
              const BacktestResult& result,
              UnixNanos now) {
    const auto path = lifecycle_of(session.layout);
    if (!path) {
        return fail(path.error());
    }
    Lifecycle record(session.disk, *path);
    const auto life = record.find(candidate.file_sha256);
    if (!life) {
        return fail(life.error());
    }
    if (life->stage == LifeStage::retired) {
        return {};
    }
    const StageEdge edge{
        .strategy = life->strategy,
        .name = life->name,
        .basis = life->basis,
        .from = life->stage,
        .to = LifeStage::retired,
        .by = "the look-ahead checks of campaign " + judged.subject.campaign.substr(0, 12),
        .evidence = "result " + result.manifest.result_hash,
        .why = "It decides otherwise where less of the future is there."};
    return record.add(std::span(&edge, 1), now);
}

}  // namespace

Result<std::vector<std::string>> check_judged(Session& session,
                                              const JudgedCampaign& judged,
                                              CampaignLedger& ledger,
                                              UnixNanos now) {
    std::vector<std::string> said;
    for (const std::size_t place : judged.judgement.members) {
        const Candidate candidate = candidate_of(judged, place);
        const auto result = run_and_keep({.judged = judged,
                                          .candidate = candidate,
                                          .to = judged.setup.options.explore.to,
                                          .checks = LookAheadChecks::run,
                                          .arm = checks_arm},
                                         ledger,
                                         now);
        if (!result) {
            return fail(result.error(), "the look-ahead checks of " + candidate.name);
        }
        Status done;
        if (result->checks_outcome == TrialChecks::failed) {
            done = retire(session, judged, candidate, *result, now);
            said.push_back(candidate.name + " is retired: it failed the look-ahead checks");
        } else if (judged.judgement.document->verdict.outcome == GateOutcome::pass) {
            done = keep_evidence(judged, candidate, ledger, now);
        }
        if (!done) {
            return fail(std::move(done).error());
        }
        for (const NamedValue& check : result->checks) {
            said.push_back(check.name + ": " + check.value);
        }
    }
    return said;
}

}  // namespace tradelab

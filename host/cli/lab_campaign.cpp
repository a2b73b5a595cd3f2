#include "cli/lab_campaign.hpp"

#include "campaign/explanation.hpp"
#include "campaign/judgement.hpp"
#include "campaign/search_record.hpp"
#include "cli/campaign_beat.hpp"
#include "cli/campaign_form.hpp"
#include "cli/campaign_ledger.hpp"
#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/lab_checks.hpp"
#include "cli/lab_dossier.hpp"
#include "cli/lab_life.hpp"
#include "cli/lab_mend.hpp"
#include "cli/lab_untold.hpp"
#include "cli/past_hearing.hpp"
#include "document/sha256.hpp"
#include "lab/backtest.hpp"
#include "lab/trial_entry.hpp"
#include "os/clock.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tradelab {
namespace {

// Where a campaign's acts are kept.
struct KeptIn {
    std::filesystem::path ledger;
    std::filesystem::path vault;
    std::filesystem::path verdicts;
    std::filesystem::path searches;
};

Result<KeptIn> places_of(const Layout& layout, VerdictBasis basis) {
    auto ledger = trial_ledger_of(layout);
    auto vault = vault_record_of(layout, basis);
    auto verdicts = verdicts_of(layout);
    auto searches = searches_of(layout);
    for (const Error* error : {ledger ? nullptr : &ledger.error(),
                               vault ? nullptr : &vault.error(),
                               verdicts ? nullptr : &verdicts.error(),
                               searches ? nullptr : &searches.error()}) {
        if (error != nullptr) {
            return fail(*error);
        }
    }
    return KeptIn{.ledger = *std::move(ledger),
                  .vault = *std::move(vault),
                  .verdicts = *std::move(verdicts),
                  .searches = *std::move(searches)};
}

Result<JudgementSubject> subject_of(const CampaignSetup& setup, const CampaignResult& result) {
    JudgementSubject subject;
    subject.campaign = *setup.options.campaign;
    subject.basis = setup.basis;
    subject.rules = setup.rules;
    subject.seed = setup.options.seed;
    for (const CampaignFinalist& one : result.finalists) {
        const CampaignTrial& trial = result.trials[one.trial];
        auto file = file_of(setup.families[trial.family],
                            {.ticks = trial.ticks, .rationale = trial.rationale, .arm = trial.arm});
        if (!file) {
            return fail(std::move(file).error());
        }
        subject.files.push_back(*std::move(file));
    }
    VaultBinding& binding = subject.binding;
    std::string plugins;
    std::string data;
    for (const SearchFamily& family : setup.families) {
        plugins += library_sha256(family.candidate) + "\n";
        data += family.markets.front()->sha256() + "\n";
    }
    binding.plugin = sha256_hex(plugins);
    binding.data = sha256_hex(data);
    binding.limits = setup.options.run.risk_sha256;
    binding.venue = setup.venues.sha256();
    binding.epochs = setup.epochs.hash();
    binding.rules = subject.rules.hash();
    binding.engine = engine_version;
    binding.fill_model = setup.options.run.fill_model;
    binding.vault_from = setup.epochs.span(Epoch::vault).from;
    binding.vault_to = setup.epochs.span(Epoch::vault).to;
    return subject;
}

// Err: an analyzer's answer could not be read or kept, so that the next run may hear another one.
Status answers_are_kept(const CampaignSetup& setup) {
    const auto& trouble = setup.analyzers->answers.trouble();
    return trouble ? Status(fail(*trouble)) : Status();
}

CampaignWatch watch_of(const CampaignSetup& setup,
                       CampaignLedger& ledger,
                       CampaignBeat& beat,
                       const Clock& clock) {
    return {.record = [&](std::span<const CampaignTrial> trials) -> Status {
                const auto kept = answers_are_kept(setup);
                return kept ? ledger.keep(trials, clock.now()) : fail(kept.error());
            },
            .progress = [&](const CampaignProgress& at) { beat.tried(at); },
            .before_run = [&] { beat.before_run(); },
            .is_interrupted = HeldInterrupt::is_set};
}

void tell_power(Output& output, const FirstLook& look) {
    output.note(
        fmt::format("walk-forward is passed; the vault is opened now. It confirms with {:.0f} % "
                    "if what walk-forward showed is true, {:.0f} % if half of it is, {:.1f} % if "
                    "there is nothing.",
                    100 * look.power.at_walk_forward_sharpe,
                    100 * look.power.at_half_of_it,
                    100 * look.power.under_no_edge));
}

EvidenceRequest evidence_request(const CampaignSetup& setup,
                                 const CampaignResult& result,
                                 std::span<const Ensemble> ensembles,
                                 CampaignBeat& beat) {
    return {.families = setup.families,
            .venues = setup.venues,
            .run = setup.options.run,
            .result = result,
            .epochs = setup.epochs,
            .ensembles = ensembles,
            .before_run = [&beat] { beat.before_run(); }};
}

Result<Judgement> judged(Session& session,
                         const CampaignSetup& setup,
                         const CampaignResult& result,
                         const JudgementSubject& subject,
                         const KeptIn& places,
                         CampaignLedger& ledger,
                         CampaignBeat& beat,
                         UnixNanos now) {
    beat.judging();
    const auto ensembles = singles(result);
    Lifetime lifetime(session.disk, places.vault);
    VerdictStore verdicts(session.disk, places.verdicts);
    std::unique_ptr<FileLock> held;  // until the verdict is kept
    const auto hold_search = [&]() -> Status {
        auto lock = SearchRecord(session.disk, places.searches).hold(setup.identity, lifetime);
        if (!lock) {
            return fail(std::move(lock).error());
        }
        held = *std::move(lock);
        return {};
    };
    return judge_campaign(
        evidence_request(setup, result, ensembles, beat),
        subject,
        {.lifetime = lifetime,
         .verdicts = verdicts,
         .now = now,
         .before_opening = [&](const FirstLook& look) { tell_power(session.output, look); },
         .keep_trials = [&](std::span<const Trial> trials) { return ledger.keep(trials, now); },
         .before_hearing = hold_search,
         .is_interrupted = HeldInterrupt::is_set});
}

// Whether the gate had heard the campaign before this run of it.
enum class Heard : std::uint8_t { not_yet, before };

// How to go on, where Ctrl-C ended it.
Error ended(Error error, const CampaignLedger& ledger, Heard heard) {
    if (error.code == ErrorCode::interrupted) {
        error.hint = fmt::format(
            "{}; the same command goes on: it runs the {} trials of the ledger again, counts them "
            "once, and comes to the {} that it would have come to",
            heard == Heard::before ? "it was judged before, and nothing is judged anew"
                                   : "no vault was opened",
            ledger.searched(),
            heard == Heard::before ? "dossier" : "result");
    }
    return error;
}

// The verdict is on disk, whatever becomes of its dossier.
Answer told(Session& session,
            const JudgedCampaign& judged,
            CampaignLedger& ledger,
            CampaignBeat& beat,
            UnixNanos now) {
    std::optional<KeptDossier> kept;
    if (judged.judgement.document) {
        auto dossier = dossier_of(judged);
        if (!dossier) {
            return fail(std::move(dossier).error());
        }
        // Before the page, whose being there says that all is done.
        auto checks = check_judged(session, judged, ledger, now);
        if (!checks) {
            return fail(std::move(checks).error());
        }
        auto path = keep_dossier(session, *dossier);
        if (!path) {
            return fail(std::move(path).error());
        }
        auto files = keep_found(session, judged);
        if (!files) {
            return fail(std::move(files).error());
        }
        kept = KeptDossier{.dossier = *std::move(dossier),
                           .path = *std::move(path),
                           .files = *std::move(files),
                           .checks = *std::move(checks)};
    }
    show(session.output, judged, kept);
    beat.end(
        outcome_of(judged), judged.judgement.verdict_id, page_of(session.output, judged, kept));
    return ExitCode::ok;
}

// It was heard, as this campaign or as another of the same search: whoever waits for its end need
// not wait, and goes on with the next seed.  Any other refusal is not its end.
Error over(const CampaignSetup& setup, CampaignBeat& beat, Error heard) {
    beat.begin(*setup.options.campaign, setup.basis == VerdictBasis::synthetic, 0);
    beat.end(heard.context, "");
    return heard;
}

// What stands between a campaign and its first trial.  A verdict: it was heard, and only its
// dossier is missing.
Result<std::optional<UntoldVerdict>> may_begin(Session& session,
                                               const CampaignSetup& setup,
                                               const KeptIn& places,
                                               CampaignBeat& beat,
                                               UnixNanos now) {
    if (auto mended = mend_lives(session, now); !mended) {
        return fail(std::move(mended).error());
    }
    // Trials that nobody noted must be those that were counted, before more are.
    if (auto same = note_trials(session, places.ledger, now); !same) {
        return fail(std::move(same).error());
    }
    const HearingPlace place{
        .vault = places.vault, .verdicts = places.verdicts, .campaign = *setup.options.campaign};
    auto untold = untold_verdict(session, place);
    if (!untold || *untold) {
        return untold;
    }
    auto heard = heard_before(session, place);
    if (!heard) {
        return fail(std::move(heard).error());
    }
    if (*heard) {
        return fail(over(setup, beat, **std::move(heard)));
    }
    auto begun = SearchRecord(session.disk, places.searches)
                     .begin(setup.identity, Lifetime(session.disk, places.vault));
    if (!begun) {
        return fail(std::move(begun).error());
    }
    if (begun->refusal) {
        return fail(over(setup, beat, *std::move(begun->refusal)));
    }
    if (begun->note) {
        session.output.note(*begun->note);
    }
    const BacktestOptions& options = setup.options.run;
    auto kept = keep_limits(
        session.disk, places.ledger, {.sha256 = options.risk_sha256, .text = options.risk_text});
    return kept ? std::move(untold) : fail(std::move(kept).error());
}

Result<CampaignResult> searched(Session& session,
                                const CampaignSetup& setup,
                                Heard heard,
                                CampaignLedger& ledger,
                                CampaignBeat& beat,
                                const Clock& clock) {
    auto result = run_campaign(
        {.families = setup.families, .proposer = *setup.proposer, .venues = setup.venues},
        setup.options,
        watch_of(setup, ledger, beat, clock));
    session.output.end_progress();
    if (!result) {
        return fail(ended(result.error(), ledger, heard));
    }
    if (auto kept = answers_are_kept(setup); !kept) {
        return fail(std::move(kept).error());
    }
    if (auto same = refuse_if_data_changed(setup); !same) {
        return fail(std::move(same).error());
    }
    return result;
}

// Its vault was looked into and its lives are mended: nothing is judged or counted again.  What
// surrounds the candidate is worked out again, too: its neighbours are on the ledger.
Answer tell_again(Session& session,
                  const UntoldVerdict& untold,
                  const CampaignSetup& setup,
                  const CampaignResult& result,
                  const JudgementSubject& subject,
                  CampaignLedger& ledger,
                  CampaignBeat& beat,
                  UnixNanos now) {
    auto judgement = judgement_of(untold, result, subject);
    if (!judgement) {
        return fail(judgement.error());
    }
    const auto ensembles = singles(result);
    auto explanation = explanation_of(
        evidence_request(setup, result, ensembles, beat),
        judgement->members.front(),
        explanation_options(
            subject,
            {.keep = [&](std::span<const Trial> trials) { return ledger.keep(trials, now); },
             .is_interrupted = HeldInterrupt::is_set}));
    if (!explanation) {
        return fail(ended(std::move(explanation).error(), ledger, Heard::before));
    }
    judgement->explanation = *std::move(explanation);
    return told(session, {setup, result, *judgement, subject}, ledger, beat, now);
}

Answer search_and_judge(Session& session,
                        const CampaignSetup& setup,
                        const KeptIn& places,
                        const std::optional<UntoldVerdict>& untold,
                        CampaignBeat& beat,
                        const Clock& clock) {
    CampaignLedger ledger(session.disk, places.ledger);
    if (auto read = ledger.read(*setup.options.campaign); !read) {
        return fail(std::move(read).error());
    }
    beat.begin(*setup.options.campaign, setup.basis == VerdictBasis::synthetic, ledger.searched());
    const HeldInterrupt held;
    const Heard heard = untold ? Heard::before : Heard::not_yet;
    const auto result = searched(session, setup, heard, ledger, beat, clock);
    if (!result) {
        return fail(result.error());
    }
    const auto subject = subject_of(setup, *result);
    if (!subject) {
        return fail(subject.error());
    }
    if (untold) {
        return tell_again(session, *untold, setup, *result, *subject, ledger, beat, clock.now());
    }
    auto kept = keep_finalists(session, *subject);
    kept = !kept ? kept : record_finalists(session, setup, *subject, *result, clock.now());
    if (!kept) {
        return fail(std::move(kept).error());
    }
    const auto judgement =
        judged(session, setup, *result, *subject, places, ledger, beat, clock.now());
    if (!judgement) {
        return fail(ended(judgement.error(), ledger, Heard::not_yet));
    }
    const JudgedCampaign all{setup, *result, *judgement, *subject};
    if (judgement->document) {
        auto recorded = record_verdict(session, all, clock.now());
        recorded = recorded ? note_trials(session, places.ledger, clock.now()) : recorded;
        if (!recorded) {
            return fail(std::move(recorded).error());
        }
    }
    return told(session, all, ledger, beat, clock.now());
}

}  // namespace

Answer run(Session& session, const RunCampaign& request) {
    const SystemClock clock;
    CampaignBeat beat(session, clock, request);
    auto setup = prepare_campaign(session, request);
    if (!setup) {
        return fail(std::move(setup).error());
    }
    const auto places = places_of(session.layout, setup->basis);
    if (!places) {
        return fail(places.error());
    }
    const auto may = may_begin(session, *setup, *places, beat, clock.now());
    if (!may) {
        return fail(may.error());
    }
    return search_and_judge(session, *setup, *places, *may, beat, clock);
}

}  // namespace tradelab

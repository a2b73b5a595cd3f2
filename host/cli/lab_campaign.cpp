#include "cli/lab_campaign.hpp"

#include "campaign/judgement.hpp"
#include "campaign/search_record.hpp"
#include "cli/campaign_beat.hpp"
#include "cli/campaign_form.hpp"
#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/lab_dossier.hpp"
#include "cli/lab_life.hpp"
#include "cli/lab_mend.hpp"
#include "cli/past_hearing.hpp"
#include "document/sha256.hpp"
#include "journal/trials.hpp"
#include "lab/backtest.hpp"
#include "lab/trial_entry.hpp"
#include "os/clock.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

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
    for (const Error* error : {ledger ? nullptr : &ledger.error(),
                               vault ? nullptr : &vault.error(),
                               verdicts ? nullptr : &verdicts.error()}) {
        if (error != nullptr) {
            return fail(*error);
        }
    }
    auto searches = verdicts->parent_path() / "searches";
    return KeptIn{.ledger = *std::move(ledger),
                  .vault = *std::move(vault),
                  .verdicts = *std::move(verdicts),
                  .searches = std::move(searches)};
}

// The trials of one campaign in the ledger.  A campaign that was interrupted runs its first trials
// again and comes to the same records: these are there and are not counted twice.
class CampaignLedger {
public:
    CampaignLedger(Disk& disk, std::filesystem::path file) : disk_(disk), file_(std::move(file)) {}

    [[nodiscard]] Status read(const std::string& campaign) {
        return for_each_trial(disk_, file_, [&](const RecordedTrial& one) {
            if (one.trial.proposal.campaign == campaign) {
                known_.insert(sha256_hex(encode_trial(one.trial)));
            }
        });
    }

    // Every trial of a batch is on disk before the next one is asked for.
    [[nodiscard]] Status keep(std::span<const CampaignTrial> trials, UnixNanos now) {
        std::vector<Trial> entries;
        for (const CampaignTrial& one : trials) {
            if (one.entry) {
                entries.push_back(*one.entry);
            }
        }
        return keep(std::span<const Trial>(entries), now);
    }

    [[nodiscard]] Status keep(std::span<const Trial> trials, UnixNanos now) {
        std::vector<Trial> entries;
        for (const Trial& one : trials) {
            if (known_.insert(sha256_hex(encode_trial(one))).second) {
                entries.push_back(one);
            }
        }
        if (entries.empty()) {
            return {};
        }
        const auto kept = append_trials(disk_, file_, entries, now);
        return kept ? Status() : fail(kept.error(), "writing the trial ledger");
    }

    [[nodiscard]] std::size_t size() const { return known_.size(); }

private:
    Disk& disk_;
    std::filesystem::path file_;
    std::set<std::string> known_;
};

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

CampaignWatch watch_of(CampaignLedger& ledger, CampaignBeat& beat, const Clock& clock) {
    return {
        .record =
            [&](std::span<const CampaignTrial> trials) { return ledger.keep(trials, clock.now()); },
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
    return judge_campaign(
        {.families = setup.families,
         .venues = setup.venues,
         .run = setup.options.run,
         .result = result,
         .epochs = setup.epochs,
         .ensembles = ensembles,
         .before_run = [&] { beat.before_run(); }},
        subject,
        {.lifetime = lifetime,
         .verdicts = verdicts,
         .now = now,
         .before_opening = [&](const FirstLook& look) { tell_power(session.output, look); },
         .keep_trials = [&](std::span<const Trial> trials) { return ledger.keep(trials, now); },
         .is_interrupted = HeldInterrupt::is_set});
}

// How to go on, where Ctrl-C ended it.
Error ended(Error error, const CampaignLedger& ledger) {
    if (error.code == ErrorCode::interrupted) {
        error.hint = fmt::format(
            "no vault was opened; the same command goes on: it runs the {} trials of the ledger "
            "again, counts them once, and comes to the result that it would have come to",
            ledger.size());
    }
    return error;
}

// The verdict is on disk, whatever becomes of its dossier.
Answer told(Session& session, const JudgedCampaign& judged) {
    std::optional<KeptDossier> kept;
    if (judged.judgement.document) {
        auto dossier = dossier_of(judged);
        if (!dossier) {
            return fail(std::move(dossier).error());
        }
        auto path = keep_dossier(session, *dossier);
        if (!path) {
            return fail(std::move(path).error());
        }
        auto files = keep_found(session, judged);
        if (!files) {
            return fail(std::move(files).error());
        }
        kept = KeptDossier{
            .dossier = *std::move(dossier), .path = *std::move(path), .files = *std::move(files)};
    }
    show(session.output, judged, kept);
    return ExitCode::ok;
}

// What stands between a campaign and its first trial.
Status may_begin(Session& session,
                 const CampaignSetup& setup,
                 const KeptIn& places,
                 UnixNanos now) {
    if (auto mended = mend_lives(session, now); !mended) {
        return mended;
    }
    if (auto free = refuse_if_heard(session,
                                    {.vault = places.vault,
                                     .verdicts = places.verdicts,
                                     .campaign = *setup.options.campaign});
        !free) {
        return free;
    }
    const auto told = SearchRecord(session.disk, places.searches)
                          .begin(setup.identity, Lifetime(session.disk, places.vault));
    if (!told) {
        return fail(told.error());
    }
    if (*told) {
        session.output.note(**told);
    }
    const BacktestOptions& options = setup.options.run;
    return keep_limits(
        session.disk, places.ledger, {.sha256 = options.risk_sha256, .text = options.risk_text});
}

Result<CampaignResult> searched(Session& session,
                                const CampaignSetup& setup,
                                CampaignLedger& ledger,
                                CampaignBeat& beat,
                                const Clock& clock) {
    auto result = run_campaign(
        {.families = setup.families, .proposer = *setup.proposer, .venues = setup.venues},
        setup.options,
        watch_of(ledger, beat, clock));
    session.output.end_progress();
    if (!result) {
        return fail(ended(result.error(), ledger));
    }
    if (auto same = refuse_if_data_changed(setup); !same) {
        return fail(std::move(same).error());
    }
    return result;
}

// In one sentence, for whoever looks later.
std::string outcome_of(const Judgement& judgement) {
    if (!judgement.document) {
        return "nothing earned on explore after costs: no vault was touched";
    }
    const GateVerdict& verdict = judgement.document->verdict;
    return fmt::format("{}: {} ({}): {}",
                       judgement.document->strategy,
                       outcome_text(verdict.outcome),
                       reason_text(verdict.reason),
                       verdict.sentence);
}

Answer search_and_judge(Session& session,
                        const CampaignSetup& setup,
                        const KeptIn& places,
                        CampaignBeat& beat,
                        const Clock& clock) {
    CampaignLedger ledger(session.disk, places.ledger);
    if (auto read = ledger.read(*setup.options.campaign); !read) {
        return fail(std::move(read).error());
    }
    beat.begin(*setup.options.campaign, setup.basis == VerdictBasis::synthetic, ledger.size());
    const HeldInterrupt held;
    const auto result = searched(session, setup, ledger, beat, clock);
    if (!result) {
        return fail(result.error());
    }
    const auto subject = subject_of(setup, *result);
    if (!subject) {
        return fail(subject.error());
    }
    auto kept = keep_finalists(session, *subject);
    kept = !kept ? kept : record_finalists(session, *subject, *result, clock.now());
    if (!kept) {
        return fail(std::move(kept).error());
    }
    const auto judgement =
        judged(session, setup, *result, *subject, places, ledger, beat, clock.now());
    if (!judgement) {
        return fail(ended(judgement.error(), ledger));
    }
    const JudgedCampaign all{setup, *result, *judgement, *subject};
    if (judgement->document) {
        if (auto recorded = record_verdict(session, all, clock.now()); !recorded) {
            return fail(std::move(recorded).error());
        }
    }
    auto answer = told(session, all);
    if (answer) {
        beat.end(outcome_of(*judgement), judgement->verdict_id);
    }
    return answer;
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
    if (auto may = may_begin(session, *setup, *places, clock.now()); !may) {
        if (may.error().code == ErrorCode::refused) {
            // It was heard before: whoever waits for its end need not wait.
            beat.begin(*setup->options.campaign, setup->basis == VerdictBasis::synthetic, 0);
            beat.end(may.error().context, "");
        }
        return fail(std::move(may).error());
    }
    return search_and_judge(session, *setup, *places, beat, clock);
}

}  // namespace tradelab

#include "cli/lab_campaign.hpp"

#include "campaign/judgement.hpp"
#include "cli/commands.hpp"
#include "document/sha256.hpp"
#include "journal/trials.hpp"
#include "lab/backtest.hpp"
#include "lab/trial_entry.hpp"
#include "os/clock.hpp"

#include <fmt/format.h>

#include <utility>

namespace tradelab {
namespace {

// Every trial of a batch is on disk before the next one is asked for.
Status keep(Session& session,
            const std::filesystem::path& ledger,
            std::span<const CampaignTrial> trials,
            UnixNanos now) {
    std::vector<Trial> entries;
    for (const CampaignTrial& one : trials) {
        if (one.entry) {
            entries.push_back(*one.entry);
        }
    }
    if (entries.empty()) {
        return {};
    }
    const auto kept = append_trials(session.disk, ledger, entries, now);
    return kept ? Status() : fail(kept.error(), "writing the trial ledger");
}

bool is_synthetic(const CampaignSetup& setup) {
    for (const auto& market : setup.markets) {
        for (const PlannedSeries& planned : market->plan().series) {
            if (planned.found.origin == DataOrigin::synthetic) {
                return true;
            }
        }
    }
    return false;
}

Result<JudgementSubject> subject_of(const CampaignSetup& setup, const CampaignResult& result) {
    JudgementSubject subject;
    subject.campaign = *setup.options.campaign;
    subject.basis = is_synthetic(setup) ? VerdictBasis::synthetic : VerdictBasis::recorded;
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

JsonValue document_of(const CampaignSetup& setup,
                      const CampaignResult& result,
                      const Judgement& judgement) {
    const FateCounts& counts = judgement.counts;
    JsonArray finalists;
    for (const CampaignFinalist& one : result.finalists) {
        const CampaignTrial& trial = result.trials[one.trial];
        finalists.emplace_back(JsonObject{
            {"trial", trial.number},
            {"family", setup.families[trial.family].space.name},
            {"arm", trial.arm},
            {"explore_sharpe", JsonValue::real(trial.appraisal.annual_sharpe.value_or(0))},
            {"result_hash", trial.result_hash}});
    }
    return JsonObject{
        {"schema", "tradelab.campaign/1"},
        {"campaign", *setup.options.campaign},
        {"synthetic", is_synthetic(setup)},
        {"tried", counts.tried},
        {"ideas", result.clusters},
        {"failed", counts.failed},
        {"lost_before_costs", counts.lost},
        {"killed_by_costs", counts.costs},
        {"killed_by_correction", counts.correction},
        {"not_enough_data", counts.not_enough_data},
        {"proven", counts.proven},
        {"finalists", std::move(finalists)},
        {"verdict", judgement.document ? json_of(*judgement.document) : JsonValue()},
        {"verdict_id",
         judgement.verdict_id.empty() ? JsonValue() : JsonValue(judgement.verdict_id)}};
}

void show(Session& session,
          const CampaignSetup& setup,
          const CampaignResult& result,
          const Judgement& judgement) {
    Output& output = session.output;
    if (output.wants_json()) {
        output.document(document_of(setup, result, judgement));
        return;
    }
    const FateCounts& counts = judgement.counts;
    output.title(std::string("campaign ") + setup.options.campaign->substr(0, 12) +
                 (is_synthetic(setup) ? "  SYNTHETIC" : ""));
    Table table{
        .columns = {{.title = "what became of them"}, {.title = "trials", .align = Align::right}},
        .rows = {}};
    table.add({"tried on explore", std::to_string(counts.tried)});
    table.add({"failed to run", std::to_string(counts.failed)});
    table.add({"lost before costs", std::to_string(counts.lost)});
    table.add({"killed by costs", std::to_string(counts.costs)});
    table.add({"killed by the correction", std::to_string(counts.correction)});
    table.add({"not enough data", std::to_string(counts.not_enough_data)});
    table.add({"proven", std::to_string(counts.proven)});
    output.table(table);
    output.line(fmt::format(
        "{} ideas among the trials, {} finalists", result.clusters, result.finalists.size()));
    if (!judgement.document) {
        output.line("nothing earned on explore after costs: no vault was touched");
        return;
    }
    const GateVerdict& verdict = judgement.document->verdict;
    output.line(fmt::format("{}: {} ({})",
                            judgement.document->strategy,
                            outcome_text(verdict.outcome),
                            reason_text(verdict.reason)));
    output.line(verdict.sentence);
    output.line("every number: tradelab gate explain " + judgement.verdict_id.substr(0, 12));
}

}  // namespace

Answer run(Session& session, const RunCampaign& request) {
    const auto ledger = trial_ledger_of(session.layout);
    const auto vault = vault_record_of(session.layout);
    const auto folder = verdicts_of(session.layout);
    for (const Error* error : {ledger ? nullptr : &ledger.error(),
                               vault ? nullptr : &vault.error(),
                               folder ? nullptr : &folder.error()}) {
        if (error != nullptr) {
            return fail(*error);
        }
    }
    auto setup = prepare_campaign(session, request);
    if (!setup) {
        return fail(std::move(setup).error());
    }
    RunManifest limits;
    limits.risk = setup->options.run.risk_sha256;
    limits.risk_text = setup->options.run.risk_text;
    if (auto kept = keep_limits(session.disk, *ledger, limits); !kept) {
        return fail(std::move(kept).error());
    }
    const SystemClock clock;
    const CampaignWatch watch{
        .record =
            [&](std::span<const CampaignTrial> trials) {
                return keep(session, *ledger, trials, clock.now());
            },
        .progress =
            [&](const CampaignProgress& at) {
                session.output.progress(fmt::format(
                    "{} of {} tried{}",
                    at.tried,
                    at.budget,
                    at.best_sharpe ? fmt::format(", best Sharpe on explore {:.2f}", *at.best_sharpe)
                                   : ""));
            }};
    const auto result = run_campaign(
        {.families = setup->families, .proposer = *setup->proposer, .venues = setup->venues},
        setup->options,
        watch);
    session.output.end_progress();
    if (!result) {
        return fail(result.error());
    }
    const auto subject = subject_of(*setup, *result);
    if (!subject) {
        return fail(subject.error());
    }
    const auto ensembles = singles(*result);
    Lifetime lifetime(session.disk, *vault);
    VerdictStore verdicts(session.disk, *folder);
    const auto judgement =
        judge_campaign({.families = setup->families,
                        .venues = setup->venues,
                        .run = setup->options.run,
                        .result = *result,
                        .epochs = setup->epochs,
                        .ensembles = ensembles},
                       *subject,
                       {.lifetime = lifetime, .verdicts = verdicts, .now = clock.now()});
    if (!judgement) {
        return fail(judgement.error());
    }
    show(session, *setup, *result, *judgement);
    return ExitCode::ok;
}

}  // namespace tradelab

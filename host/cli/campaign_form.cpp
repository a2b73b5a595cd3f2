#include "cli/campaign_form.hpp"

#include "campaign/more_years.hpp"
#include "cli/json_form.hpp"
#include "statistics/returns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace tradelab {
namespace {

std::optional<double> more_years_of(const JudgedCampaign& judged) {
    const CampaignSetup& setup = judged.setup;
    const Duration history =
        setup.epochs.span(Epoch::vault).to - setup.epochs.span(Epoch::explore).from;
    return more_years(judged.result.trials,
                      setup.families,
                      setup.options,
                      static_cast<double>(history.count()) / year_ns);
}

JsonValue document_of(const JudgedCampaign& judged, const std::optional<KeptDossier>& dossier) {
    const auto& [setup, result, judgement, subject] = judged;
    const FateCounts& counts = judgement.counts;
    const auto more = more_years_of(judged);
    JsonArray files;
    for (const auto& file : dossier ? dossier->files : std::vector<std::filesystem::path>()) {
        files.emplace_back(file.string());
    }
    JsonArray checks;
    for (const std::string& line : dossier ? dossier->checks : std::vector<std::string>()) {
        checks.emplace_back(line);
    }
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
    JsonArray left_out;
    for (const LeftOut& one : setup.analyzers->left_out) {
        left_out.emplace_back(JsonObject{{"analyzer", one.analyzer}, {"why", one.why}});
    }
    return JsonObject{{"schema", "tradelab.campaign/1"},
                      {"campaign", *setup.options.campaign},
                      {"synthetic", setup.basis == VerdictBasis::synthetic},
                      {"tried", counts.tried},
                      {"ideas", result.clusters},
                      {"failed", counts.failed},
                      {"lost_before_costs", counts.lost},
                      {"killed_by_costs", counts.costs},
                      {"killed_by_correction", counts.correction},
                      {"not_enough_data", counts.not_enough_data},
                      {"more_years", more ? JsonValue::real(*more) : JsonValue()},
                      {"proven", counts.proven},
                      {"neighbours", judgement.explanation.neighbours_run},
                      {"finalists", std::move(finalists)},
                      {"verdict", judgement.document ? json_of(*judgement.document) : JsonValue()},
                      {"verdict_id", text_unless_empty(judgement.verdict_id)},
                      {"dossier", text_unless_empty(dossier ? dossier->path.string() : "")},
                      {"files", std::move(files)},
                      {"checks", std::move(checks)},
                      {"left_out", std::move(left_out)}};
}

Table fates_of(const JudgedCampaign& judged) {
    const FateCounts& counts = judged.judgement.counts;
    const auto more = more_years_of(judged);
    Table table{
        .columns = {{.title = "what became of them"}, {.title = "trials", .align = Align::right}},
        .rows = {}};
    table.add({"tried on explore", std::to_string(counts.tried)});
    table.add({"failed to run", std::to_string(counts.failed)});
    table.add({"lost before costs", std::to_string(counts.lost)});
    table.add({"killed by costs", std::to_string(counts.costs)});
    table.add({"killed by the correction", std::to_string(counts.correction)});
    table.add({"not enough data" +
                   (more ? fmt::format(": need {:.1f} more years (median)", *more) : std::string()),
               std::to_string(counts.not_enough_data)});
    table.add({"proven", std::to_string(counts.proven)});
    return table;
}

// What stands below the table.
std::vector<std::string> lines_below(const JudgedCampaign& judged,
                                     const std::optional<KeptDossier>& dossier) {
    const auto& [setup, result, judgement, subject] = judged;
    std::vector<std::string> out{fmt::format(
        "{} ideas among the trials, {} finalists", result.clusters, result.finalists.size())};
    if (!judgement.document) {
        out.emplace_back("nothing earned on explore after costs: no vault was touched");
        return out;
    }
    const GateVerdict& verdict = judgement.document->verdict;
    out.push_back(fmt::format("{}: {} ({})",
                              judgement.document->strategy,
                              outcome_text(verdict.outcome),
                              reason_text(verdict.reason)));
    out.push_back(verdict.sentence);
    if (dossier) {
        std::ranges::copy(dossier_lines(dossier->dossier), std::back_inserter(out));
        std::ranges::copy(dossier->checks, std::back_inserter(out));
        out.push_back("dossier " + dossier->path.string());
        for (const auto& file : dossier->files) {
            out.push_back("parameter file " + file.string());
        }
    }
    out.push_back("every number: tradelab gate explain " + judgement.verdict_id.substr(0, 12));
    return out;
}

}  // namespace

void show(Output& output, const JudgedCampaign& judged, const std::optional<KeptDossier>& dossier) {
    if (output.wants_json()) {
        output.document(document_of(judged, dossier));
        return;
    }
    output.title(std::string("campaign ") + judged.setup.options.campaign->substr(0, 12) +
                 (judged.setup.basis == VerdictBasis::synthetic ? "  SYNTHETIC" : ""));
    output.table(fates_of(judged));
    for (const std::string& line : lines_below(judged, dossier)) {
        output.line(line);
    }
}

std::vector<std::string> page_of(const Output& output,
                                 const JudgedCampaign& judged,
                                 const std::optional<KeptDossier>& dossier) {
    std::vector<std::string> out = lines_of(fates_of(judged), "-");
    std::ranges::move(lines_below(judged, dossier), std::back_inserter(out));
    for (std::string& line : out) {
        line = output.completed(line);
    }
    return out;
}

std::string outcome_of(const JudgedCampaign& judged) {
    std::string out = "nothing earned on explore after costs: no vault was touched";
    if (const auto& document = judged.judgement.document) {
        out = fmt::format("{}: {} ({}): {}",
                          document->strategy,
                          outcome_text(document->verdict.outcome),
                          reason_text(document->verdict.reason),
                          document->verdict.sentence);
    }
    for (const LeftOut& one : judged.setup.analyzers->left_out) {
        out += "; left out: " + one.why;
    }
    return out;
}

}  // namespace tradelab

#include "journal/trials.hpp"

#include "cli/commands.hpp"
#include "cli/json_form.hpp"
#include "core/decimal.hpp"
#include "core/text.hpp"
#include "core/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

// What the trial ledger says.
namespace tradelab {

namespace {

constexpr std::size_t hash_shown = 12;

std::string basis_text(TrialData basis) {
    return basis == TrialData::recorded ? "recorded" : "synthetic";
}

// Parameter files of the run that are meant.
std::uint64_t chosen_of(const TrialChoice& choice, const Trial& trial) {
    const bool is_meant = (choice.basis.empty() || basis_text(trial.basis) == choice.basis) &&
                          (!choice.counted || trial.counts == TrialCounts::yes);
    const auto fits = [&](const TrialInstance& instance) {
        return instance.strategy.starts_with(choice.strategy) &&
               (choice.plugin.empty() || instance.plugin_id == choice.plugin);
    };
    const auto files = std::ranges::count_if(trial.instances, fits);
    return is_meant ? static_cast<std::uint64_t>(files) : 0;
}

struct Chosen {
    std::vector<RecordedTrial> trials;
    std::uint64_t files = 0;   // of these runs, each file of a run for itself
    std::uint64_t in_all = 0;  // runs, whether chosen or not
};

Result<Chosen> read_chosen(Session& session, const TrialChoice& choice) {
    const auto ledger = trial_ledger_of(session.layout);
    if (!ledger) {
        return fail(ledger.error());
    }
    Chosen chosen;
    const auto read = for_each_trial(session.disk, *ledger, [&](const RecordedTrial& recorded) {
        ++chosen.in_all;
        if (const std::uint64_t files = chosen_of(choice, recorded.trial); files != 0) {
            chosen.files += files;
            chosen.trials.push_back(recorded);
        }
    });
    if (!read) {
        return fail(read.error());
    }
    return chosen;
}

std::string metric_of(const Trial& trial, std::string_view name) {
    const auto metric = std::ranges::find(trial.metrics, name, &TrialMetric::name);
    return metric == trial.metrics.end() ? "" : metric->value;
}

// Two digits are enough for people; the record has all.
std::string short_figure(const std::string& figure) {
    double value = 0;
    const auto read = std::from_chars(figure.data(), figure.data() + figure.size(), value);
    return read.ec == std::errc() ? fmt::format("{:.2f}", value) : figure;
}

// What makes its figures other than those of a plain run; empty where it was one.
std::string terms_text(const Trial& trial) {
    std::string text;
    if (trial.cost_stress_permille != 1000) {
        text = fmt::format("costs x {:.4g}", trial.cost_stress_permille / 1000.0);
    }
    if (trial.risk == "none") {
        text += (text.empty() ? "" : ", ") + std::string("no limits");
    }
    return text;
}

// Who proposed it.  A search runs the files that it proposes as the candidate with which it began,
// so the ledger has that one's word beside the campaign.
std::string origin_of(const Trial& trial, const TrialInstance& instance) {
    return trial.proposal.campaign.empty() ? instance.origin : "search";
}

// "search: tpe, campaign 1a2b3c4d5e6f"
std::string whole_origin_of(const Trial& trial) {
    const TrialProposal& proposal = trial.proposal;
    std::string out = origin_of(trial, trial.instances.front());
    out += proposal.arm.empty() ? "" : ": " + proposal.arm;
    return proposal.campaign.empty()
               ? out
               : out + ", campaign " + proposal.campaign.substr(0, hash_shown);
}

JsonValue json_of(const Trial& trial, const TrialInstance& instance) {
    return JsonObject{{"strategy", instance.strategy},
                      {"plugin", instance.plugin_id},
                      {"plugin_version", instance.plugin_version},
                      {"library_sha256", instance.library},
                      {"origin", origin_of(trial, instance)},
                      {"file", text_unless_empty(instance.file)}};
}

std::string checks_text(TrialChecks checks) {
    return checks == TrialChecks::passed   ? "passed"
           : checks == TrialChecks::failed ? "failed"
                                           : "not run";
}

// What a record of version 1 does not say.
JsonObject terms_of(const Trial& trial) {
    const TrialProposal& proposal = trial.proposal;
    return {
        {"asked_from", moment_or_null(trial.asked_from)},
        {"asked_to", moment_or_null(trial.asked_to)},
        {"latency_bars", trial.latency_bars},
        {"finer", text_unless_empty(trial.finer)},
        {"at_end", trial.at_end == TrialEnd::value ? "value" : "close"},
        {"capital", decimal_text(trial.capital)},
        {"spot_share", trial.spot_share ? JsonValue(decimal_text(*trial.spot_share)) : JsonValue()},
        {"margin", trial.margin == TrialMargin::cross ? "cross" : "isolated"},
        {"leverage", trial.leverage},
        {"venues", trial.venues},
        {"figures", trial.figures},
        {"checks", checks_text(trial.checks)},
        {"campaign", text_unless_empty(proposal.campaign)},
        {"hypothesis", text_unless_empty(proposal.hypothesis)},
        {"arm", text_unless_empty(proposal.arm)},
        {"parent", proposal.parent ? JsonValue(*proposal.parent) : JsonValue()}};
}

// What a run of one file says of it stands at the top too; of several, that of the first.
JsonValue json_of(const RecordedTrial& recorded) {
    const Trial& trial = recorded.trial;
    const TrialInstance& first = trial.instances.front();
    JsonObject metrics;
    for (const TrialMetric& metric : trial.metrics) {
        metrics.push_back({metric.name, metric.value});
    }
    JsonArray instances;
    for (const TrialInstance& instance : trial.instances) {
        instances.push_back(json_of(trial, instance));
    }
    JsonArray data;
    JsonArray series;
    for (const TrialSeries& one : trial.data) {
        data.emplace_back(one.manifest);
        series.push_back(text_unless_empty(one.series));
    }
    JsonObject out{{"number", recorded.seq},
                   {"version", recorded.version},
                   {"written", iso_text(recorded.written)},
                   {"strategy", first.strategy},
                   {"plugin", first.plugin_id},
                   {"plugin_version", first.plugin_version},
                   {"library_sha256", first.library},
                   {"origin", origin_of(trial, first)},
                   {"instances", std::move(instances)},
                   {"data", std::move(data)},
                   {"series", std::move(series)},
                   {"from", iso_text(trial.from)},
                   {"to", iso_text(trial.to)},
                   {"engine", trial.engine},
                   {"fill_model", trial.fill_model},
                   {"risk", trial.risk},
                   {"cost_stress_permille", trial.cost_stress_permille},
                   {"seed", std::to_string(trial.seed)},
                   {"result", trial.result},
                   {"metrics", std::move(metrics)},
                   {"basis", basis_text(trial.basis)},
                   {"counts", trial.counts == TrialCounts::yes}};
    if (recorded.version != trial_record_version_1) {
        for (JsonMember& member : terms_of(trial)) {
            out.push_back(std::move(member));
        }
    }
    return out;
}

// "1a2b3c and 2 more"
std::string several(std::string first, std::size_t count) {
    return count == 1 ? first : first + " and " + std::to_string(count - 1) + " more";
}

std::vector<std::string> row_of(const RecordedTrial& recorded) {
    const Trial& trial = recorded.trial;
    const TrialInstance& first = trial.instances.front();
    return {std::to_string(recorded.seq),
            iso_text(recorded.written).substr(0, 10),
            several(first.strategy.substr(0, hash_shown), trial.instances.size()),
            first.plugin_id + " " + first.plugin_version,
            iso_text(trial.from).substr(0, 10) + ".." + iso_text(trial.to).substr(0, 10),
            trial.fill_model,
            short_figure(metric_of(trial, "annual_sharpe")),
            terms_text(trial),
            basis_text(trial.basis),
            trial.counts == TrialCounts::yes ? "yes" : "no",
            whole_origin_of(trial)};
}

void show(Output& output, const Chosen& chosen, std::size_t skipped) {
    Table table{.columns = {{.title = "number", .align = Align::right},
                            {.title = "written"},
                            {.title = "strategy"},
                            {.title = "plugin"},
                            {.title = "span"},
                            {.title = "fills"},
                            {.title = "Sharpe a year", .align = Align::right},
                            {.title = "terms"},
                            {.title = "basis"},
                            {.title = "counts"},
                            {.title = "origin"}},
                .rows = {}};
    for (std::size_t at = skipped; at < chosen.trials.size(); ++at) {
        table.add(row_of(chosen.trials[at]));
    }
    output.table(table);
    if (skipped != 0) {
        output.line(fmt::format("({} earlier ones: --all shows them)", skipped));
    }
    if (chosen.trials.empty()) {
        output.note(chosen.in_all == 0 ? "No trial was recorded so far."
                                       : "None of the trials is of that kind.");
    }
}

}  // namespace

Answer run(Session& session, const ListTrials& request) {
    auto chosen = read_chosen(session, request.choice);
    if (!chosen) {
        return fail(std::move(chosen.error()));
    }
    const std::size_t count = chosen->trials.size();
    const std::size_t skipped =
        request.last == 0 || request.last >= count ? 0 : count - request.last;
    show(session.output, *chosen, skipped);
    JsonArray documents;
    for (std::size_t at = skipped; at < count; ++at) {
        documents.push_back(json_of(chosen->trials[at]));
    }
    session.output.document(JsonObject{{"schema", "tradelab.trials/1"},
                                       {"chosen", count},
                                       {"in_all", chosen->in_all},
                                       {"trials", std::move(documents)}});
    return ExitCode::ok;
}

Answer run(Session& session, const CountTrials& request) {
    const auto chosen = read_chosen(session, request.choice);
    if (!chosen) {
        return fail(chosen.error());
    }
    session.output.line(std::to_string(chosen->files));
    session.output.note(
        fmt::format("files tried, in {} of the {} runs of the ledger: a run of several parameter "
                    "files on one account is a trial of each",
                    chosen->trials.size(),
                    chosen->in_all));
    session.output.document(JsonObject{{"schema", "tradelab.trial-count/1"},
                                       {"chosen", chosen->files},
                                       {"runs", chosen->trials.size()},
                                       {"in_all", chosen->in_all}});
    return ExitCode::ok;
}

Answer run(Session& session, const ShowTrial& request) {
    const auto ledger = trial_ledger_of(session.layout);
    const auto trial = ledger ? read_trial(session.disk, *ledger, request.seq)
                              : Result<RecordedTrial>(fail(ledger.error()));
    if (!trial) {
        return fail(trial.error());
    }
    session.output.title(fmt::format("trial {} of {}", request.seq, iso_text(trial->written)));
    if (trial->version == trial_record_version_1) {
        session.output.line("version 1: hashes of what it ran with, so it cannot be run again");
    }
    // Lines of "key value"; what is empty was not said.
    std::string fields = trial_text(trial->trial);
    while (!fields.empty() && fields.back() == '\n') {
        fields.pop_back();
    }
    session.output.line(fields);
    JsonObject document = {{"schema", "tradelab.trial/1"}};
    document.push_back({"trial", json_of(*trial)});
    session.output.document(document);
    return ExitCode::ok;
}

}  // namespace tradelab

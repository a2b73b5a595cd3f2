#include "journal/trials.hpp"

#include "cli/commands.hpp"
#include "core/text.hpp"
#include "core/time.hpp"

#include <fmt/format.h>

#include <algorithm>
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

bool is_chosen(const TrialChoice& choice, const Trial& trial) {
    return trial.strategy.starts_with(choice.strategy) &&
           (choice.plugin.empty() || trial.plugin_id == choice.plugin) &&
           (choice.basis.empty() || basis_text(trial.basis) == choice.basis) &&
           (!choice.counted || trial.counts == TrialCounts::yes);
}

struct Chosen {
    std::vector<RecordedTrial> trials;
    std::uint64_t in_all = 0;  // whether chosen or not
};

Result<Chosen> read_chosen(Session& session, const TrialChoice& choice) {
    const auto ledger = trial_ledger_of(session.layout);
    if (!ledger) {
        return fail(ledger.error());
    }
    Chosen chosen;
    const auto read = for_each_trial(session.disk, *ledger, [&](const RecordedTrial& recorded) {
        ++chosen.in_all;
        if (is_chosen(choice, recorded.trial)) {
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

JsonValue json_of(const RecordedTrial& recorded) {
    const Trial& trial = recorded.trial;
    JsonObject metrics;
    for (const TrialMetric& metric : trial.metrics) {
        metrics.push_back({metric.name, metric.value});
    }
    return JsonObject{{"number", recorded.seq},
                      {"written", iso_text(recorded.written)},
                      {"strategy", trial.strategy},
                      {"plugin", trial.plugin_id},
                      {"plugin_version", trial.plugin_version},
                      {"library_sha256", trial.library},
                      {"data", trial.data},
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
                      {"origin", trial.origin},
                      {"counts", trial.counts == TrialCounts::yes}};
}

std::vector<std::string> row_of(const RecordedTrial& recorded) {
    const Trial& trial = recorded.trial;
    return {std::to_string(recorded.seq),
            iso_text(recorded.written).substr(0, 10),
            trial.strategy.substr(0, hash_shown),
            trial.plugin_id + " " + trial.plugin_version,
            iso_text(trial.from).substr(0, 10) + ".." + iso_text(trial.to).substr(0, 10),
            trial.fill_model,
            metric_of(trial, "sharpe"),
            basis_text(trial.basis),
            trial.counts == TrialCounts::yes ? "yes" : "no",
            trial.origin};
}

void show(Output& output, const Chosen& chosen, std::size_t skipped) {
    Table table{.columns = {{.title = "number", .align = Align::right},
                            {.title = "written"},
                            {.title = "strategy"},
                            {.title = "plugin"},
                            {.title = "span"},
                            {.title = "fills"},
                            {.title = "Sharpe", .align = Align::right},
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
    session.output.line(std::to_string(chosen->trials.size()));
    session.output.document(JsonObject{{"schema", "tradelab.trial-count/1"},
                                       {"chosen", chosen->trials.size()},
                                       {"in_all", chosen->in_all}});
    return ExitCode::ok;
}

Answer run(Session& session, const ShowTrial& request) {
    const auto chosen = read_chosen(session, {});
    if (!chosen) {
        return fail(chosen.error());
    }
    const auto trial = std::ranges::find(chosen->trials, request.seq, &RecordedTrial::seq);
    if (trial == chosen->trials.end()) {
        return fail(ErrorCode::not_found,
                    fmt::format("there is no trial {}", request.seq),
                    fmt::format("the ledger holds {}: tradelab trials list", chosen->in_all));
    }
    session.output.title(fmt::format("trial {} of {}", request.seq, iso_text(trial->written)));
    std::string fields = encode_trial(trial->trial);  // lines of "key value"
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

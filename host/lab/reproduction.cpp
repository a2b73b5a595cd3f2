#include "lab/reproduction.hpp"

#include "journal/kept_text.hpp"
#include "lab/backtest.hpp"
#include "lab/backtest_plan.hpp"
#include "lab/trial_entry.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace tradelab {
namespace {

using Differences = std::vector<TrialDifference>;

void compare(Differences& out, std::string what, const std::string& then, const std::string& now) {
    if (then != now) {
        out.push_back({.what = std::move(what), .recorded = then, .now = now});
    }
}

void compare_plugins(Differences& out, const Trial& trial, std::span<const Candidate> candidates) {
    for (std::size_t at = 0; at < candidates.size(); ++at) {
        const TrialInstance& then = trial.instances[at];
        const std::string& id = then.plugin_id;
        compare(out, "version of " + id, then.plugin_version, candidates[at].declaration.version);
        compare(out, "library of " + id, then.library, library_sha256(candidates[at]));
    }
}

std::string manifest_of(const std::vector<TrialSeries>& data, std::string_view series) {
    const auto at = std::ranges::find(data, series, &TrialSeries::series);
    return at == data.end() ? "" : at->manifest;
}

// Series by series, those of both: one that was not there then is as much of a difference.
void compare_data(Differences& out,
                  const std::vector<TrialSeries>& then,
                  const std::vector<TrialSeries>& now) {
    std::set<std::string> names;
    for (const auto* data : {&then, &now}) {
        for (const TrialSeries& one : *data) {
            names.insert(one.series);
        }
    }
    for (const std::string& series : names) {
        const std::string was = manifest_of(then, series);
        const std::string is = manifest_of(now, series);
        if (was != is) {
            out.push_back({.what = "data " + series,
                           .recorded = was,
                           .now = is,
                           .of = TrialDifference::Of::data});
        }
    }
}

TrialSeries series_of(const CataloguedSeries& found) {
    std::vector<std::string> contents;
    for (const CataloguedFile& file : found.files) {
        contents.push_back(file.summary.content_sha256);
    }
    const std::string name = found.series.text();
    return {.manifest = series_sha256(name, contents), .series = name};
}

// What the store has today.  The range is left to the run: other data is the better answer.
Result<std::vector<TrialSeries>> data_today(const Workplace& workplace,
                                            std::span<const Candidate> candidates,
                                            const BacktestOptions& options) {
    const auto plan =
        plan_backtest(candidates, workplace.catalogue, workplace.venues, {.finer = options.finer});
    if (!plan) {
        return fail(plan.error());
    }
    std::vector<TrialSeries> data;
    for (const PlannedSeries& planned : plan->series) {
        data.push_back(series_of(planned.found));
    }
    for (const FinerPlanned& planned : plan->finer) {
        data.push_back(series_of(planned.found));
    }
    return data;
}

// The limits that the trial ran under: what was kept of them, else the file of today if it is the
// same.
void find_limits(Reproduction& out,
                 const Workplace& workplace,
                 const Trial& trial,
                 BacktestOptions& options) {
    if (trial.risk == "none") {
        return;
    }
    const auto& today = workplace.limits_today;
    const auto folder = limits_folder(workplace.ledger);
    const auto text = kept_text(workplace.disk, folder, trial.risk, limits_ending);
    const auto kept = text
                          ? parse_risk(*text, kept_path(folder, trial.risk, limits_ending).string())
                          : Result<RiskFile>(fail(text.error()));
    const bool is_kept = kept && kept->sha256 == trial.risk;
    const bool is_today = today && today->sha256 == trial.risk;
    if (!is_kept) {
        out.notes.push_back("The ledger's copy of the limits is of no use: " +
                            (kept ? "its hash is " + kept->sha256 : describe(kept.error())));
    }
    if (is_kept && !is_today) {
        out.notes.push_back("The limits of today are others (" +
                            (today ? today->sha256 : std::string("none could be read")) +
                            "); it ran under its own, " + trial.risk + ".");
    }
    if (!is_kept && !is_today) {
        compare(out.inputs, "limits", trial.risk, today ? today->sha256 : "");
        return;
    }
    const RiskFile& limits = is_kept ? *kept : *today;
    options.limits = limits.limits;
    options.risk_sha256 = limits.sha256;
    options.risk_text = limits.canonical;
}

std::string moment_text(const std::optional<UnixNanos>& at) {
    return at ? iso_text(*at) : "";
}

}  // namespace

Result<BacktestOptions> options_of(const Trial& trial) {
    BacktestOptions options{.from = trial.asked_from,
                            .to = trial.asked_to,
                            .fill_model = trial.fill_model,
                            .cost_stress_permille = trial.cost_stress_permille,
                            .latency_bars = trial.latency_bars,
                            .capital = trial.capital,
                            .spot_share = trial.spot_share};
    const bool is_cross = trial.margin == TrialMargin::cross;
    options.margin = {.mode = is_cross ? MarginMode::cross : MarginMode::isolated,
                      .leverage = static_cast<int>(trial.leverage)};
    options.at_end = trial.at_end == TrialEnd::value ? AtEnd::value : AtEnd::close;
    if (!trial.finer.empty()) {
        auto finer = BarInterval::parse(trial.finer);
        if (!finer) {
            return fail(std::move(finer).error(), "the finer bars of the trial");
        }
        options.finer = *finer;
    }
    return options;
}

std::vector<TrialDifference> outcome_differences(const Trial& recorded, const Trial& again) {
    Differences out;
    compare(out, "result hash", recorded.result, again.result);
    compare(out, "from", moment_text(recorded.from), moment_text(again.from));
    compare(out, "to", moment_text(recorded.to), moment_text(again.to));
    for (const TrialMetric& then : recorded.metrics) {
        const auto now = std::ranges::find(again.metrics, then.name, &TrialMetric::name);
        compare(
            out, "metric " + then.name, then.value, now == again.metrics.end() ? "" : now->value);
    }
    for (const TrialMetric& now : again.metrics) {
        if (std::ranges::find(recorded.metrics, now.name, &TrialMetric::name) ==
            recorded.metrics.end()) {
            compare(out, "metric " + now.name, "", now.value);
        }
    }
    compare(out, "hash of all figures", recorded.figures, again.figures);
    compare_data(out, recorded.data, again.data);
    return out;
}

namespace {

Result<BacktestResult> run_again(const Workplace& workplace,
                                 std::span<const Candidate> candidates,
                                 BacktestOptions options) {
    return backtest(
        {.candidates = candidates, .options = std::move(options), .detail = Detail::figures},
        workplace.catalogue,
        workplace.venues);
}

}  // namespace

Result<Reproduction> reproduce(const Workplace& workplace,
                               const Trial& trial,
                               std::span<const Candidate> candidates) {
    Reproduction out;
    auto options = options_of(trial);
    if (!options) {
        return fail(std::move(options).error());
    }
    const auto data = data_today(workplace, candidates, *options);
    if (!data) {
        return fail(data.error());
    }
    compare_plugins(out.inputs, trial, candidates);
    compare(out.inputs, "engine", trial.engine, std::string(engine_version));
    const auto names = instruments_of(candidates);
    if (!workplace.venues.is_as_recorded(trial.venues, names)) {
        compare(out.inputs, "venue files", trial.venues, workplace.venues.sha256_of(names));
    }
    find_limits(out, workplace, trial, *options);
    compare_data(out.inputs, trial.data, *data);
    if (!out.inputs.empty()) {
        return out;
    }
    const auto result = run_again(workplace, candidates, *std::move(options));
    if (!result) {
        return fail(result.error(), "running the trial again");
    }
    out.result_hash = result->manifest.result_hash;
    out.outcome = outcome_differences(trial, trial_of(*result));
    return out;
}

Result<Reproduction> replay(const Workplace& workplace,
                            const Trial& trial,
                            std::span<const Candidate> candidates,
                            const std::string& fill_model) {
    Reproduction out;
    auto options = options_of(trial);
    if (!options) {
        return fail(std::move(options).error());
    }
    options->fill_model = fill_model;
    compare_plugins(out.inputs, trial, candidates);
    find_limits(out, workplace, trial, *options);
    if (!out.inputs.empty()) {
        return out;
    }
    const auto result = run_again(workplace, candidates, *std::move(options));
    if (!result) {
        return fail(result.error(), "replaying the evidence");
    }
    out.result_hash = result->manifest.result_hash;
    compare(out.outcome, "result hash", trial.result, out.result_hash);
    if (!out.outcome.empty()) {
        // Of another history another result says nothing of the engine: an older bar warms it up.
        compare_data(out.inputs, trial.data, trial_of(*result).data);
    }
    return out;
}

}  // namespace tradelab

#include "lab/trial_entry.hpp"

#include "document/sha256.hpp"
#include "journal/kept_text.hpp"
#include "journal/trials.hpp"
#include "lab/assumptions.hpp"
#include "lab/figures_hash.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace tradelab {
namespace {

std::vector<TrialMetric> metrics_of(const Performance& performance) {
    const auto& drawdown = performance.max_drawdown;
    std::vector<TrialMetric> metrics = {
        {.name = "annual_growth", .value = exact_text(performance.annual_growth)},
        {.name = "annual_sharpe", .value = exact_text(performance.annual_sharpe)},
        {.name = "annual_sortino", .value = exact_text(performance.annual_sortino)},
        {.name = "bars", .value = std::to_string(performance.bars)},
        {.name = "calmar", .value = exact_text(performance.calmar)},
        {.name = "max_drawdown",
         .value = exact_text(drawdown ? std::optional(drawdown->depth) : std::nullopt)},
        {.name = "profit_factor", .value = exact_text(performance.trades.profit_factor)},
        {.name = "raw_kurtosis", .value = exact_text(performance.raw_kurtosis)},
        {.name = "sharpe", .value = exact_text(performance.sharpe)},
        {.name = "skewness", .value = exact_text(performance.skewness)},
        {.name = "total_return", .value = exact_text(performance.total_return)},
        {.name = "trades", .value = std::to_string(performance.trades.trades)},
        {.name = "win_rate", .value = exact_text(performance.trades.win_rate)},
    };
    std::ranges::sort(metrics, {}, &TrialMetric::name);
    return metrics;
}

std::vector<TrialInstance> instances_of(const RunManifest& manifest) {
    std::vector<TrialInstance> instances;
    for (const InstanceUsed& used : manifest.instances) {
        instances.push_back({.strategy = used.file_sha256,
                             .file = used.file_text,
                             .plugin_id = used.plugin,
                             .plugin_version = used.plugin_version,
                             .library = used.plugin_sha256,
                             .origin = used.origin});
    }
    return instances;
}

std::vector<TrialSeries> data_of(const RunManifest& manifest) {
    std::vector<TrialSeries> data;
    for (const DataUsed& used : manifest.data) {
        data.push_back(
            {.manifest = series_sha256(used.series, used.content_sha256), .series = used.series});
    }
    return data;
}

}  // namespace

Trial trial_of(const BacktestResult& result, TrialProposal proposal) {
    const RunManifest& manifest = result.manifest;
    const RunTerms& terms = manifest.terms;
    const bool is_cross = terms.margin.mode == MarginMode::cross;
    return {.instances = instances_of(manifest),
            .data = data_of(manifest),
            .asked_from = terms.from,
            .asked_to = terms.to,
            .from = manifest.from,
            .to = manifest.to,
            .engine = manifest.engine,
            .fill_model = manifest.fill_model,
            .cost_stress_permille = manifest.cost_stress_permille,
            .latency_bars = terms.latency_bars,
            .finer = terms.finer ? terms.finer->text() : "",
            .at_end = terms.at_end == AtEnd::value ? TrialEnd::value : TrialEnd::close,
            .capital = manifest.capital,
            .spot_share = terms.spot_share,
            .margin = is_cross ? TrialMargin::cross : TrialMargin::isolated,
            .leverage = static_cast<std::uint32_t>(terms.margin.leverage),
            .venues = manifest.venue_sha256,
            .risk = manifest.risk,
            .seed = manifest.seed,
            .proposal = std::move(proposal),
            .result = manifest.result_hash,
            .figures = figures_hash(result.performance),
            .checks = result.checks_outcome,
            .metrics = metrics_of(result.performance),
            .basis = manifest.is_synthetic ? TrialData::synthetic : TrialData::recorded,
            .counts = looks_at_evidence(manifest) ? TrialCounts::yes : TrialCounts::no};
}

std::string series_sha256(std::string_view series, const std::vector<std::string>& content_sha256) {
    std::string text(series);
    text += '\n';
    for (const std::string& content : content_sha256) {
        text += content + "\n";
    }
    return sha256_hex(text);
}

Disk::Path limits_folder(const Disk::Path& ledger) {
    return ledger.parent_path() / "limits";
}

Status keep_limits(Disk& disk, const Disk::Path& ledger, const LimitsOfRun& limits) {
    if (limits.sha256 == "none") {
        return {};
    }
    const auto kept = keep_text(disk, limits_folder(ledger), limits.text, limits_ending);
    if (!kept) {
        return fail(kept.error(), "keeping the limits of the trial");
    }
    if (*kept != limits.sha256) {
        return fail(
            ErrorCode::internal,
            "the limits of the run have the hash " + *kept + ", its manifest says " + limits.sha256,
            "this is a fault of tradelab: report it");
    }
    return {};
}

Result<TrialReceipt> record_trial(Disk& disk,
                                  const Disk::Path& ledger,
                                  const BacktestResult& result,
                                  UnixNanos now) {
    const Trial trial = trial_of(result);
    if (auto kept =
            keep_limits(disk, ledger, {.sha256 = trial.risk, .text = result.manifest.risk_text});
        !kept) {
        return fail(std::move(kept).error());
    }
    const auto number = append_trial(disk, ledger, trial, now);
    if (!number) {
        return fail(number.error(), "writing the trial ledger");
    }
    const auto counted =
        trial.counts == TrialCounts::yes ? std::uint64_t{trial.instances.size()} : 0;
    return TrialReceipt{.number = *number, .counted = counted};
}

}  // namespace tradelab

#include "lab/trial_entry.hpp"

#include "document/sha256.hpp"
#include "journal/trials.hpp"
#include "lab/assumptions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace tradelab {
namespace {

std::string hash_of(const DataUsed& data) {
    std::string text = data.series + "\n";
    for (const std::string& content : data.content_sha256) {
        text += content + "\n";
    }
    return sha256_hex(text);
}

// Six digits: the figure is for people; the result hash says whether a repeated run is the same.
std::string figure(const std::optional<double>& value) {
    return value ? fmt::format("{:.6f}", *value) : "undefined";
}

std::vector<TrialMetric> metrics_of(const Performance& performance) {
    const auto& drawdown = performance.max_drawdown;
    std::vector<TrialMetric> metrics = {
        {.name = "annual_growth", .value = figure(performance.annual_growth)},
        {.name = "annual_sharpe", .value = figure(performance.annual_sharpe)},
        {.name = "annual_sortino", .value = figure(performance.annual_sortino)},
        {.name = "bars", .value = std::to_string(performance.bars)},
        {.name = "calmar", .value = figure(performance.calmar)},
        {.name = "max_drawdown",
         .value = figure(drawdown ? std::optional(drawdown->depth) : std::nullopt)},
        {.name = "profit_factor", .value = figure(performance.trades.profit_factor)},
        {.name = "raw_kurtosis", .value = figure(performance.raw_kurtosis)},
        {.name = "sharpe", .value = figure(performance.sharpe)},
        {.name = "skewness", .value = figure(performance.skewness)},
        {.name = "total_return", .value = figure(performance.total_return)},
        {.name = "trades", .value = std::to_string(performance.trades.trades)},
        {.name = "win_rate", .value = figure(performance.trades.win_rate)},
    };
    std::ranges::sort(metrics, {}, &TrialMetric::name);
    return metrics;
}

// Figures of an account that several strategies shared are no one's of them.
std::vector<TrialMetric> joint(std::size_t files) {
    return {{.name = "joint_files", .value = std::to_string(files)}};
}

}  // namespace

std::vector<Trial> trials_of(const BacktestResult& result) {
    const RunManifest& manifest = result.manifest;
    std::vector<std::string> data;
    for (const DataUsed& used : manifest.data) {
        data.push_back(hash_of(used));
    }
    const bool counts = why_data_is_no_evidence(manifest).empty();
    std::vector<Trial> trials;
    for (const InstanceUsed& instance : manifest.instances) {
        trials.push_back(
            {.strategy = instance.file_sha256,
             .plugin_id = instance.plugin,
             .plugin_version = instance.plugin_version,
             .library = instance.plugin_sha256,
             .data = data,
             .from = manifest.from,
             .to = manifest.to,
             .engine = manifest.engine,
             .fill_model = manifest.fill_model,
             .risk = manifest.risk,
             .cost_stress_permille = manifest.cost_stress_permille,
             .seed = manifest.seed,
             .result = manifest.result_hash,
             .metrics = manifest.instances.size() == 1 ? metrics_of(result.performance)
                                                       : joint(manifest.instances.size()),
             .basis = manifest.is_synthetic ? TrialData::synthetic : TrialData::recorded,
             .origin = instance.origin,
             .counts = counts ? TrialCounts::yes : TrialCounts::no});
    }
    return trials;
}

Result<TrialReceipt> record_trials(Disk& disk,
                                   const Disk::Path& ledger,
                                   const BacktestResult& result,
                                   UnixNanos now) {
    const auto trials = trials_of(result);
    const auto first = append_trials(disk, ledger, trials, now);
    if (!first) {
        return fail(first.error(), "writing the trial ledger");
    }
    const auto counted =
        trials.front().counts == TrialCounts::yes ? std::uint64_t{trials.size()} : 0;
    return TrialReceipt{.first = *first, .counted = counted};
}

}  // namespace tradelab

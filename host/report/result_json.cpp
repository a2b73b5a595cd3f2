#include "report/result_json.hpp"

#include "core/decimal.hpp"
#include "lab/trial_entry.hpp"
#include "report/figures.hpp"
#include "report/metrics.hpp"

#include <utility>

namespace tradelab {

namespace {

JsonValue real(std::optional<double> value) {
    return value ? JsonValue::real(*value) : JsonValue(nullptr);
}

JsonObject named_values(const std::vector<NamedValue>& values) {
    JsonObject object;
    for (const NamedValue& named : values) {
        object.push_back({named.name, named.value});
    }
    return object;
}

JsonValue instance_json(const InstanceUsed& instance) {
    return JsonObject{{"id", instance.instance.value()},
                      {"name", instance.name},
                      {"file_sha256", instance.file_sha256},
                      {"plugin", instance.plugin},
                      {"plugin_version", instance.plugin_version},
                      {"plugin_sha256", instance.plugin_sha256},
                      {"parameters", named_values(instance.parameters)},
                      {"roles", named_values(instance.roles)},
                      {"reasons", instance.reasons},
                      {"timeframe", instance.timeframe},
                      {"rationale", instance.rationale},
                      {"origin", instance.origin}};
}

JsonValue data_json(const DataUsed& data) {
    return JsonObject{{"series", data.series},
                      {"content_sha256", data.content_sha256},
                      {"ledger_sha256", series_sha256(data.series, data.content_sha256)},
                      {"source", data.source},
                      {"rows", data.rows},
                      {"first", iso_text(data.first)},
                      {"last", iso_text(data.last)},
                      {"score_e4", data.score_e4 ? JsonValue(*data.score_e4) : JsonValue(nullptr)},
                      {"holes", data.holes},
                      {"is_synthetic", data.is_synthetic}};
}

JsonValue pairs_json(const std::vector<PairScore>& pairs) {
    JsonArray out;
    for (const PairScore& pair : pairs) {
        out.emplace_back(JsonObject{{"first", pair.first},
                                    {"second", pair.second},
                                    {"compared", pair.compared},
                                    {"score_e4", pair.score_e4},
                                    {"worst", pair.worst}});
    }
    return out;
}

JsonValue metric_json(const Metric& metric) {
    JsonValue value = metric.cash ? JsonValue(decimal_text(*metric.cash)) : real(metric.value);
    return JsonObject{{"key", metric.key},
                      {"label", metric.label},
                      {"unit", metric_unit_text(metric.unit)},
                      {"better", better_text(metric.better)},
                      {"meaning", metric.meaning},
                      {"value", std::move(value)}};
}

JsonValue period_json(const PeriodRow& row) {
    const Performance& p = row.performance;
    return JsonObject{{"name", row.name},
                      {"bars", row.bars},
                      {"pnl", decimal_text(row.pnl)},
                      {"gross", decimal_text(row.gross)},
                      {"fees", decimal_text(row.fees)},
                      {"slippage", decimal_text(row.slippage)},
                      {"funding_received", decimal_text(-row.funding)},
                      {"trades", row.trades},
                      {"return", real(p.total_return)},
                      {"annual_sharpe", real(p.annual_sharpe)},
                      {"max_drawdown",
                       real(p.max_drawdown ? std::optional(p.max_drawdown->depth) : std::nullopt)},
                      {"time_in_position", real(row.time_in_position)}};
}

JsonArray periods_json(const std::vector<PeriodRow>& rows) {
    JsonArray array;
    for (const PeriodRow& row : rows) {
        array.push_back(period_json(row));
    }
    return array;
}

JsonValue counts_json(const RunCounts& counts) {
    return JsonObject{{"events", counts.events},
                      {"bars", counts.bars},
                      {"ambiguous_bars", counts.ambiguous_bars},
                      {"resolved_bars", counts.resolved_bars},
                      {"partial_fills", counts.partial_fills},
                      {"gaps", counts.gaps},
                      {"funding_without_mark", counts.funding_without_mark},
                      {"malformed_intents", counts.malformed_intents},
                      {"pairs", counts.pairs},
                      {"pair_unwinds", counts.pair_unwinds},
                      {"margin_unwinds", counts.margin_unwinds},
                      {"basis_unwinds", counts.basis_unwinds},
                      {"delta_trims", counts.delta_trims}};
}

// By kind, `none` included: the shares add up to one.
JsonValue coverage_json(const CoverageRecord& coverage) {
    JsonObject kinds;
    for (std::size_t at = 0; at < coverage.of_kind.size(); ++at) {
        const auto kind = static_cast<ProtectionKind>(at);
        kinds.push_back({std::string(protection_kind_text(kind)),
                         JsonObject{{"bars", coverage.of_kind[at].bars},
                                    {"share", real(share_of_one(coverage.of_exposure(kind)))}}});
    }
    return JsonObject{{"open_bars", coverage.open_bars},
                      {"time", real(share_of_one(coverage.of_time()))},
                      {"exposure", real(share_of_one(coverage.of_exposure()))},
                      {"kinds", std::move(kinds)}};
}

}  // namespace

std::string_view basis_text(const RunManifest& manifest) {
    return manifest.is_synthetic ? "synthetic" : "recorded";
}

JsonValue manifest_json(const RunManifest& manifest) {
    JsonArray instances;
    for (const InstanceUsed& instance : manifest.instances) {
        instances.push_back(instance_json(instance));
    }
    JsonArray data;
    for (const DataUsed& used : manifest.data) {
        data.push_back(data_json(used));
    }
    JsonArray instruments;
    for (const InstrumentUsed& used : manifest.instruments) {
        instruments.emplace_back(JsonObject{{"id", used.id.value()},
                                            {"name", used.name},
                                            {"price_places", used.places.price.count()},
                                            {"quantity_places", used.places.quantity.count()}});
    }
    return JsonObject{{"schema", "tradelab.manifest/1"},
                      {"result_hash", manifest.result_hash},
                      {"basis", basis_text(manifest)},
                      {"is_synthetic", manifest.is_synthetic},
                      {"score_min_e4", manifest.score_min_e4},
                      {"may_be_promoted", manifest.may_be_promoted},
                      {"why_not", manifest.why_not},
                      {"from", iso_text(manifest.from)},
                      {"to", iso_text(manifest.to)},
                      {"capital", decimal_text(manifest.capital)},
                      {"asset", manifest.asset},
                      {"engine", manifest.engine},
                      {"fill_model", manifest.fill_model},
                      {"cost_stress_permille", manifest.cost_stress_permille},
                      {"settings", named_values(manifest.settings)},
                      {"risk", manifest.risk},
                      {"venue_sha256", manifest.venue_sha256},
                      // A seed has 64 bits and JSON's readers have 53.
                      {"seed", std::to_string(manifest.seed)},
                      {"instances", std::move(instances)},
                      {"instruments", std::move(instruments)},
                      {"data", std::move(data)},
                      {"pairs", pairs_json(manifest.pairs)},
                      {"without_marks", manifest.without_marks},
                      {"venue_sources", manifest.venue_sources}};
}

JsonValue metrics_json(const BacktestResult& result) {
    JsonArray metrics;
    for (const Metric& metric : metrics_of(result)) {
        metrics.push_back(metric_json(metric));
    }
    JsonObject refusals;
    for (const auto& [reason, count] : result.refusals) {
        refusals.push_back({reason, count});
    }
    return JsonObject{{"schema", "tradelab.metrics/1"},
                      {"basis", basis_text(result.manifest)},
                      {"synthetic", result.manifest.is_synthetic},
                      {"result_hash", result.manifest.result_hash},
                      {"asset", result.manifest.asset},
                      {"bars_per_year", JsonValue::real(result.performance.bars_per_year)},
                      {"metrics", std::move(metrics)},
                      {"years", periods_json(result.years)},
                      {"months", periods_json(result.months)},
                      {"regimes", periods_json(result.regimes)},
                      {"refusals", std::move(refusals)},
                      {"counts", counts_json(result.record.counts)},
                      {"coverage", coverage_json(result.record.coverage)},
                      {"assumptions", result.assumptions},
                      {"warnings", result.warnings},
                      {"checks", named_values(result.checks)}};
}

}  // namespace tradelab

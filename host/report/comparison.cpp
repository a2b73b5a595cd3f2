#include "report/comparison.hpp"

#include "core/decimal.hpp"
#include "core/text.hpp"
#include "report/figures.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {

namespace {

constexpr std::size_t value_bytes_max = 200;

std::optional<Metric> found_in(const StoredResult& result, const std::string& key) {
    const auto at = std::ranges::find(result.metrics, key, &Metric::key);
    return at == result.metrics.end() ? std::nullopt : std::optional(*at);
}

std::vector<std::size_t> best_of(const ComparedMetric& row) {
    std::vector<std::size_t> known;
    for (std::size_t at = 0; at < row.of_each.size(); ++at) {
        if (row.of_each[at] && row.of_each[at]->value) {
            known.push_back(at);
        }
    }
    if (row.metric.better == Better::neither || known.size() < 2) {
        return {};
    }
    const double sign = row.metric.better == Better::higher ? 1 : -1;
    const auto worth = [&](std::size_t at) { return sign * *row.of_each[at]->value; };
    const auto [worst, best] = std::ranges::minmax(known, {}, worth);
    const double top = worth(best);
    if (!(worth(worst) < top)) {
        return {};
    }
    std::erase_if(known, [&](std::size_t at) { return worth(at) < top; });
    return known;
}

// All names of facts in the order of the first manifest, those that only others have behind.
std::vector<std::string> fact_names(std::span<const StoredResult> results) {
    std::vector<std::string> names;
    for (const StoredResult& result : results) {
        for (const NamedValue& fact : result.facts) {
            if (std::ranges::find(names, fact.name) == names.end()) {
                names.push_back(fact.name);
            }
        }
    }
    return names;
}

std::string fact_of(const StoredResult& result, const std::string& name) {
    const auto at = std::ranges::find(result.facts, name, &NamedValue::name);
    return at == result.facts.end() ? "" : at->value;
}

std::string shown(const std::optional<Metric>& metric) {
    return metric ? metric_text(*metric) : std::string(undefined_text(Look::rich));
}

std::string stamped(const std::string& title, const Comparison& comparison) {
    return comparison.is_synthetic ? title + " (SYNTHETIC)" : title;
}

}  // namespace

Comparison compared(std::span<const StoredResult> results) {
    Comparison out;
    std::vector<std::string> keys;
    for (const StoredResult& result : results) {
        out.names.push_back(result.name);
        out.is_synthetic = out.is_synthetic || result.is_synthetic;
        if (!result.is_proven) {
            out.unproven.push_back(result.name);
        }
        for (const Metric& metric : result.metrics) {
            if (std::ranges::find(keys, metric.key) == keys.end()) {
                keys.push_back(metric.key);
                out.metrics.push_back({.metric = metric, .of_each = {}, .best = {}});
            }
        }
    }
    for (ComparedMetric& row : out.metrics) {
        for (const StoredResult& result : results) {
            row.of_each.push_back(found_in(result, row.metric.key));
        }
        row.best = best_of(row);
    }
    for (const std::string& name : fact_names(results)) {
        ManifestDifference difference{.name = name, .values = {}};
        for (const StoredResult& result : results) {
            difference.values.push_back(fact_of(result, name));
        }
        if (std::ranges::adjacent_find(difference.values, std::not_equal_to<>{}) !=
            difference.values.end()) {
            out.differences.push_back(std::move(difference));
        }
    }
    return out;
}

Table metric_table(const Comparison& comparison, Look look) {
    Table table{.columns = {{.title = stamped("figure", comparison)}}, .rows = {}};
    for (const std::string& name : comparison.names) {
        table.columns.push_back({.title = printable(name, value_bytes_max), .align = Align::right});
    }
    const std::string dash(undefined_text(Look::rich));
    for (const ComparedMetric& row : comparison.metrics) {
        std::vector<std::string> cells = {printable(row.metric.label, value_bytes_max)};
        for (std::size_t at = 0; at < row.of_each.size(); ++at) {
            std::string cell = shown(row.of_each[at]);
            if (look == Look::plain && cell == dash) {
                cell = undefined_text(look);
            }
            const bool is_best = std::ranges::find(row.best, at) != row.best.end();
            cells.push_back(cell + (is_best ? " *" : "  "));
        }
        table.add(std::move(cells));
    }
    return table;
}

Table difference_table(const Comparison& comparison, std::size_t width) {
    Table table{.columns = {{.title = stamped("differs", comparison)}}, .rows = {}};
    for (const std::string& name : comparison.names) {
        table.columns.push_back({.title = printable(name, value_bytes_max)});
    }
    for (const ManifestDifference& difference : comparison.differences) {
        std::vector<std::string> cells = {printable(difference.name, value_bytes_max)};
        for (const std::string& value : difference.values) {
            cells.push_back(cut_to(printable(value, value_bytes_max), width));
        }
        table.add(std::move(cells));
    }
    return table;
}

JsonValue comparison_json(const Comparison& comparison) {
    JsonArray metrics;
    for (const ComparedMetric& row : comparison.metrics) {
        JsonArray values;
        for (const auto& metric : row.of_each) {
            const bool is_cash = metric && metric->cash;
            values.push_back(is_cash                   ? JsonValue(decimal_text(*metric->cash))
                             : metric && metric->value ? JsonValue::real(*metric->value)
                                                       : JsonValue(nullptr));
        }
        JsonArray best;
        for (const std::size_t at : row.best) {
            best.emplace_back(comparison.names[at]);
        }
        metrics.emplace_back(JsonObject{{"key", row.metric.key},
                                        {"unit", metric_unit_text(row.metric.unit)},
                                        {"values", std::move(values)},
                                        {"best", std::move(best)}});
    }
    JsonArray differences;
    for (const ManifestDifference& difference : comparison.differences) {
        differences.emplace_back(
            JsonObject{{"name", difference.name}, {"values", difference.values}});
    }
    return JsonObject{{"schema", "tradelab.comparison/1"},
                      {"is_synthetic", comparison.is_synthetic},
                      {"results", comparison.names},
                      {"unproven", comparison.unproven},
                      {"metrics", std::move(metrics)},
                      {"differences", std::move(differences)}};
}

}  // namespace tradelab

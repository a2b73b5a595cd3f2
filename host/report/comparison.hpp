#pragma once

#include "document/json_value.hpp"
#include "report/stored_result.hpp"
#include "terminal/table.hpp"

#include <span>
#include <string>
#include <vector>

namespace tradelab {

// One figure of several results.
struct ComparedMetric {
    Metric metric;                               // of the first result that has it
    std::vector<std::optional<Metric>> of_each;  // nothing: that result does not have it
    std::vector<std::size_t> best;               // places of the best; empty where none is better
};

// One line of the manifests in which they differ.
struct ManifestDifference {
    std::string name;                 // "fill_model"
    std::vector<std::string> values;  // of each; empty: not there
};

// Several results side by side.  A figure is marked best only where its direction is known, two
// results at least have it, and they are not all equal.
struct Comparison {
    std::vector<std::string> names;
    std::vector<ComparedMetric> metrics;
    std::vector<ManifestDifference> differences;
    bool is_synthetic = false;          // of at least one
    std::vector<std::string> unproven;  // names of those that carry no checksums
};

[[nodiscard]] Comparison compared(std::span<const StoredResult> results);

// Figures as a table: the best with a star behind.
[[nodiscard]] Table metric_table(const Comparison& comparison, Look look);
// What differs in the manifests; values cut to `width` columns.
[[nodiscard]] Table difference_table(const Comparison& comparison, std::size_t width);
[[nodiscard]] JsonValue comparison_json(const Comparison& comparison);

}  // namespace tradelab

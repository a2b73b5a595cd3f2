#pragma once

#include "core/money.hpp"
#include "lab/backtest_result.hpp"
#include "statistics/performance.hpp"
#include "terminal/sparkline.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// What a figure counts, and so how it is written.
enum class MetricUnit : std::uint8_t {
    share,  // 0.01 is one per cent
    gain,   // a share that may go either way: written with its sign
    ratio,  // a pure number
    cash,   // of the settlement asset, exact
    days,   // of 24 hours
    count,
    times_a_year,
};

enum class Better : std::uint8_t { higher, lower, neither };

// One figure of a report.  `key` is what files call it and never changes its meaning.
struct Metric {
    std::string key;
    std::string label;
    MetricUnit unit = MetricUnit::ratio;
    Better better = Better::neither;
    std::string meaning;               // one line: the formula or what is counted
    std::optional<double> value = {};  // nothing: undefined; of cash: for comparing only
    std::optional<Cash> cash = {};     // of cash metrics
};

// Every figure of a performance, in the order in which reports show them.
[[nodiscard]] std::vector<Metric> metrics_of(const Performance& performance);
// With those of its record: how much of what was open something protected.
[[nodiscard]] std::vector<Metric> metrics_of(const BacktestResult& result);

// The figure for people, without the name of the asset.
[[nodiscard]] std::string metric_text(const Metric& metric);

[[nodiscard]] std::string_view metric_unit_text(MetricUnit unit);
[[nodiscard]] std::optional<MetricUnit> metric_unit_of(std::string_view text);
[[nodiscard]] std::string_view better_text(Better better);
[[nodiscard]] std::optional<Better> better_of(std::string_view text);

}  // namespace tradelab
